"""The forms that texts among the settings have, each with the words that say so."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from wrapup_desk.domain.language.texts import mark

TEAM_STORE_SCHEMES = ("postgresql://", "postgres://")

# Texts of a certain form; each description continues “"key" has to …”.
LoopbackUrl = Annotated[
    str,
    Meta(
        pattern=r"\A(?:http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:/\S*)?)?\Z",
        description=mark("be http://127.0.0.1:PORT, for the simulator on this computer"),
    ),
]
HttpsUrl = Annotated[
    str, Meta(pattern=r"\A(?:https://|\Z)", description=mark("begin with https://"))
]
FileOrHttpsUrl = Annotated[
    str,
    Meta(
        pattern=r"\A(?:https://|(?!.*://))",
        description=mark("be a file or an address that begins with https://"),
    ),
]
LinkTemplate = Annotated[
    str,
    Meta(
        pattern=r"\A(?:https://[^\s]*\{conversationId\}[^\s]*|)\Z",
        description=mark("be empty or an https address with {conversation_id} in it"),
    ),
]
# As public integrations build it; the older form has engage/admin/interactions/.
CONVERSATION_LINK = (
    "https://apps.{domain}/directory/#/analytics/interactions/{conversationId}/admin"
)
StoreAddress = Annotated[
    str,
    Meta(
        pattern=rf"\A(?:{'|'.join(TEAM_STORE_SCHEMES)}|\Z)",
        description=mark("be empty or begin with postgresql://"),
    ),
]
PublicKey = Annotated[
    str,
    Meta(
        pattern=r"\A(?:[A-Za-z0-9+/]{43}=)?\Z",
        description=mark("be a public key (32 bytes in base64)"),
    ),
]
LogLevel = Annotated[
    str,
    Meta(
        pattern=r"\A(?:DEBUG|INFO|WARNING|ERROR)\Z",
        description=mark("be DEBUG, INFO, WARNING or ERROR"),
    ),
]
