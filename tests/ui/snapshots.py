"""Realistic snapshots of every state the window can be in, at one fixed instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.application.desk.desk_state import (
    Connection,
    DeskState,
    InteractionCard,
    SignInOffer,
    in_order,
)
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.history.leg_records import selection_of
from wrapup_desk.domain.interaction import Joined, Leg, LegKey, Media, Phase, Prompt
from wrapup_desk.domain.modes import HiddenReason, ScheduledSubmit
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Ranking, Source, Suggestion
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

NOW = datetime(2026, 11, 22, 10, 30, 0, tzinfo=UTC)
ACW = timedelta(seconds=30)
SIGN_IN_PAGE = (
    "https://login.mypurecloud.de/oauth/authorize?client_id=6f3f3d3c&response_type=code"
    "&redirect_uri=http%3A%2F%2Flocalhost%3A53682%2Foauth%2Fcallback"
)

_NAMES = (
    "Duplicate charge refunded",
    "Payment method updated",
    "Invoice explained",
    "Password reset",
    "Delivery delayed",
    "Order cancelled",
    "Duplicate charge, no refund",
    "Duplicate account, changed",
    "Refund",
    "Address changed",
    "Contract ended",
    "Complaint passed on",
)
CODES = tuple(WrapupCode(f"code-{n}", name) for n, name in enumerate(_NAMES)) + tuple(
    WrapupCode(f"code-{n}", f"Billing topic {n:02}") for n in range(len(_NAMES), 48)
)
BY_NAME = {code.name: code for code in CODES}
AGENT = Agent("agent-1", "Priya Nair")


def code(name: str) -> WrapupCode:
    return BY_NAME[name]


def suggestion(name: str, probability: float, *evidence: Evidence) -> Suggestion:
    return Suggestion(code(name), probability, Source.MODEL, evidence)


def heard(*words: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(EvidenceKind.HEARD, word) for word in words)


BILLING = Evidence(EvidenceKind.QUEUE, "Billing")
CLEAR = Ranking(
    (
        suggestion("Duplicate charge refunded", 0.91, *heard("charged twice", "refund"), BILLING),
        suggestion("Payment method updated", 0.05, *heard("card")),
        suggestion("Invoice explained", 0.02, BILLING),
    ),
    is_clear=True,
)
PASSWORD = Ranking((suggestion("Password reset", 0.64, *heard("locked out")),), is_clear=True)
UNCLEAR = Ranking((suggestion("Invoice explained", 0.22), suggestion("Password reset", 0.14)))


def leg(
    id_: str,
    phase: Phase,
    name: str = "",
    media: Media = Media.CALL,
    queue: str = "Billing",
    talked_s: float = 402,
) -> Leg:
    ended = NOW - timedelta(seconds=12) if phase in (Phase.AFTER_CALL, Phase.COMPLETED) else None
    talked = timedelta(seconds=talked_s)
    is_connected = phase not in (Phase.ALERTING, Phase.MISSED)
    return Leg(
        key=LegKey(f"conversation-{id_}", f"participant-{id_}", id_),
        agent_id=AGENT.id,
        media=media,
        phase=phase,
        direction="inbound",
        queue_id=f"queue-{queue}",
        queue_name=queue,
        customer_name=name,
        prompt=Prompt.TIMEOUT,
        wrapup_timeout=ACW,
        connected_at=(ended or NOW) - talked if is_connected else None,
        disconnected_at=ended,
        acw_started_at=ended,
    )


def card(
    id_: str, phase: Phase, name: str = "", ranking: Ranking | None = None, **facts: Any
) -> InteractionCard:
    """Return a card with 48 codes; *facts* are those of `leg`."""
    shown = ranking if ranking is not None else Ranking()
    return InteractionCard(leg(id_, phase, name, **facts), codes=CODES, ranking=shown)


def with_seconds_left(given: InteractionCard, seconds: float) -> InteractionCard:
    started = NOW - ACW + timedelta(seconds=seconds)
    begun = replace(given.leg, acw_started_at=started, disconnected_at=started)
    if given.leg.connected_at and given.leg.disconnected_at:
        talked = given.leg.disconnected_at - given.leg.connected_at
        begun = replace(begun, connected_at=started - talked)
    return replace(given, leg=begun)


def decided(
    given: InteractionCard,
    name: str,
    state: SubmissionState,
    *,
    reason: str = "",
    sends_in_s: float | None = None,
    decider: Decider = Decider.AGENT,
) -> InteractionCard:
    ended = given.leg.disconnected_at
    decision = Decision(code(name), "", decider, NOW - timedelta(seconds=2), code(name).id)
    done = ended + timedelta(seconds=1.2) if ended else NOW
    is_confirmed = state is SubmissionState.CONFIRMED
    submission = Submission(
        key=given.leg.key,
        media=given.leg.media,
        agent_id=AGENT.id,
        decision=decision,
        state=state,
        reason=reason,
        queue_name=given.leg.queue_name,
        hung_up_at=ended,
        not_before_at=NOW + timedelta(seconds=sends_in_s) if sends_in_s else None,
        accepted_at=done if is_confirmed else None,
        confirmed_at=done if is_confirmed else None,
    )
    return replace(given, submission=submission, is_saved=True)


def desk(*cards: InteractionCard, **changes: Any) -> DeskState:
    state = DeskState(
        connection=Connection.LIVE,
        region_label="Sydney",
        agent=AGENT,
        routing_status=RoutingStatus.INTERACTING,
        cards=in_order(cards),
        tally=DayTotals(handled=34, coded=34, as_suggested=31),
        uses_today={"code-2": 6, "code-3": 4, "code-4": 1},
        favourites=("code-2", "code-1"),
        is_recommender_ready=True,
    )
    return replace(state, **changes)


MARTA = with_seconds_left(card("marta", Phase.AFTER_CALL, "Marta Oliveira", CLEAR), 18)
AUTO_PLAN = ScheduledSubmit(
    Decider.AUTO, code("Duplicate charge refunded"), NOW + timedelta(seconds=8)
)
GUARD_PLAN = ScheduledSubmit(
    Decider.GUARD, code("Duplicate charge refunded"), NOW + timedelta(seconds=13)
)
TOM = card(
    "tom",
    Phase.CONNECTED,
    "Tom Becker",
    PASSWORD,
    media=Media.MESSAGE,
    queue="Support",
    talked_s=125,
)
AISHA = decided(
    card("aisha", Phase.COMPLETED, "Aisha Rahman", media=Media.CALL),
    "Delivery delayed",
    SubmissionState.CONFIRMED,
)
NO_CODE = card("late", Phase.COMPLETED, "+61 2 9000 0000")
RINGING = card("ring", Phase.ALERTING, "+61 2 9000 0001")
LISTENING = card("listen", Phase.CONNECTED, "Ana Costa", talked_s=41)
HELD = card("held", Phase.HELD, "Lena Vogel", talked_s=72)
BACKEND = replace(
    card("backend", Phase.CONNECTED, "Omar Haddad", queue="Orders", talked_s=200),
    ranking=Ranking(
        (Suggestion(code("Order cancelled"), 0.97, Source.BACKEND),),
        is_clear=True,
        may_auto_submit=True,
    ),
)
COPILOT = replace(
    card("copilot", Phase.CONNECTED, "Yuki Tanaka", media=Media.EMAIL, talked_s=640),
    ranking=Ranking((Suggestion(code("Refund"), 0.71, Source.COPILOT),), is_clear=True),
)
BLIND = replace(MARTA, ranking=Ranking(), hidden_reason=HiddenReason.BLIND)
UNSURE = with_seconds_left(card("unsure", Phase.AFTER_CALL, "Ben Carter", UNCLEAR), 9)
URGENT = with_seconds_left(card("urgent", Phase.AFTER_CALL, "Eva Lind", CLEAR), 4)
SELECTED = replace(
    MARTA,
    selection=selection_of(MARTA.leg, code("Invoice explained"), "Refund for Friday", NOW),
    plan=ScheduledSubmit(Decider.AGENT, code("Invoice explained"), NOW + timedelta(seconds=13)),
)
URGENT_SELECTED = replace(
    with_seconds_left(card("meant", Phase.AFTER_CALL, "Kofi Mensah", CLEAR), 21),
    selection=selection_of(MARTA.leg, code("Refund"), "", NOW),
    plan=ScheduledSubmit(Decider.AGENT, code("Refund"), NOW + timedelta(seconds=16)),
)
SENDING = decided(
    with_seconds_left(card("sending", Phase.AFTER_CALL, "Nora Weiss", CLEAR), 21),
    "Duplicate charge refunded",
    SubmissionState.WAITING,
    sends_in_s=3,
)
SAVED = decided(
    with_seconds_left(card("saved", Phase.AFTER_CALL, "Raj Patel", CLEAR), 21),
    "Invoice explained",
    SubmissionState.WAITING,
)
SUBMITTING = decided(
    with_seconds_left(card("submitting", Phase.AFTER_CALL, "Ines Moreau", CLEAR), 21),
    "Invoice explained",
    SubmissionState.SENT,
)
CODED_OPEN = decided(
    with_seconds_left(card("coded", Phase.AFTER_CALL, "Kofi Mensah", CLEAR), 21),
    "Delivery delayed",
    SubmissionState.CONFIRMED,
)
NOT_ON_DISK = replace(
    decided(
        with_seconds_left(card("not-on-disk", Phase.AFTER_CALL, "Raj Patel", CLEAR), 21),
        "Invoice explained",
        SubmissionState.WAITING,
    ),
    is_saved=False,
)
CODED_OPEN_LIVE = decided(
    card("coded-live", Phase.CONNECTED, "Ines Moreau", CLEAR),
    "Invoice explained",
    SubmissionState.CONFIRMED,
)
CHANGED = replace(card("changed", Phase.COMPLETED, "Mia Olsen"), code_on_record=code("Refund"))
REFUSED = decided(
    card("refused", Phase.AFTER_CALL, "Sam Ito"),
    "Contract ended",
    SubmissionState.REFUSED,
    reason="Genesys does not permit this (missing permission conversation:participant:wrapup):"
    " 403 missing.permission, correlation id 5f2a9c1e-77b1-4c1e-9a53-5a4d55a0c0de.",
)
CODE_GONE = decided(
    card("codegone", Phase.AFTER_CALL, "Lea Brandt"),
    "Contract ended",
    SubmissionState.REFUSED,
    reason="Genesys did not accept the request: 400 invalid.value, correlation id 5f2a9c1e.",
)
CODE_GONE = replace(CODE_GONE, codes=CODE_GONE.codes[:3])
TOO_LATE = decided(
    card("toolate", Phase.COMPLETED, "+61 2 9000 0000"),
    "Refund",
    SubmissionState.TOO_LATE,
)
MISSED = card("missed", Phase.MISSED, "+49 30 901820")
LOADING = replace(card("loading", Phase.CONNECTED, "Paul Weber", talked_s=2), codes=())
NO_CODES = replace(
    card("nocodes", Phase.CONNECTED, "Hugo Silva", talked_s=20),
    codes=(),
    codes_problem="The codes of this queue could not be read: no answer from Genesys.",
)
WITHOUT_CODES = replace(
    card("withoutcodes", Phase.AFTER_CALL, "Jo Lund"), codes=(), codes_problem=notices.NO_CODES
)
MONITORED = card("monitored", Phase.CONNECTED, "Nia Brook")
MONITORED = replace(
    MONITORED, leg=replace(MONITORED.leg, joined=Joined.MONITORING, is_wrapup_required=False)
)
PARKED = card("parked", Phase.HELD, "Otto Lang")
PARKED = replace(PARKED, leg=replace(PARKED.leg, media=Media.EMAIL, is_parked=True))
HOSTILE = replace(
    card(
        "hostile",
        Phase.AFTER_CALL,
        '<b>Bold</b> <img src="http://evil.example/x.png"> & Söhne Handelsgesellschaft mbH & Co',
        Ranking(
            (
                Suggestion(
                    WrapupCode("long", "R&D <i>enquiry</i> about a very long product name 2026"),
                    0.88,
                    Source.MODEL,
                    heard("<script>alert(1)</script>", "a very long stretch of customer words"),
                ),
            ),
            is_clear=True,
        ),
        queue="Kundenbetreuung Geschäftskunden Süd und Österreich",
    ),
    codes=(*CODES, WrapupCode("long", "R&D <i>enquiry</i> about a very long product name 2026")),
)


def gallery() -> dict[str, DeskState]:
    """Return every state to look at, by a name fit for a file."""
    busy = desk(replace(MARTA, plan=AUTO_PLAN), TOM, AISHA, NO_CODE)
    return {
        "01-agent": busy,
        "02-live": desk(RINGING, LISTENING, TOM, HELD, BACKEND, COPILOT),
        "03-guard": desk(replace(MARTA, plan=GUARD_PLAN), SAVED, CODED_OPEN),
        "04-sending": desk(SENDING, SUBMITTING),
        "04-not-on-disk": desk(replace(SENDING, is_saved=False), NOT_ON_DISK),
        "04-change": desk(replace(CODED_OPEN, is_choosing_again=True), CODED_OPEN_LIVE),
        "04-selected": desk(SELECTED, URGENT_SELECTED),
        "05-unclear": desk(UNSURE, TOM),
        "05-silent": desk(
            BLIND,
            replace(TOM, ranking=Ranking(), hidden_reason=HiddenReason.SHADOW),
            uses_today={},
        ),
        "06-urgent": desk(URGENT, replace(UNSURE, is_on_hold=True)),
        "07-not-as-asked": desk(
            REFUSED, CHANGED, TOO_LATE, MISSED, connection=Connection.OFFLINE, waiting_count=2
        ),
        "08-sign-in-ended": desk(
            MARTA, connection=Connection.SIGN_IN_ENDED, waiting_count=1, is_demo=False
        ),
        "08-not-permitted": desk(
            connection=Connection.NOT_PERMITTED,
            connection_note="Genesys does not permit this (the OAuth client lacks the scope"
            " notifications): 403 missing.any.permissions, correlation id 5f2a9c1e.",
            waiting_count=1,
        ),
        "09-waiting": desk(AISHA, is_demo=True, region_label="Demo"),
        "10-waiting-empty": desk(routing_status=RoutingStatus.OFF_QUEUE),
        "11-connecting": desk(connection=Connection.CONNECTING),
        "12-sign-in": DeskState(),
        "13-sign-in-problem": DeskState(
            sign_in=SignInOffer(
                problem="Genesys did not accept the client ID. Check it with your administrator."
            )
        ),
        "14-browser": DeskState(
            connection=Connection.SIGNING_IN, sign_in=SignInOffer(address=SIGN_IN_PAGE)
        ),
        "14-no-browser": DeskState(
            connection=Connection.SIGNING_IN,
            sign_in=SignInOffer(address=SIGN_IN_PAGE, has_browser=False),
        ),
        "15-codes-problem": desk(NO_CODES, LOADING),
        "15-codes-changed": desk(WITHOUT_CODES, CODE_GONE),
        "15-joined-and-parked": desk(
            MONITORED,
            PARKED,
            notices=(
                notices.second_desk(),
                notices.not_readable(["3f2a9c1e-77b1-4c1e-9a53-5a4d55a0c0de"]),
            ),
        ),
        "16-hostile": desk(HOSTILE, replace(TOM, leg=replace(TOM.leg, customer_name=""))),
        "17-notices": desk(
            TOM,
            notices=(
                Notice(
                    "refused-transcription",
                    NoticeKind.WARNING,
                    "Genesys does not let this program follow transcription: "
                    "speechAndTextAnalytics:data:view is missing.",
                ),
                Notice(
                    "store",
                    NoticeKind.ERROR,
                    "Codes are sent but not kept on this PC: there is no room left on the disk.",
                    NoticeAction.OPEN_SETTINGS,
                    can_dismiss=False,
                ),
            ),
        ),
    }
