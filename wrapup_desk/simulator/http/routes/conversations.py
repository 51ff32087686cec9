"""REST reads of conversations, their codes and texts, and of Copilot summaries."""

from starlette.responses import Response

from wrapup_desk.simulator.http.pipeline import API, Answer, Call, Operation, json_answer
from wrapup_desk.simulator.wire.basics import Json, iso, whole_listing, without_absent
from wrapup_desk.simulator.wire.conversation import conversation_rest, wrapup_json
from wrapup_desk.simulator.wire.directory import code_json
from wrapup_desk.simulator.wire.errors import ApiError, error_of_status
from wrapup_desk.simulator.wire.media import media_rest
from wrapup_desk.simulator.wire.messages import email_json, email_preview_json, message_json
from wrapup_desk.simulator.world.conversation import Conversation, Participant, Prediction
from wrapup_desk.simulator.world.media import ALL_MEDIA, EMAIL, MESSAGE, Medium

READ = ("conversations:readonly", "conversations")
_PARTICIPANT = "{conversation_id}/participants/{participant_id}"
_COMMUNICATION = _PARTICIPANT + "/communications/{communication_id}"
_MESSAGE_VIEW = ("conversation:message:view", "conversation:webmessaging:view")


def find_conversation(call: Call, medium: Medium | None = None) -> Conversation:
    """The conversation of the path.

    Raises:
        ApiError: 404, also when it has nothing of that medium, or as `ended_conversation` says.
    """
    found = call.simulation.centre.conversation(call.path("conversation_id"))
    if found is None or (medium is not None and not found.has(medium)):
        raise ApiError("conversation.error.conversation.not.found")
    is_done = found.ended_at is not None and all(leg.completed_at for leg in found.legs)
    status = call.simulation.capabilities.ended_conversation
    if is_done and status != 200:
        raise error_of_status(status)
    return found


def find_participant(call: Call, medium: Medium | None = None) -> tuple[Conversation, Participant]:
    """The conversation and participant of the path; the communication must be theirs."""
    conversation = find_conversation(call, medium)
    participant = conversation.participant(call.path("participant_id"))
    if participant is None:
        raise ApiError("not.found")
    communication_id = call.request.path_params.get("communication_id")
    if communication_id is not None:
        # A participant who had a thread several times has a communication for each
        participant = conversation.leg_of(communication_id)
        if participant is None or participant.id != call.path("participant_id"):
            raise ApiError("not.found")
    return conversation, participant


async def active_conversations(call: Call) -> Response:
    """GET /conversations: the active ones of the signed-in user."""
    assert call.user is not None
    listed = call.simulation.centre.active_conversations(call.user.id)
    return json_answer(
        whole_listing([conversation_rest(one) for one in listed], f"{API}/conversations")
    )


async def conversation(call: Call) -> Response:
    """GET /conversations/{id}."""
    return json_answer(conversation_rest(find_conversation(call)))


def _media_conversation(medium: Medium) -> Answer:
    async def answer(call: Call) -> Response:
        return json_answer(media_rest(find_conversation(call, medium)))

    return answer


def _media_listing(medium: Medium) -> Answer:
    async def answer(call: Call) -> Response:
        assert call.user is not None
        active = call.simulation.centre.active_conversations(call.user.id)
        entities = [media_rest(one) for one in active if one.medium is medium]
        return json_answer(whole_listing(entities, f"{API}/conversations/{medium.path}"))

    return answer


def _wrapup(medium: Medium | None) -> Answer:
    async def answer(call: Call) -> Response:
        _, participant = find_participant(call, medium)
        code = participant.final_code
        if call.query.get("provisional") == "true":
            code = participant.draft_code or code
        if code is None:
            status = call.simulation.capabilities.absent_wrapup
            if status != 200:
                raise error_of_status(status)
        return json_answer(wrapup_json(code) or {})

    return answer


def _wrapup_codes(medium: Medium | None) -> Answer:
    async def answer(call: Call) -> Response:
        _, participant = find_participant(call, medium)
        queue = participant.queue
        codes = queue.codes if queue else call.simulation.organization.codes
        return json_answer([code_json(code) for code in codes])

    return answer


