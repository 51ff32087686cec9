"""Writes what support needs about a trouble: states, settings and ids; no names, no words."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.privacy.redaction import redact

# Shown with their values: all numbers, switches and choices from fixed lists.
_SHOWN = (
    "region",
    "dialect",
    "mode",
    "min_probability",
    "hold_seconds",
    "trusts_backend",
    "early_as_draft",
    "suggestions",
    "sends_selected",
    "undo_seconds",
    "notes",
    "reads_sentences",
    "keeps_signed_in",
    "text_percent",
    "shows_toasts",
    "has_single_keys",
    "keep_days",
    "log_level",
    "repair_requests_per_minute",
)
# Only whether they are set: they hold addresses, passwords, ids or an organisation's own words.
_SET_OR_NOT = (
    "client_id",
    "model",
    "encoder",
    "store",
    "update_url",
    "queues",
    "attributes",
    "note_templates",
)
_MOST_LEGS = 20
_UUID = re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")
# What a notice quotes is a name of the organisation's, or a person's.
_QUOTED = re.compile(r"“[^”]*”")


def support_details(
    versions: Mapping[str, str], notice: Notice, settings: Settings, states: Iterable[str]
) -> str:
    """Return the text to send to support; *states* are of `desk_states` or `repair_states`."""
    said = redact(_QUOTED.sub("“…”", notice.text))
    shown = [f"{name} = {_plain(getattr(settings, name))}" for name in _SHOWN]
    is_set = [
        f"{name} is {'set' if getattr(settings, name) else 'not set'}" for name in _SET_OR_NOT
    ]
    parts = (
        ("WrapUp Desk, details for support", [f"{name} {it}" for name, it in versions.items()]),
        ("Notice", [f"{notice.kind.value}, {notice.key}: {said}"]),
        ("State", list(states)),
        ("Settings", shown + is_set),
    )
    return "\n\n".join("\n".join((title, *lines)) for title, lines in parts)


def desk_states(state: DeskState) -> tuple[str, ...]:
    """Return how the agent's desk stands, and each leg with its ids."""
    is_current = "current" if state.is_current else "not current"
    return (
        f"connection: {state.connection.value}, {is_current}{_traced(state.connection_note)}",
        f"codes waiting: {state.waiting_count}, cards: {len(state.cards)}",
        f"notices: {', '.join(each.key for each in state.notices) or 'none'}",
        *map(_leg_line, state.cards[:_MOST_LEGS]),
    )


def repair_states(state: RepairState) -> tuple[str, ...]:
    """Return how the repair desk stands."""
    return (
        f"search: {state.find.phase.value}, rows: {len(state.rows)}",
        f"selected: {len(state.selection)}, changing: {'yes' if state.is_changing else 'no'}",
        f"missing permissions: {', '.join(state.access.missing) or 'none'}",
        f"notices: {', '.join(each.key for each in state.notices) or 'none'}",
    )


def _leg_line(card: InteractionCard) -> str:
    leg, submission = card.leg, card.submission
    line = f"{leg.media.value}, {leg.phase.value}, conversation {leg.key.conversation_id}"
    if submission is None:
        return line
    code = f"code {submission.state.value} after {submission.attempts} tries"
    return f"{line}, {code}{_traced(submission.reason)}"


def _traced(reason: str) -> str:
    """Return the ids of the requests that *reason* tells of; its words may name a person."""
    ids = ", ".join(_UUID.findall(reason))
    return f", correlation {ids}" if ids else ""


def _plain(value: object) -> object:
    return value.value if isinstance(value, enum.Enum) else value
