"""Legs, decisions and submissions as tests need them: one call, a few words of difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase, Prompt
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AGENT = Agent("agent-1", "Ana Lima", "ana@example.com")
OTHER_AGENT = Agent("agent-2", "Ben Okafor", "ben@example.com")

BILLING = WrapupCode("code-billing", "Billing question")
REFUND = WrapupCode("code-refund", "Refund")
TECHNICAL = WrapupCode("code-technical", "Technical problem")
CODES = (BILLING, REFUND, TECHNICAL)


def a_key(number: int = 1) -> LegKey:
    return LegKey(f"conversation-{number}", f"participant-{number}", f"communication-{number}")


def a_leg(number: int = 1, phase: Phase = Phase.CONNECTED, **changes: Any) -> Leg:
    """Return a leg of `AGENT`; after-call work began at noon and lasts a minute."""
    leg = Leg(
        key=a_key(number),
        agent_id=AGENT.id,
        media=Media.CALL,
        phase=phase,
        direction="inbound",
        queue_id="queue-1",
        queue_name="Support",
        prompt=Prompt.TIMEOUT,
        wrapup_timeout=timedelta(seconds=60),
        connected_at=NOON - timedelta(minutes=5),
    )
    if phase in (Phase.AFTER_CALL, Phase.COMPLETED):
        leg = replace(leg, disconnected_at=NOON, acw_started_at=NOON)
    return replace(leg, **changes)


def a_decision(
    code: WrapupCode = BILLING, note: str = "", decider: Decider = Decider.AGENT, **changes: Any
) -> Decision:
    return replace(Decision(code, note, decider, NOON), **changes)


def a_submission(number: int = 1, code: WrapupCode = BILLING, **changes: Any) -> Submission:
    submission = Submission(a_key(number), Media.CALL, AGENT.id, a_decision(code))
    return replace(submission, **changes)