async def summaries(call: Call) -> Response:
    """GET /conversations/{id}/summaries; observed: 404 without Copilot's data."""
    conversation = find_conversation(call)
    if not conversation.predictions:
        raise ApiError("not.found")
    listed = [_summary_json(call, conversation, one) for one in conversation.predictions]
    reference = {"id": conversation.id, "selfUri": f"{API}/conversations/{conversation.id}"}
    return json_answer({"conversation": reference, "sessionSummaries": listed})


async def message(call: Call) -> Response:
    """GET one chat message with its text."""
    conversation = find_conversation(call, MESSAGE)
    for words in conversation.words:
        if words.id == call.path("message_id"):
            return json_answer(message_json(conversation, words))
    raise ApiError("not.found")


async def messages_bulk(call: Call) -> Response:
    """POST .../messages/bulk with a JSON array of message ids."""
    conversation = find_conversation(call, MESSAGE)
    if not isinstance(call.body, list):
        raise ApiError("bad.request")
    found = [
        message_json(conversation, said) for said in conversation.words if said.id in call.body
    ]
    return json_answer({"entities": found})


async def emails(call: Call) -> Response:
    """GET the previews of an e-mail conversation."""
    conversation = find_conversation(call, EMAIL)
    entities = [email_preview_json(conversation, said) for said in conversation.words]
    return json_answer(whole_listing(entities, call.request.url.path))


async def email(call: Call) -> Response:
    """GET one e-mail with its text."""
    conversation = find_conversation(call, EMAIL)
    for words in conversation.words:
        if words.id == call.path("message_id"):
            return json_answer(email_json(conversation, words))
    raise ApiError("not.found")


def _summary_json(call: Call, conversation: Conversation, prediction: Prediction) -> Json:
    """models/conversation_session_summary.py."""
    kinds = {"call": "Call", "email": "Email", "message": "Message"}
    organization = call.simulation.organization
    return without_absent(
        {
            "id": prediction.id,
            "text": prediction.text,
            "confidence": 0.9,
            "status": "Completed",
            "mediaType": kinds.get(conversation.medium.name, "Unknown"),
            "language": "en-us",
            "predictedWrapupCodes": [
                {
                    "id": code_id,
                    "name": organization.code_name(code_id),
                    "confidence": score,
                    "selfUri": f"{API}/routing/wrapupcodes/{code_id}",
                }
                for code_id, score in prediction.codes
            ],
            "dateCreated": iso(prediction.at),
            "communication": {"id": prediction.communication_id},
        }
    )


def _reads(path: str, answer: Answer, permissions: tuple[str, ...] = ()) -> Operation:
    return Operation("GET", f"/conversations{path}", answer, READ, permissions)


def _operations() -> list[Operation]:
    listed = [Operation("GET", "/conversations", active_conversations, READ, needs_user=True)]
    listed += _text_operations()
    for medium in ALL_MEDIA:
        base = f"/{medium.path}/"
        if medium.has_conversation_read:
            path = f"/conversations/{medium.path}"
            answer = _media_listing(medium)
            listed.append(Operation("GET", path, answer, READ, needs_user=True))
            listed.append(_reads(base + "{conversation_id}", _media_conversation(medium)))
        if medium.has_communication_wrapup:
            listed.append(_reads(f"{base}{_COMMUNICATION}/wrapup", _wrapup(medium)))
        if medium.has_participant_patch:
            listed.append(_reads(f"{base}{_PARTICIPANT}/wrapup", _wrapup(medium)))
            listed.append(_reads(f"{base}{_PARTICIPANT}/wrapupcodes", _wrapup_codes(medium)))
    view = ("conversation:communication:view",)
    listed += [
        _reads("/{conversation_id}", conversation, permissions=view),
        _reads(
            "/{conversation_id}/summaries", summaries, permissions=("conversation:summary:view",)
        ),
        _reads(f"/{_PARTICIPANT}/wrapup", _wrapup(None)),
        _reads(f"/{_PARTICIPANT}/wrapupcodes", _wrapup_codes(None)),
    ]
    return listed


def _text_operations() -> list[Operation]:
    bulk = "/conversations/messages/{conversation_id}/messages/bulk"
    one = "/messages/{conversation_id}/messages/{message_id}"
    mail = "/emails/{conversation_id}/messages"
    return [
        Operation("POST", bulk, messages_bulk, READ, _MESSAGE_VIEW),
        _reads(one, message, permissions=_MESSAGE_VIEW),
        _reads(mail, emails),
        _reads(mail + "/{message_id}", email),
    ]


OPERATIONS = _operations()
