"""Everything the window shows, as one immutable snapshot."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.delivery.outbox import Outbox
from wrapup_desk.application.desk.day_stats import DayStats, DayTotals
from wrapup_desk.application.desk.leg_notes import LegNotes
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.codes.names import NamedCodes, names_of
from wrapup_desk.domain.history.leg_records import EndedLeg, Selection
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.modes import HiddenReason, ScheduledSubmit
from wrapup_desk.domain.notes.note_draft import NoteDraft
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.domain.wrapup_duty import owes_code


class Connection(enum.Enum):
    """How the program stands with Genesys."""

    SIGNED_OUT = "signed out"
    SIGNING_IN = "signing in"  # the browser is open
    CONNECTING = "connecting"  # signed in, the stream is not live yet
    LIVE = "live"
    OFFLINE = "offline"
    NOT_PERMITTED = "not permitted"  # the line is well; a scope or a permission is missing
    SIGN_IN_ENDED = "sign-in ended"  # the token ran out or was revoked; nothing is lost


# A program that told so long ago that it runs was held up, or the computer slept.
LONGEST_GAP = timedelta(seconds=15)

_PHASE_ORDER = {
    Phase.AFTER_CALL: 0,
    Phase.CONNECTED: 1,
    Phase.HELD: 1,
    Phase.ALERTING: 2,
    Phase.COMPLETED: 3,
    Phase.MISSED: 3,
}


@dataclass(frozen=True, slots=True)
class InteractionCard:
    """One interaction as the agent sees it: the leg, what is suggested, what was decided."""

    leg: Leg
    # The leg's own codes; empty while they are loaded, or when *codes_problem* says why not.
    codes: tuple[WrapupCode, ...] = ()
    codes_problem: str = ""
    # What divides the names of the codes into levels; empty: it is learnt from them.
    separators: tuple[str, ...] = ()
    takes_topics: bool = False  # whether further topics may go as tags beside the code
    # What may be shown and acted on; empty where *hidden_reason* says why.
    ranking: Ranking = field(default_factory=Ranking)
    hidden_reason: HiddenReason = HiddenReason.NONE
    submission: Submission | None = None
    # Whether the decision is on disk: nothing may say "saved" or "waiting" before.
    is_saved: bool = False
    plan: ScheduledSubmit | None = None
    is_on_hold: bool = False  # the agent pressed Esc: nothing is sent by itself
    # The agent asked for the choices again although a code was sent.
    is_choosing_again: bool = False
    # Name of the code on record, when it is not ours (chosen in Genesys itself).
    code_on_record: WrapupCode | None = None
    # What the agent has selected and not sent, and whether they let it not be sent by itself.
    selection: Selection | None = None
    keeps_selection: bool = False
    # The note that is offered, and whether the agent wants none of it to go along.
    draft: NoteDraft | None = None
    leaves_draft_out: bool = False
    arrived_order: int = 0
    # What the window's order of cards compares: what the agent owes comes first. Among that,
    # after-call work with a running deadline leads; all else is by phase, then by arrival.
    place: tuple[bool, int, float, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        owes, deadline = self._owes_a_code, math.inf
        if owes and self.leg.phase is Phase.AFTER_CALL:
            ends_at = self.leg.deadline_at
            deadline = math.inf if ends_at is None else ends_at.timestamp()
        place = (not owes, _PHASE_ORDER[self.leg.phase], deadline, self.arrived_order)
        object.__setattr__(self, "place", place)

    @property
    def expects_codes(self) -> bool:
        """Whether there are codes, or some are on their way."""
        return bool(self.codes) or not self.codes_problem

    @property
    def names(self) -> NamedCodes:
        """How the leg's codes read among each other."""
        return names_of(self.codes, self.separators)

    @property
    def needs_a_code(self) -> bool:
        """Whether the card should offer choices."""
        if self.is_choosing_again:
            return True
        if self.submission is not None or self.leg.phase is Phase.MISSED:
            return False
        if self.leg.phase is Phase.COMPLETED or self.leg.phase is Phase.ALERTING:
            return False
        return self.code_on_record is None and owes_code(self.leg)

    @property
    def _owes_a_code(self) -> bool:
        """Whether the agent has to act for this interaction to get its code."""
        if self.needs_a_code:
            return True
        is_refused = self.submission and self.submission.state is SubmissionState.REFUSED
        return bool(is_refused) and self.can_change

    @property
    def chosen_code(self) -> WrapupCode | None:
        """The code this interaction has by now: chosen in Genesys itself, or decided here."""
        if self.code_on_record is not None:
            return self.code_on_record
        return self.submission.decision.code if self.submission is not None else None

    @property
    def topics_decided(self) -> tuple[WrapupCode, ...]:
        """The further topics that were sent with the code, as far as the leg's list has them."""
        if self.submission is None or not self.takes_topics:
            return ()
        by_name = {code.name: code for code in self.codes}
        tags = self.submission.decision.tags
        return tuple(by_name[tag] for tag in tags if tag in by_name)

    @property
    def selected_code(self) -> WrapupCode | None:
        """The code the agent has selected and not sent.

        Where a code is chosen again, a new note alone means the present code.
        """
        if self.selection is None:
            return None
        if self.selection.code is None and self.is_choosing_again:
            return self.chosen_code
        return self.selection.code

    @property
    def is_code_gone(self) -> bool:
        """Whether the code decided for is not among the leg's codes any more."""
        if self.submission is None or not self.codes:
            return False
        decided_id = self.submission.decision.code.id
        return all(code.id != decided_id for code in self.codes)

    @property
    def can_change(self) -> bool:
        """Whether the leg still allows another code."""
        return self.leg.phase.is_live or self.leg.phase is Phase.AFTER_CALL

    @property
    def was_completed_without_code(self) -> bool:
        if self.leg.phase is not Phase.COMPLETED:
            return False
        if self.submission is not None:
            return self.submission.state is SubmissionState.TOO_LATE
        return owes_code(self.leg) and (self.leg.wrapup is None or self.leg.wrapup.is_system)


