"""When the program may send a code by itself: suggest, guard, auto and early, as one rule.

Nothing here acts. `plan_for` says what would be sent and when; the desk shows it, and any key
of the agent stops it. A dialer leg never has a plan: outbound rules run for the first code
only (help "use wrap-up codes with outbound dialing"), so a wrong first code has effects.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.notes.note_draft import NoteDrafting
from wrapup_desk.domain.suggestion import Ranking, Suggestion
from wrapup_desk.domain.wrapup import Decider, WrapupCode
from wrapup_desk.domain.wrapup_duty import owes_code

# The guard sends this long before the queue's time-out; a slow line needs more (see submit_by).
GUARD_MARGIN = timedelta(seconds=5)
# What is selected in the last seconds is shown this long first, as far as there is time.
SELECTED_SHOWN_FOR = timedelta(seconds=2)
LAST_CHANCE = timedelta(seconds=1)
UNDO_WINDOW = timedelta(seconds=5)


class Mode(enum.Enum):
    """How much the program may do without a key press, per queue."""

    SUGGEST = "suggest"
    GUARD = "guard"
    AUTO = "auto"
    EARLY = "early"


class Suggestions(enum.Enum):
    """What becomes of suggestions, per queue."""

    SHOWN = "shown"
    # Made and measured, but neither shown nor acted on.
    SHADOW = "shadow"
    # Neither made nor measured, and nothing is learnt.
    OFF = "off"


class HiddenReason(enum.Enum):
    """Why a card shows no suggestions, if it shows none on purpose."""

    NONE = ""
    BLIND = "blind"  # this leg measures what the agent chooses without help
    SHADOW = "shadow"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class QueueRule:
    """What applies to one queue."""

    mode: Mode = Mode.SUGGEST
    # The least probability at which the program may act by itself, on top of the calibrated one.
    min_probability: float = 0.95
    # How long auto shows what it is about to send; any key stops it.
    hold_seconds: float = 10.0
    # Whether a proposal of the customer's backend is sent without asking.
    trusts_backend: bool = False
    # Whether early keeps a draft at Genesys while the leg is live, and sends it at the hang-up.
    # What becomes of a draft when the agent completes first is not documented.
    early_as_draft: bool = False
    suggestions: Suggestions = Suggestions.SHOWN
    # Whether a code the agent selected and did not send goes out shortly before the time-out.
    sends_selected: bool = True
    # What becomes of drafted notes.
    notes: NoteDrafting = NoteDrafting.SHOWN


@dataclass(frozen=True, slots=True)
class ScheduledSubmit:
    """What the program will send by itself, and when (server's clock), unless held."""

    decider: Decider
    code: WrapupCode
    at: datetime


def plan_for(
    leg: Leg,
    rule: QueueRule,
    ranking: Ranking,
    proposal: WrapupCode | None,
    now: datetime,
    latency: timedelta = timedelta(0),
) -> ScheduledSubmit | None:
    """Return what to send for an undecided *leg*, or None.

    Args:
        leg: the leg as last seen.
        rule: what the queue allows.
        ranking: the suggestions of this moment.
        proposal: the code the customer's backend proposed, if any.
        now: the server's clock.
        latency: the slow end (p95) of a write's round trip.
    """
    is_open = leg.phase.is_live or leg.phase is Phase.AFTER_CALL
    if leg.is_dialer or not is_open or not owes_code(leg):
        return None
    if proposal is not None and rule.trusts_backend:
        return ScheduledSubmit(Decider.BACKEND, proposal, now)
    suggestion = _good_enough(rule, ranking)
    if suggestion is None:
        return None
    if rule.mode is Mode.EARLY and not (rule.early_as_draft and leg.phase.is_live):
        return ScheduledSubmit(Decider.EARLY, suggestion.code, now)
    if leg.phase is not Phase.AFTER_CALL:
        return None
    latest = submit_by(leg, latency)
    if rule.mode is Mode.AUTO:
        # From now on, not from the hang-up: what is sent was always shown for the whole hold.
        at = now + timedelta(seconds=rule.hold_seconds)
        return ScheduledSubmit(Decider.AUTO, suggestion.code, min(at, latest) if latest else at)
    if rule.mode is Mode.GUARD and latest is not None:
        return ScheduledSubmit(Decider.GUARD, suggestion.code, latest)
    return None


def plan_for_selected(
    leg: Leg, code: WrapupCode, now: datetime, latency: timedelta = timedelta(0)
) -> ScheduledSubmit | None:
    """Return when the *code* that the agent selected is sent without Enter; None if never.

    A person chose it, so it goes out on dialer legs as well, and in every mode. Selected in the
    last seconds it is shown for a moment first, so that Esc can still stop it.
    """
    deadline, latest = leg.deadline_at, submit_by(leg, latency)
    if leg.phase is not Phase.AFTER_CALL or deadline is None or latest is None:
        return None
    shown_until = now + SELECTED_SHOWN_FOR
    at = latest
    if latest < shown_until:
        at = max(now, min(shown_until, deadline - max(LAST_CHANCE, latency)))
    return ScheduledSubmit(Decider.AGENT, code, at)


def hidden_reason_of(rule: QueueRule, ranking: Ranking) -> HiddenReason:
    """Return why *ranking* is kept from the agent, and from whatever acts on it."""
    if rule.suggestions is Suggestions.SHADOW:
        return HiddenReason.SHADOW
    if rule.suggestions is Suggestions.OFF:
        return HiddenReason.OFF
    return HiddenReason.BLIND if ranking.is_blind else HiddenReason.NONE


def draft_for(leg: Leg, rule: QueueRule, ranking: Ranking) -> WrapupCode | None:
    """Return the code to keep as a draft while an undecided *leg* is live, or None."""
    if rule.mode is not Mode.EARLY or not rule.early_as_draft:
        return None
    if leg.is_dialer or not leg.phase.is_live or not owes_code(leg):
        return None
    suggestion = _good_enough(rule, ranking)
    return suggestion.code if suggestion else None


def carried_on(
    shown: ScheduledSubmit | None, plan: ScheduledSubmit | None
) -> ScheduledSubmit | None:
    """Return *plan*, keeping the earlier time of the *shown* one if it means the same.

    A refreshed card must not start the hold again; another code must.
    """
    if shown is None or plan is None:
        return plan
    if (shown.decider, shown.code.id) != (plan.decider, plan.code.id):
        return plan
    return replace(plan, at=min(shown.at, plan.at))


def submit_by(leg: Leg, latency: timedelta = timedelta(0)) -> datetime | None:
    """Return the last moment at which a code is still sure to arrive in time; None if no end."""
    deadline = leg.deadline_at
    return None if deadline is None else deadline - max(GUARD_MARGIN, 3 * latency)


def _good_enough(rule: QueueRule, ranking: Ranking) -> Suggestion | None:
    first = ranking.first
    if first is None or not ranking.may_auto_submit or ranking.is_blind:
        return None
    return first if first.probability >= rule.min_probability else None
