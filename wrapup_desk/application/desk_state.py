"""Everything the window shows, as one immutable snapshot."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.modes import Plan, Silence
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.domain.wrapup import WrapupCode


class Connection(enum.Enum):
    """How the program stands with Genesys."""

    SIGNED_OUT = "signed out"
    SIGNING_IN = "signing in"  # the browser is open
    CONNECTING = "connecting"  # signed in, the stream is not live yet
    LIVE = "live"
    OFFLINE = "offline"
    SIGN_IN_ENDED = "sign-in ended"  # the token ran out or was revoked; nothing is lost


@dataclass(frozen=True, slots=True)
class InteractionCard:
    """One interaction as the agent sees it: the leg, what is suggested, what was decided."""

    leg: Leg
    # The leg's own codes; empty while they are loaded, or when *codes_problem* says why not.
    codes: tuple[WrapupCode, ...] = ()
    codes_problem: str = ""
    # What may be shown and acted on; empty where *silence* says why.
    ranking: Ranking = field(default_factory=Ranking)
    silence: Silence = Silence.NONE
    submission: Submission | None = None
    plan: Plan | None = None
    is_on_hold: bool = False  # the agent pressed Esc: nothing is sent by itself
    # The agent asked for the choices again although a code was sent.
    is_choosing_again: bool = False
    # Name of the code on record, when it is not ours (chosen in Genesys itself).
    code_on_record: WrapupCode | None = None
    arrived_order: int = 0

    @property
    def needs_a_code(self) -> bool:
        """Whether the card should offer choices."""
        if self.is_choosing_again:
            return True
        if self.submission is not None or self.leg.phase is Phase.MISSED:
            return False
        if self.leg.phase is Phase.COMPLETED or self.leg.phase is Phase.ALERTING:
            return False
        return self.code_on_record is None

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
        return self.leg.wrapup is None or self.leg.wrapup.is_system


@dataclass(frozen=True, slots=True)
class Tally:
    """Today's figures for the foot of the window."""

    handled: int = 0
    coded: int = 0
    as_suggested: int = 0


@dataclass(frozen=True, slots=True)
class SignInOffer:
    """What the sign-in card says: the region, and why the last try failed."""

    region_label: str = ""
    client_id: str = ""
    problem: str = ""


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
    # After-call work first, then live, alerting, done; the order within is by arrival.
    cards: tuple[InteractionCard, ...] = ()
    sign_in: SignInOffer = field(default_factory=SignInOffer)
    notices: tuple[Notice, ...] = ()
    tally: Tally = field(default_factory=Tally)
    # How many decisions are safe on this computer but not confirmed by Genesys yet.
    waiting_count: int = 0
    # Code ids by how often this agent used them today, most used first.
    uses_today: Mapping[str, int] = field(default_factory=dict)
    favourites: tuple[str, ...] = ()
    is_recommender_ready: bool = False

    def card(self, communication_id: str) -> InteractionCard | None:
        for card in self.cards:
            if card.leg.key.communication_id == communication_id:
                return card
        return None
