"""Says for each interaction which of the card's states it is in, and that state's face."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.modes import HiddenReason
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Suggestion
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.tokens import Tone

# Code ids with how often they were used today, most used first.
Uses = Sequence[tuple[str, int]]


class CardState(enum.Enum):
    """What a card looks like; the first four offer or will offer choices."""

    RINGING = enum.auto()
    LIVE = enum.auto()
    HELD = enum.auto()
    AFTER_CALL = enum.auto()
    SENDING = enum.auto()  # waits for the disk, or waits out the undo time
    SAVED = enum.auto()  # safe on this computer, not sent yet
    SUBMITTING = enum.auto()
    CODED = enum.auto()
    CHANGED = enum.auto()  # another code was chosen in Genesys itself
    REFUSED = enum.auto()
    TOO_LATE = enum.auto()
    MISSED = enum.auto()
    NO_CODE = enum.auto()  # completed before a code was set
    NOTHING_DUE = enum.auto()  # completed without a code, and none was due

    @property
    def is_open(self) -> bool:
        """Whether the agent still has something to do or to wait for here."""
        return self in (
            CardState.RINGING,
            CardState.LIVE,
            CardState.HELD,
            CardState.AFTER_CALL,
            CardState.SENDING,
            CardState.SAVED,
            CardState.SUBMITTING,
        )

    @property
    def needs_attention(self) -> bool:
        return self in (CardState.REFUSED, CardState.TOO_LATE, CardState.NO_CODE)


@dataclass(frozen=True, slots=True)
class CardAppearance:
    """A state as word, icon and colour: never one of them alone."""

    word: str
    icon: str
    tone: Tone


_OF_PHASE = {
    Phase.ALERTING: CardState.RINGING,
    Phase.CONNECTED: CardState.LIVE,
    Phase.HELD: CardState.HELD,
    Phase.AFTER_CALL: CardState.AFTER_CALL,
    Phase.MISSED: CardState.MISSED,
}

_OF_SUBMISSION = {
    SubmissionState.SENT: CardState.SUBMITTING,
    SubmissionState.ACCEPTED: CardState.SUBMITTING,
    SubmissionState.CONFIRMED: CardState.CODED,
    SubmissionState.SUPERSEDED: CardState.CHANGED,
    SubmissionState.REFUSED: CardState.REFUSED,
    SubmissionState.TOO_LATE: CardState.TOO_LATE,
}


def state_of(card: InteractionCard, now: datetime) -> CardState:
    """Return the state to draw *card* in at *now*, the server's clock."""
    phase = card.leg.phase
    if card.needs_a_code:
        # Choosing again stays possible to see through although the leg just ended.
        return _OF_PHASE.get(phase, CardState.AFTER_CALL)
    if card.submission is not None:
        return _state_of_submission(card.submission, now, is_saved=card.is_saved)
    if card.code_on_record is not None:
        return CardState.CHANGED
    if phase is Phase.COMPLETED:
        return _state_of_completed(card)
    return _OF_PHASE[phase]


def _state_of_completed(card: InteractionCard) -> CardState:
    if card.was_completed_without_code:
        return CardState.NO_CODE
    has_code = card.leg.wrapup is not None and not card.leg.wrapup.is_system
    return CardState.CODED if has_code else CardState.NOTHING_DUE


def _state_of_submission(submission: Submission, now: datetime, *, is_saved: bool) -> CardState:
    if submission.state is not SubmissionState.WAITING:
        return _OF_SUBMISSION[submission.state]
    if not is_saved:
        # Not on disk yet, or on none: nothing may be said of it but that it is being sent.
        return CardState.SENDING
    waits = submission.not_before_at is not None and submission.not_before_at > now
    # A retry that backs off waits too, but was tried: that is "saved", not the undo time.
    return CardState.SENDING if waits and submission.attempts == 0 else CardState.SAVED