@dataclass(frozen=True, slots=True)
class SignInOffer:
    """What the sign-in card says: the region, why the last try failed, and where to sign in.

    Attributes:
        problem: why the last try failed.
        cause: what is behind that, or behind a browser that does not come back; found out later.
        address: the page that the browser is to show; only while signing in.
        has_browser: no browser was missed yet.
    """

    region_label: str = ""
    client_id: str = ""
    problem: str = ""
    cause: str = ""
    address: str = field(default="", repr=False)
    has_browser: bool = True

    @property
    def reason(self) -> str:
        """The problem with what is behind it, for a person."""
        return "\n".join(part for part in (self.problem, self.cause) if part)


_place_of = attrgetter("place")


def in_order(cards: Iterable[InteractionCard]) -> tuple[InteractionCard, ...]:
    """Return the cards as the window lists them."""
    return tuple(sorted(cards, key=_place_of))


@dataclass(frozen=True, slots=True)
class DeskState:
    """The snapshot; replaced as a whole, never changed."""

    connection: Connection = Connection.SIGNED_OUT
    # Why it is offline, or what it does now; fit for a person.
    connection_note: str = ""
    region_label: str = ""
    is_demo: bool = False
    agent: Agent | None = None
    routing_status: RoutingStatus = RoutingStatus.UNKNOWN
    # What needs a code first, by deadline; then what is coded or owes nothing, by arrival.
    cards: tuple[InteractionCard, ...] = ()
    sign_in: SignInOffer = field(default_factory=SignInOffer)
    notices: tuple[Notice, ...] = ()
    tally: DayTotals = field(default_factory=DayTotals)
    # How many decisions are safe on this computer but not confirmed by Genesys yet.
    waiting_count: int = 0
    # Code ids by how often this agent used them today, most used first.
    uses_today: Mapping[str, int] = field(default_factory=dict)
    favourites: tuple[str, ...] = ()  # of queues that have none of their own
    queue_favourites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_recommender_ready: bool = False
    # How many decisions are not final yet, on disk or not: what the end of the program waits for.
    unfinished_count: int = 0

    # What the desk reckons with; nothing of it is drawn.
    settings: Settings = field(default_factory=Settings, repr=False)
    outbox: Outbox = field(default_factory=Outbox, repr=False)
    notes: Mapping[LegKey, LegNotes] = field(default_factory=dict, repr=False)
    day: DayStats = field(default_factory=DayStats, repr=False)
    # What is selected and not sent, and which legs ended undecided; also of other agents.
    selections: Mapping[LegKey, Selection] = field(default_factory=dict, repr=False)
    ended: Mapping[LegKey, EndedLeg] = field(default_factory=dict, repr=False)
    # What the signed-in agent decided earlier, once it is asked for, and what is out of sight.
    past: Mapping[LegKey, Submission] = field(default_factory=dict, repr=False)
    # Whether the cards show what the server has: from a resync until the stream is lost.
    is_current: bool = False
    # Whether the computer has been awake for long enough to believe what the cards show.
    is_awake: bool = True
    # When the program last told that it runs (server's clock).
    beat_at: datetime | None = None
    # When each plan is due, as it was last scheduled.
    plans_at: Mapping[LegKey, datetime] = field(default_factory=dict)
    # The day on which old submissions were last forgotten.
    swept_on: datetime | None = None
    # How many cards there have been.
    arrivals: int = 0
    # The cards of the desk before this one, in the same run; until their legs have one here.
    cards_before: Mapping[LegKey, InteractionCard] = field(default_factory=dict, repr=False)

    @property
    def waits_for_sign_in(self) -> bool:
        """Whether nobody is signed in yet, or any more."""
        return self.connection in (Connection.SIGNED_OUT, Connection.SIGNING_IN)

    def is_current_at(self, now: datetime) -> bool:
        """Whether the cards show what the server has: nothing was lost or slept through by *now*."""
        has_slept = self.beat_at is not None and now - self.beat_at > LONGEST_GAP
        return self.is_current and self.is_awake and not has_slept

    def favourites_of(self, queue_id: str) -> tuple[str, ...]:
        """Return the agent's favourites in a queue: its own, or else those of all queues."""
        return self.queue_favourites.get(queue_id, self.favourites)

    def card(self, communication_id: str) -> InteractionCard | None:
        for card in self.cards:
            if card.leg.key.communication_id == communication_id:
                return card
        return None


def with_settings(state: DeskState, settings: Settings) -> DeskState:
    """Return *state* with all it has of the settings."""
    return replace(
        state,
        settings=settings,
        favourites=settings.favourites,
        queue_favourites=settings.queue_favourites,
    )
