"""The forms that texts among the settings have, and the words about what is wrong with one."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, get_args, get_origin

from msgspec import Meta

from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.domain.modes import QueueRule
from wrapup_desk.domain.notes.templates import FIELDS

# How much of what is wrong is told: as much as somebody reads before they correct it.
MOST_PROBLEMS = 12
LONGEST_SHOWN = 100

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

# How a template is called after a slash; and what it may hold: no other braces than a field's.
_TEMPLATE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_FIELD = re.compile(r"\{(?:" + "|".join(FIELDS) + r")\}")
_BRACE = re.compile(r"\{[^{}]{0,40}\}?|\}")
_LONGEST_TEMPLATE = 1_000


def checked_templates(raw: object, problems: list[str]) -> dict[str, str]:
    """Return the note templates that are right; add a message for each other one."""
    if not isinstance(raw, Mapping):
        told = tr(
            '"{key}" has to be a table of texts, found {found}',
            key="note_templates",
            found=shown(repr(raw)),
        )
        note(problems, told)
        return {}
    templates: dict[str, str] = {}
    for name, text in raw.items():
        key = f"note_templates.{shown(str(name))}"
        if not _TEMPLATE_NAME.fullmatch(str(name)):
            told = tr('"{key}" has to be called by small letters, figures and dashes', key=key)
        elif not isinstance(text, str) or not 0 < len(text.strip()) <= _LONGEST_TEMPLATE:
            told = tr(
                '"{key}" has to be a text of 1 to {most} signs', key=key, most=_LONGEST_TEMPLATE
            )
        elif unknown := _BRACE.search(_FIELD.sub("", text)):
            known = ", ".join(f"{{{each}}}" for each in FIELDS)
            told = tr(
                '"{key}" has {found}, which is no field: use {fields}',
                key=key,
                found=shown(unknown.group()),
                fields=known,
            )
        else:
            templates[str(name)] = text.strip()
            continue
        note(problems, told)
    return templates


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


def note(problems: list[str], problem: str) -> None:
    """Add *problem* to those to be told; of too many, only that there are more."""
    if len(problems) < MOST_PROBLEMS:
        problems.append(problem)
    elif len(problems) == MOST_PROBLEMS:
        problems.append(tr("and more"))


def same_queue(queue: str, other: str) -> str:
    """Say that two tables name the same queue."""
    return tr(
        '"queues.{queue}" and "queues.{other}" name the same queue: one of them'
        " has to go; a queue's id tells two apart",
        queue=shown(queue),
        other=shown(other),
    )


def no_table(queue: str, found: str) -> str:
    """Say that what is told of a queue is no table."""
    name, table = shown(queue), shown(found)
    return tr('"queues.{queue}" has to be a table, found {table}', queue=name, table=table)


def shown(text: str) -> str:
    """Return what of a name or value is shown to somebody who has to correct it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def plain(value: object) -> object:
    """Return the value of a setting as a file of settings has it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, QueueRule):
        return {each.name: plain(getattr(value, each.name)) for each in fields(QueueRule)}
    return value