def appearance_of(state: CardState) -> CardAppearance:
    """Return the word, icon and tone of *state*."""
    faces = {
        CardState.RINGING: CardAppearance(tr("Ringing"), "phone-incoming", Tone.WRAP),
        CardState.LIVE: CardAppearance(tr("Live"), "headset", Tone.LIVE),
        CardState.HELD: CardAppearance(tr("Held"), "pause", Tone.WRAP),
        CardState.AFTER_CALL: CardAppearance(tr("After-call"), "hourglass", Tone.WRAP),
        CardState.SENDING: CardAppearance(tr("Sending"), "clock", Tone.ACCENT),
        CardState.SAVED: CardAppearance(tr("Saved"), "hard-drive", Tone.WRAP),
        CardState.SUBMITTING: CardAppearance(tr("Submitting"), "send", Tone.ACCENT),
        CardState.CODED: CardAppearance(tr("Coded"), "check", Tone.LIVE),
        CardState.CHANGED: CardAppearance(tr("Changed"), "square-pen", Tone.WRAP),
        CardState.REFUSED: CardAppearance(tr("Refused"), "circle-x", Tone.BAD),
        CardState.TOO_LATE: CardAppearance(tr("Too late"), "circle-alert", Tone.BAD),
        CardState.MISSED: CardAppearance(tr("Missed"), "phone-missed", Tone.NEUTRAL),
        CardState.NO_CODE: CardAppearance(tr("Needs fix"), "circle-alert", Tone.BAD),
        CardState.NOTHING_DUE: CardAppearance(tr("Ended"), "check", Tone.NEUTRAL),
    }
    return faces[state]


@dataclass(frozen=True, slots=True)
class Countdown:
    """A span that runs out at *until*; *whole* is what a full ring stands for."""

    until: datetime
    whole: timedelta
    is_urgent: bool  # turns amber and red; the undo time does not

    def seconds_left(self, now: datetime) -> float:
        return max(0.0, (self.until - now).total_seconds())


def countdown_of(card: InteractionCard, state: CardState) -> Countdown | None:
    """Return what the card's ring counts down, if anything does."""
    if state is CardState.SENDING:
        submission = card.submission
        if submission is None or submission.not_before_at is None:
            return None
        whole = submission.not_before_at - submission.decision.decided_at
        return Countdown(submission.not_before_at, whole, is_urgent=False)
    deadline_at, whole_acw = card.leg.deadline_at, card.leg.wrapup_timeout
    if state is CardState.AFTER_CALL and deadline_at is not None and whole_acw is not None:
        return Countdown(deadline_at, whole_acw, is_urgent=True)
    return None


# While nothing was said yet all codes are about alike: such a suggestion says nothing.
_WORTH_A_ROW = 0.10


@dataclass(frozen=True, slots=True)
class Option:
    """One row to choose: a code, and why it is offered."""

    code: WrapupCode
    suggestion: Suggestion | None = None
    uses_today: int = 0
    is_present_code: bool = False  # what the interaction is coded with while another is looked for
    topic_key: int = (
        0  # the number that adds it with Shift, where it is a second topic of the talk
    )


def options_for(card: InteractionCard, used_today: Uses, limit: int = 3) -> tuple[Option, ...]:
    """Return the rows for keys 1 2 3: suggestions, filled up with recent codes when unclear.

    A second topic of the talk is among them, in the last row if need be.
    """
    return _with_topic(card, _options(card, used_today, limit), limit)


def _with_topic(
    card: InteractionCard, options: tuple[Option, ...], limit: int
) -> tuple[Option, ...]:
    further = card.ranking.further
    if not card.takes_topics or further is None or not options or further not in card.codes:
        return options
    if all(option.code.id != further.id for option in options):
        found = [each for each in card.ranking.suggestions if each.code.id == further.id]
        option = Option(further, found[0] if found else None)
        options = (*options[: limit - 1], option)
    return tuple(
        replace(option, topic_key=place) if option.code.id == further.id and place > 1 else option
        for place, option in enumerate(options, 1)
    )


def _options(card: InteractionCard, used_today: Uses, limit: int) -> tuple[Option, ...]:
    if card.hidden_reason is HiddenReason.BLIND:
        return ()  # recent codes would be a help, too
    is_early = card.leg.phase.is_live and not card.ranking.is_clear
    options = [
        Option(each.code, each)
        for each in card.ranking.suggestions[:limit]
        if not is_early or each.probability >= _WORTH_A_ROW
    ]
    if card.ranking.is_clear:
        return tuple(options)
    offered = {option.code.id for option in options}
    by_id = {code.id: code for code in card.codes}
    for code_id, count in used_today:
        if len(options) == limit:
            break
        if code_id in by_id and code_id not in offered:
            options.append(Option(by_id[code_id], uses_today=count))
    return tuple(options)
