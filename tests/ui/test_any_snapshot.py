"""Whatever the desk may publish, the window draws it without a word from Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.application.desk.desk_state import (
    Connection,
    DeskState,
    InteractionCard,
    SignInOffer,
    in_order,
)
from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase, Prompt
from wrapup_desk.domain.modes import ScheduledSubmit
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Ranking, Source, Suggestion
from wrapup_desk.domain.wrapup import AssignedCode, Decider, Decision, WrapupCode

texts = st.text(max_size=60)
instants = st.integers(-4000, 4000).map(lambda seconds: s.NOW + timedelta(seconds=seconds))
codes = st.builds(WrapupCode, id=st.sampled_from("abcdef"), name=texts, description=texts)
evidence = st.builds(Evidence, st.sampled_from(EvidenceKind), texts)
suggestions = st.builds(
    Suggestion,
    code=codes,
    probability=st.floats(0, 1),
    source=st.sampled_from(Source),
    evidence=st.lists(evidence, max_size=3).map(tuple),
)
rankings = st.builds(Ranking, st.lists(suggestions, max_size=4).map(tuple), is_clear=st.booleans())
legs = st.builds(
    Leg,
    key=st.sampled_from("vwxyz").map(lambda each: LegKey("c" + each, "p" + each, each)),
    agent_id=st.just("agent"),
    media=st.sampled_from(Media),
    phase=st.sampled_from(Phase),
    direction=st.sampled_from(["inbound", "outbound", ""]),
    queue_name=texts,
    customer_name=texts,
    prompt=st.sampled_from(Prompt),
    wrapup_timeout=st.none() | st.integers(0, 600).map(lambda n: timedelta(seconds=n)),
    connected_at=st.none() | instants,
    disconnected_at=st.none() | instants,
    acw_started_at=st.none() | instants,
    wrapup=st.none() | st.builds(AssignedCode, texts),
)
decisions = st.builds(
    Decision, code=codes, note=texts, decider=st.sampled_from(Decider), decided_at=instants
)


@st.composite
def cards(draw: st.DrawFn) -> InteractionCard:
    leg = draw(legs)
    submission = draw(
        st.none()
        | st.builds(
            Submission,
            key=st.just(leg.key),
            media=st.just(leg.media),
            agent_id=st.just("agent"),
            decision=decisions,
            state=st.sampled_from(SubmissionState),
            reason=texts,
            not_before_at=st.none() | instants,
            hung_up_at=st.none() | instants,
            accepted_at=st.none() | instants,
            confirmed_at=st.none() | instants,
        )
    )
    return InteractionCard(
        leg=leg,
        codes=draw(st.lists(codes, max_size=5, unique_by=lambda each: each.id).map(tuple)),
        codes_problem=draw(st.just("") | texts),
        ranking=draw(rankings),
        submission=submission,
        is_saved=draw(st.booleans()),
        plan=draw(
            st.none() | st.builds(ScheduledSubmit, st.sampled_from(Decider), codes, instants)
        ),
        is_on_hold=draw(st.booleans()),
        is_choosing_again=draw(st.booleans()),
        code_on_record=draw(st.none() | codes),
        arrived_order=draw(st.integers(0, 9)),
    )


def communication_id(card: InteractionCard) -> str:
    return card.leg.key.communication_id


states = st.builds(
    DeskState,
    connection=st.sampled_from(Connection),
    connection_note=texts,
    region_label=texts,
    is_demo=st.booleans(),
    agent=st.none() | texts.map(lambda name: replace(s.AGENT, name=name)),
    routing_status=st.sampled_from(RoutingStatus),
    cards=st.lists(cards(), max_size=5, unique_by=communication_id).map(in_order),
    sign_in=st.builds(SignInOffer, problem=texts),
    notices=st.lists(
        st.builds(
            Notice,
            key=st.sampled_from("kl"),
            kind=st.sampled_from(NoticeKind),
            text=texts,
            action=st.sampled_from(NoticeAction),
        ),
        max_size=2,
        unique_by=lambda notice: notice.key,
    ).map(tuple),
    tally=st.builds(DayTotals, st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)),
    waiting_count=st.integers(0, 9),
    uses_today=st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9)),
    favourites=st.lists(st.sampled_from("abcdef"), unique=True).map(tuple),
)


def test_any_sequence_of_snapshots_is_drawn(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk())
    cards_of_list = driver.window.list

    @settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
    @given(states)
    def draw(state: DeskState) -> None:
        driver.desk.state = state
        driver.window._on_state(state)
        cards_of_list.tick()
        QApplication.processEvents()
        shown = {communication_id(card) for card in state.cards}
        assert shown == set(driver.order)
        expanded = [panel for panel in cards_of_list.panels if panel.offers_choice]
        assert len(expanded) <= 1

    draw()


def test_every_state_of_the_gallery_follows_every_other(open_desk: OpenDesk) -> None:
    gallery = list(s.gallery().values())
    driver = open_desk(gallery[0])

    for first in gallery:
        for second in gallery[::5]:
            for state in (first, second):
                driver.desk.state = state
                driver.window._on_state(state)
            assert {communication_id(card) for card in second.cards} == set(driver.order)
    QApplication.processEvents()
