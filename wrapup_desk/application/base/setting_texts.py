"""The forms that texts among the settings have, and the words that say what a setting may be."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Annotated, get_args, get_origin

from msgspec import Meta

from wrapup_desk.domain.language.texts import mark, tr, tr_marked

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


def allowed(kind: type) -> str:
    """Say what a setting of this type may be, to continue “it has to …”."""
    match get_args(kind):
        case (_, Meta(description=str(description))):
            return tr_marked(description, conversation_id="{conversationId}")
        case (_, Meta(ge=low, le=high)):
            return tr("be a number from {low} to {high}", low=f"{low:g}", high=f"{high:g}")
    if get_origin(kind) is Mapping:
        return tr("be a table of lists of texts")
    if isinstance(kind, enum.EnumType):
        members: list[enum.Enum] = list(kind)
        return tr("be one of {names}", names=", ".join(f'"{each.value}"' for each in members))
    return {str: tr("be a text"), bool: tr("be true or false")}.get(kind, tr("be a list of texts"))
