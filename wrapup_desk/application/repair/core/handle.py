"""The core of the repair desk: what follows from a message, as state and effects."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from wrapup_desk.application.repair.core.changes import handle_change, handle_change_command
from wrapup_desk.application.repair.core.details import handle_detail
from wrapup_desk.application.repair.core.failures import handle_failure
from wrapup_desk.application.repair.core.live import handle_live
from wrapup_desk.application.repair.core.outcome import Outcome
from wrapup_desk.application.repair.core.predictions import handle_predictions
from wrapup_desk.application.repair.core.previews import handle_preview
from wrapup_desk.application.repair.core.proof import handle_proof, handle_proof_command
from wrapup_desk.application.repair.core.rules import handle_rule_command, handle_rules
from wrapup_desk.application.repair.core.sampling import handle_sample
from wrapup_desk.application.repair.core.search import handle_search
from wrapup_desk.application.repair.core.session import handle_session
from wrapup_desk.application.repair.core.table import handle_table
from wrapup_desk.application.repair.messages import (
    ChangeCommand,
    ChangeMessage,
    DetailMessage,
    LiveMessage,
    PredictionMessage,
    PreviewMessage,
    ProofCommand,
    ProofMessage,
    RepairEffectFailed,
    RepairMessage,
    RuleCommand,
    RuleMessage,
    SampleMessage,
    SearchMessage,
    SessionMessage,
    TableMessage,
)
from wrapup_desk.application.repair.state import RepairState


def handle(message: RepairMessage, state: RepairState, now: datetime) -> Outcome:
    """Return the next snapshot and what is to be done; *now* is the server's time.

    The index of legs is only read here: changing it is an effect.
    """
    after, effects = _handle_view(message, state, now)
    revision = after.legs.revision
    if after is state and revision == state.legs_revision:
        return state, effects
    return replace(after, revision=state.revision + 1, legs_revision=revision), effects


def _handle_view(message: RepairMessage, state: RepairState, now: datetime) -> Outcome:
    if isinstance(message, TableMessage):
        return handle_table(message, state)
    if isinstance(message, DetailMessage):
        return handle_detail(message, state)
    if isinstance(message, PredictionMessage):
        return handle_predictions(message, state)
    if isinstance(message, PreviewMessage):
        return handle_preview(message, state)
    if isinstance(message, SampleMessage):
        return handle_sample(message, state, now)
    if isinstance(message, SearchMessage):
        return handle_search(message, state)
    if isinstance(message, LiveMessage):
        return handle_live(message, state, now)
    return _handle_ledger(message, state, now)


def _handle_ledger(
    message: SessionMessage
    | ChangeCommand
    | ChangeMessage
    | ProofCommand
    | ProofMessage
    | RuleCommand
    | RuleMessage
    | RepairEffectFailed,
    state: RepairState,
    now: datetime,
) -> Outcome:
    if isinstance(message, ChangeMessage):
        return handle_change(message, state)
    if isinstance(message, ChangeCommand):
        return handle_change_command(message, state, now)
    if isinstance(message, SessionMessage):
        return handle_session(message, state)
    if isinstance(message, ProofCommand):
        return handle_proof_command(message, state, now)
    if isinstance(message, ProofMessage):
        return handle_proof(message, state)
    return _handle_rest(message, state, now)


def _handle_rest(
    message: RuleCommand | RuleMessage | RepairEffectFailed, state: RepairState, now: datetime
) -> Outcome:
    if isinstance(message, RuleCommand):
        return handle_rule_command(message, state, now)
    if isinstance(message, RuleMessage):
        return handle_rules(message, state)
    if isinstance(message, RepairEffectFailed):
        return handle_failure(message, state)
    assert_never(message)
