"""Chat messages and e-mails with their text, as the reads by id answer them."""

from wrapup_desk.simulator.wire.basics import Json, iso
from wrapup_desk.simulator.world.conversation import Conversation, Words
from wrapup_desk.simulator.world.organization import stable_id

_DESK_MAIL = {"email": "care@example.com", "name": "Customer care"}
_PREVIEW_CHARACTERS = 100


def message_json(conversation: Conversation, words: Words) -> Json:
    """models/message_data.py; the text is in `normalizedMessage`."""
    is_inbound = words.speaker == "customer"
    ends = (stable_id(conversation.id, "address"), "care@example.com")
    sender, receiver = ends if is_inbound else ends[::-1]
    return {
        "id": words.id,
        "timestamp": iso(words.at),
        "fromAddress": sender,
        "toAddress": receiver,
        "direction": "inbound" if is_inbound else "outbound",
        "messengerType": "webmessaging",
        "status": "received" if is_inbound else "sent",
        "normalizedMessage": {
            "id": words.id,
            "type": "Text",
            "text": words.text,
            "direction": "Inbound" if is_inbound else "Outbound",
            "originatingEntity": "Human",
        },
        "conversationId": conversation.id,
        "selfUri": f"/api/v2/conversations/messages/{conversation.id}/messages/{words.id}",
    }


def email_json(conversation: Conversation, words: Words) -> Json:
    """models/email_message.py."""
    return {**_email_head(conversation, words), "textBody": words.text}


def email_preview_json(conversation: Conversation, words: Words) -> Json:
    """models/email_message_preview.py."""
    preview = words.text[:_PREVIEW_CHARACTERS]
    return {**_email_head(conversation, words), "textBodyPreview": preview}


def _email_head(conversation: Conversation, words: Words) -> Json:
    customer = {"email": "customer@example.net", "name": conversation.customer.name}
    is_inbound = words.speaker == "customer"
    return {
        "id": words.id,
        "to": [_DESK_MAIL if is_inbound else customer],
        "cc": [],
        "bcc": [],
        "from": customer if is_inbound else _DESK_MAIL,
        "subject": conversation.subject,
        "attachments": [],
        "time": iso(words.at),
        "historyIncluded": False,
        "selfUri": f"/api/v2/conversations/emails/{conversation.id}/messages/{words.id}",
    }
