"""The desk as the window meets it: events in, wishes in, one snapshot out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import ExpectLog
from tests.fakes import (
    AGENT,
    BILLING,
    CODES,
    NOON,
    OTHER_AGENT,
    REFUND,
    TECHNICAL,
    FakeClock,
    FakeContactCentre,
    FakeRecommender,
    InMemoryStore,
    Reply,
    a_key,
    a_leg,
    a_submission,
    refusing,
    settle,
)
from wrapup_desk.application.background import Background
from wrapup_desk.application.desk import Desk
from wrapup_desk.application.desk_state import (
    Connection,
    DeskState,
    InteractionCard,
    Notice,
    NoticeKind,
    Tally,
)
from wrapup_desk.application.ports import StoreBroken, Unreachable
from wrapup_desk.application.settings import Settings
from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.events import (
    CodesPredicted,
    ConversationChanged,
    PredictedCode,
    Resynced,
    RoutingStatusChanged,
    SignInEnded,
    StreamLost,
    StreamOpened,
    SubscriptionRefused,
    WordsHeard,
)
from wrapup_desk.domain.interaction import Leg, Media, Phase
from wrapup_desk.domain.modes import Mode, QueueRule
from wrapup_desk.domain.submission import Said, SubmissionState
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import AssignedCode, Decider


class Floor:
    """A desk whose agent is signed in and whose stream is live."""

    def __init__(
        self,
        clock: FakeClock,
        centre: FakeContactCentre,
        store: InMemoryStore,
        background: Background,
    ) -> None:
        self.clock = clock
        self.centre = centre
        self.store = store
        self.background = background
        self.recommender = FakeRecommender()
        self.snapshots: list[DeskState] = []
        self.desk = self.another()

    def another(self, settings: Settings | None = None) -> Desk:
        return Desk(
            self.centre,
            self.store,
            self.store,
            self.clock,
            self.background,
            settings or Settings(),
        )

    async def open(self, settings: Settings | None = None) -> None:
        if settings is not None:
            self.desk = self.another(settings)
        self.desk.listen(self.snapshots.append)
        await self.desk.start()
        self.desk.use_recommender(self.recommender)
        self.desk.greet(AGENT)
        self.go_live()
        await settle()

    def go_live(self) -> None:
        self.centre._publish = self.desk.on_event
        self.centre.tell(StreamOpened())
        self.centre.tell(
            Resynced(
                tuple(
                    ConversationChanged(leg.key.conversation_id, (leg,))
                    for leg in self.centre.legs.values()
                    if not leg.phase.is_over
                )
            )
        )

    def go_offline(self) -> None:
        self.centre.tell(StreamLost("no network"))
        self.centre._publish = None

    async def put(self, leg: Leg) -> None:
        self.centre.put(leg)
        await settle()

    async def move(self, phase: Phase, number: int = 1) -> None:
        self.centre.move(number, phase)
        await settle()

    def choose(self, code_id: str = BILLING.id, note: str = "", number: int = 1) -> None:
        self.desk.choose_code(f"communication-{number}", code_id, note)

    @property
    def state(self) -> DeskState:
        return self.desk.state

    def card(self, number: int = 1) -> InteractionCard:
        card = self.state.card(f"communication-{number}")
        assert card is not None
        return card

    def has_card(self, number: int = 1) -> bool:
        return self.state.card(f"communication-{number}") is not None

    @property
    def sent(self) -> SubmissionState | None:
        submission = self.card().submission
        return submission.state if submission else None

    @property
    def notices(self) -> dict[str, str]:
        return {notice.key: notice.text for notice in self.state.notices}


@pytest.fixture
def floor(
    clock: FakeClock, centre: FakeContactCentre, store: InMemoryStore, background: Background
) -> Floor:
    return Floor(clock, centre, store, background)


def said(text: str, id_: str = "1", communication_id: str = "communication-1") -> WordsHeard:
    utterance = Utterance(id_, Speaker.CUSTOMER, text)
    return WordsHeard("conversation-1", communication_id, (utterance,))


# The main job


async def test_an_interaction_is_shown_suggested_chosen_and_confirmed(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.ALERTING))
    await floor.move(Phase.CONNECTED)
    assert floor.card().codes == CODES
    floor.centre.tell(said("I want a refund"))
    await settle()
    first = floor.card().ranking.first
    assert first is not None
    assert first.code == REFUND

    await floor.move(Phase.AFTER_CALL)
    floor.choose(REFUND.id, "as asked")
    assert floor.card().submission is not None, "at the key press"
    assert not floor.card().needs_a_code
    await settle()

    submission = floor.card().submission
    assert submission is not None
    assert submission.state is SubmissionState.CONFIRMED
    assert submission.decision.is_as_suggested
    assert floor.centre.code_of(a_key()) == REFUND.id
    assert floor.centre.writes[0].note == "as asked"
    await floor.move(Phase.COMPLETED)
    assert floor.recommender.learnt == [(REFUND.id, True)]
    assert floor.state.tally == Tally(handled=1, coded=1, as_suggested=1)
    assert floor.state.uses_today == {REFUND.id: 1}


async def test_every_listener_gets_every_snapshot_and_the_last_is_the_state(floor: Floor) -> None:
    others: list[DeskState] = []
    floor.desk.listen(others.append)
    await floor.open()
    await floor.put(a_leg())

    assert others == floor.snapshots
    assert floor.snapshots[-1] is floor.state


async def test_cards_stand_in_the_order_of_what_is_urgent(floor: Floor) -> None:
    await floor.open()
    for number, phase in enumerate(
        (Phase.ALERTING, Phase.HELD, Phase.AFTER_CALL, Phase.CONNECTED, Phase.AFTER_CALL)
    ):
        await floor.put(a_leg(number, phase))

    assert [card.leg.key for card in floor.state.cards] == [
        a_key(2),
        a_key(4),
        a_key(1),
        a_key(3),
        a_key(0),
    ]


async def test_the_servers_clock_is_the_windows_clock(floor: Floor) -> None:
    floor.centre.offset = timedelta(hours=-1)

    assert floor.desk.server_now() == NOON - timedelta(hours=1)


# Choosing


@pytest.mark.parametrize("phase", [Phase.ALERTING, Phase.MISSED])
async def test_an_unanswered_interaction_takes_no_code(floor: Floor, phase: Phase) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.ALERTING))
    await floor.move(phase)

    floor.choose()

    assert floor.card().submission is None
    assert "was not answered takes no code" in floor.notices["choice"]


async def test_a_code_of_another_queue_is_refused_with_a_notice_that_goes(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose("code-of-another-queue")
    assert "not valid for this interaction's queue" in floor.notices["choice"]
    assert floor.card().submission is None

    floor.choose(BILLING.id)
    assert floor.notices == {}


async def test_before_the_codes_are_there_a_choice_is_refused_with_a_notice(floor: Floor) -> None:
    floor.centre.failures.append(Unreachable("no network"))
    await floor.open()
    await floor.put(a_leg())
    assert floor.card().codes_problem == "no network"

    floor.choose()

    assert "not loaded yet" in floor.notices["choice"]


async def test_a_choice_for_no_card_is_nothing(floor: Floor) -> None:
    await floor.open()

    floor.choose(number=9)
    for wish in (
        floor.desk.undo,
        floor.desk.choose_again,
        floor.desk.hold,
        floor.desk.retry,
        floor.desk.dismiss,
    ):
        wish("communication-9")

    assert floor.state.cards == ()


async def test_a_key_pressed_twice_is_one_decision(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose(note="once")
    floor.choose(note="once")
    await settle()
    floor.desk.choose_again("communication-1")
    floor.choose(note="once")
    await settle()

    assert len(floor.centre.writes) == 1
    assert not floor.card().is_choosing_again


async def test_another_code_or_note_is_another_decision(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    for code_id, note in ((BILLING.id, ""), (REFUND.id, ""), (REFUND.id, "why")):
        floor.choose(code_id, note)
        await settle()

    assert [(write.code_id, write.note) for write in floor.centre.writes] == [
        (BILLING.id, ""),
        (REFUND.id, ""),
        (REFUND.id, "why"),
    ]


async def test_the_same_choice_after_a_refusal_is_another_try(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.centre.replies.append(refusing(Said.NOT_PERMITTED))
    floor.choose()
    await settle()
    floor.choose()
    await settle()

    assert floor.sent is SubmissionState.CONFIRMED


async def test_offline_a_choice_is_saved_and_the_leg_read_before_it_is_sent(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    assert floor.state.connection is Connection.OFFLINE
    floor.centre.person_chooses(a_key(), TECHNICAL)

    floor.choose()
    assert floor.state.waiting_count == 1
    await settle()

    assert not floor.centre.writes
    assert floor.sent is SubmissionState.SUPERSEDED


async def test_a_code_chosen_in_genesys_is_shown_by_its_name(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(wrapup=AssignedCode(TECHNICAL.id)))

    assert floor.card().code_on_record == TECHNICAL
    assert not floor.card().needs_a_code


async def test_a_code_chosen_in_genesys_over_ours_is_shown(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    floor.centre.person_chooses(a_key(), TECHNICAL)
    await settle()

    assert floor.sent is SubmissionState.SUPERSEDED
    assert floor.card().code_on_record == TECHNICAL


# Undo, hold, retry, dismiss


async def test_undo_withdraws_what_was_not_sent(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL, is_dialer=True))
    floor.choose()
    await settle()
    floor.desk.undo("communication-1")
    await floor.clock.advance(20)

    assert floor.card().submission is None
    assert floor.card().needs_a_code
    assert not floor.centre.writes
    assert floor.state.tally == Tally()


async def test_undo_of_what_was_sent_offers_the_choices_again(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.desk.undo("communication-1")
    assert not floor.card().is_choosing_again, "there is nothing to undo"
    floor.choose()
    await settle()

    floor.desk.undo("communication-1")

    assert floor.card().needs_a_code
    assert floor.sent is SubmissionState.CONFIRMED, "what was sent stands until then"
    floor.choose(REFUND.id)
    await settle()
    assert floor.centre.code_of(a_key()) == REFUND.id


async def test_undo_of_a_completed_leg_changes_nothing(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    await floor.move(Phase.COMPLETED)

    floor.desk.undo("communication-1")

    assert not floor.card().needs_a_code


async def test_choosing_again_can_be_given_up(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()

    floor.desk.choose_again("communication-1")
    assert floor.card().needs_a_code
    floor.desk.choose_again("communication-1")
    assert not floor.card().needs_a_code


async def test_retry_sends_a_refused_code_and_reads_missing_codes(floor: Floor) -> None:
    floor.centre.failures.append(Unreachable("no network"))
    await floor.open()
    await floor.put(a_leg())
    floor.desk.retry("communication-1")
    assert floor.card().codes_problem == ""
    await settle()
    assert floor.card().codes == CODES

    floor.centre.replies.append(refusing(Said.NOT_PERMITTED, "403"))
    floor.choose()
    await settle()
    assert floor.sent == SubmissionState.REFUSED
    floor.desk.retry("communication-1")
    await settle()
    assert floor.sent == SubmissionState.CONFIRMED


async def test_only_a_card_that_is_over_can_be_dismissed(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.desk.dismiss("communication-1")
    assert floor.has_card()

    await floor.move(Phase.COMPLETED)
    floor.desk.dismiss("communication-1")
    assert not floor.has_card()

    floor.centre.tell_of(a_key())
    assert not floor.has_card(), "a late event does not bring it back"


async def test_done_cards_make_room_but_what_did_not_arrive_stays(floor: Floor) -> None:
    await floor.open()
    floor.centre.takes_codes_of_ended_legs = False
    for number in range(9):
        await floor.put(a_leg(number))
        if number == 0:
            floor.centre.replies.append(refusing(Said.NOT_PERMITTED, "403"))
            floor.choose(number=0)
        await floor.move(Phase.COMPLETED, number)

    assert [card.leg.key for card in floor.state.cards] == [
        a_key(0),
        *(a_key(number) for number in range(4, 9)),
    ]
    assert floor.state.tally == Tally(handled=9, coded=0)


# Whose cards


async def test_before_anybody_signs_in_survivors_are_shown_and_cannot_be_changed(
    floor: Floor, store: InMemoryStore
) -> None:
    await store.save(a_submission(queue_name="Support", hung_up_at=NOON))
    await floor.desk.start()

    assert (
        floor.card().submission == a_submission(queue_name="Support", hung_up_at=NOON).survived()
    )
    assert floor.state.waiting_count == 1
    floor.choose(REFUND.id)
    floor.desk.undo("communication-1")
    assert "Sign in first" in floor.notices["choice"]
    submission = floor.card().submission
    assert submission is not None
    assert submission.revision == 1


async def test_another_agents_leftovers_are_counted_and_not_shown(
    floor: Floor, store: InMemoryStore
) -> None:
    await store.save(a_submission(1))
    await store.save(a_submission(2, agent_id=OTHER_AGENT.id))
    await store.save(a_submission(3, agent_id=OTHER_AGENT.id))
    floor.centre.put(a_leg(1, Phase.AFTER_CALL))
    await floor.open()

    assert [card.leg.key for card in floor.state.cards] == [a_key(1)]
    assert floor.state.waiting_count == 0
    assert floor.notices["others"].startswith("2 codes of others wait on this PC")
    assert {write.token_of for write in floor.centre.writes} == {AGENT.id}


async def test_another_agents_leftovers_come_back_with_their_agent(
    floor: Floor, store: InMemoryStore
) -> None:
    await store.save(a_submission(2, agent_id=OTHER_AGENT.id))
    floor.centre.legs[a_key(2)] = a_leg(2, Phase.AFTER_CALL, agent_id=OTHER_AGENT.id)
    await floor.open()
    floor.desk.say_goodbye()
    floor.centre.token_of = OTHER_AGENT

    floor.desk.greet(OTHER_AGENT)
    assert floor.has_card(2)
    assert floor.notices == {}
    await settle()

    assert floor.centre.code_of(a_key(2)) == BILLING.id


async def test_signing_out_takes_away_the_cards_but_not_what_waits(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(1))
    await floor.put(a_leg(2))
    floor.centre.replies.append(Reply(answer_after_s=60))
    floor.choose(number=2)
    await settle()

    floor.desk.say_goodbye()

    assert [card.leg.key for card in floor.state.cards] == [a_key(2)]
    assert floor.state.agent is None
    floor.choose(REFUND.id, number=2)
    assert "Sign in first" in floor.notices["choice"]


async def test_when_the_sign_in_ends_choices_wait_for_the_same_agent(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.centre.tell(SignInEnded("The sign-in ran out."))
    assert floor.state.connection is Connection.SIGN_IN_ENDED
    floor.centre.tell(StreamLost("closed"))
    assert floor.state.connection is Connection.SIGN_IN_ENDED, "the stream has no say in it"
    assert floor.state.connection_note == "The sign-in ran out."

    floor.choose()
    await settle()
    assert not floor.centre.writes
    assert floor.state.waiting_count == 1

    floor.desk.greet(AGENT)
    await settle()
    assert floor.centre.code_of(a_key()) == BILLING.id


# The stream


async def test_the_line_is_shown_as_it_is(floor: Floor) -> None:
    await floor.open()
    assert floor.state.connection is Connection.LIVE

    floor.centre.tell(StreamLost("no network"))
    assert (floor.state.connection, floor.state.connection_note) == (
        Connection.OFFLINE,
        "no network",
    )
    floor.centre.tell(RoutingStatusChanged(RoutingStatus.IDLE))
    assert floor.state.routing_status is RoutingStatus.IDLE


async def test_setting_the_same_connection_again_is_no_new_snapshot(floor: Floor) -> None:
    await floor.open()
    before = len(floor.snapshots)

    floor.desk.set_connection(Connection.LIVE)

    assert len(floor.snapshots) == before


async def test_a_part_of_the_stream_that_is_not_permitted_is_named(floor: Floor) -> None:
    await floor.open()
    floor.centre.tell(SubscriptionRefused("transcription", ("conversation:transcription:view",)))
    floor.centre.tell(SubscriptionRefused("summaries"))

    assert (
        "follow transcription: conversation:transcription:view is missing"
        in (floor.notices["refused-transcription"])
    )
    assert "a permission is missing" in floor.notices["refused-summaries"]


async def test_a_leg_first_seen_when_it_was_over_is_no_card(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.COMPLETED))

    assert floor.state.cards == ()


async def test_a_late_snapshot_changes_nothing(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.centre.tell(ConversationChanged("conversation-1", (a_leg(phase=Phase.CONNECTED),)))

    assert floor.card().leg.phase is Phase.AFTER_CALL


async def test_a_leg_that_ended_in_a_gap_is_found_to_have_ended(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(1))
    await floor.put(a_leg(2, Phase.ALERTING))
    floor.go_offline()
    floor.centre.move(1, Phase.COMPLETED, is_told=False)
    floor.centre.legs.pop(a_key(2))
    floor.go_live()
    await settle()

    assert floor.card(1).leg.phase is Phase.COMPLETED
    assert floor.card(2).leg.phase is Phase.MISSED


async def test_a_leg_genesys_has_forgotten_is_over(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(1))
    await floor.put(a_leg(2))
    floor.go_offline()
    # Of the first conversation another leg of ours is left, the second is gone altogether.
    other = a_leg(3, key=a_key(3)._replace(conversation_id="conversation-1"))
    floor.centre.legs = {other.key: other}
    floor.go_live()
    await settle()

    assert floor.card(1).leg.phase is Phase.COMPLETED
    assert floor.card(2).leg.phase is Phase.COMPLETED
    assert floor.card(3).leg.phase is Phase.CONNECTED


async def test_what_became_of_a_leg_is_asked_until_there_is_an_answer(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    floor.centre.move(1, Phase.COMPLETED, is_told=False)
    floor.centre.failures.extend(
        [Unreachable("no answer"), Unreachable("wait", timedelta(seconds=30))]
    )
    floor.go_live()
    await floor.clock.advance(2)
    assert floor.card().leg.phase is Phase.CONNECTED

    await floor.clock.advance(30)
    assert floor.card().leg.phase is Phase.COMPLETED


async def test_a_new_resync_and_a_sign_out_give_up_the_old_questions(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    floor.centre.move(1, Phase.COMPLETED, is_told=False)
    floor.centre.failures.extend([Unreachable("no answer")] * 2)
    floor.go_live()
    await settle()
    floor.go_live()
    await settle()
    floor.desk.say_goodbye()
    asked = len(floor.centre.asked)

    await floor.clock.advance(300)

    assert len(floor.centre.asked) == asked


async def test_codes_that_could_not_be_read_are_read_when_the_line_is_back(floor: Floor) -> None:
    floor.centre.failures.append(Unreachable("no network"))
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    floor.go_live()
    await settle()

    assert floor.card().codes == CODES
    assert floor.card().codes_problem == ""


# Words and predictions


async def test_a_burst_of_words_is_ranked_once(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    before = floor.recommender.rankings
    for number in range(50):
        floor.centre.tell(said("word", str(number)))
    await settle()

    assert floor.recommender.rankings == before + 1
    assert len(floor.recommender.cases[0].heard) == 50


async def test_words_go_to_the_leg_they_were_spoken_on_or_to_all(floor: Floor) -> None:
    await floor.open()
    first, second = a_leg(1), a_leg(2)
    second = replace(second, key=second.key._replace(conversation_id="conversation-1"))
    third = a_leg(3)
    for leg in (first, second, third):
        await floor.put(leg)
    floor.centre.tell(said("for the second", "1", communication_id="communication-2"))
    floor.centre.tell(said("for both", "2", communication_id=""))
    await settle()

    heard = [[each.text for each in case.heard] for case in floor.recommender.cases]
    assert heard == [["for both"], ["for the second", "for both"], []]


async def test_words_after_the_end_are_not_heard(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    await floor.move(Phase.COMPLETED)
    floor.centre.tell(said("goodbye"))
    await settle()

    assert floor.recommender.cases[0].heard == []


@pytest.mark.parametrize(("communication_ids", "is_heard"), [((), True), (("other",), False)])
async def test_genesys_own_prediction_reaches_its_leg(
    floor: Floor, communication_ids: tuple[str, ...], *, is_heard: bool
) -> None:
    await floor.open()
    await floor.put(a_leg())
    codes = (PredictedCode(REFUND.id, 0.8),)
    floor.centre.tell(CodesPredicted("conversation-1", communication_ids, codes))
    await settle()

    assert floor.recommender.cases[0].predictions == (codes if is_heard else ())


# What is sent without a key press


def rules(mode: Mode, *, trusts_backend: bool = False) -> Settings:
    return Settings(queues={"Support": QueueRule(mode, trusts_backend=trusts_backend)})


async def test_the_guard_sends_just_before_the_time_runs_out(floor: Floor) -> None:
    floor.recommender = FakeRecommender(0.99, may_act=True)
    await floor.open(rules(Mode.GUARD))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    plan = floor.card().plan
    assert plan is not None
    assert plan.at == NOON + timedelta(seconds=55)

    await floor.clock.advance(54)
    assert not floor.centre.writes
    await floor.clock.advance(1)

    submission = floor.card().submission
    assert submission is not None
    assert submission.decision.decider is Decider.GUARD
    assert floor.centre.code_of(a_key()) == BILLING.id
    await floor.move(Phase.COMPLETED)
    assert floor.recommender.learnt == [(BILLING.id, False)], "nobody looked"


async def test_a_slow_line_makes_the_guard_earlier(floor: Floor) -> None:
    floor.recommender = FakeRecommender(0.99, may_act=True)
    await floor.open(rules(Mode.GUARD))
    await floor.put(a_leg(2))
    floor.centre.replies.append(Reply(answer_after_s=4))
    floor.choose(number=2)
    await floor.clock.advance(4)

    await floor.put(a_leg(phase=Phase.AFTER_CALL))

    plan = floor.card().plan
    assert plan is not None
    assert plan.at == NOON + timedelta(seconds=60 - 3 * 4)


async def test_a_held_leg_is_never_sent_by_itself(floor: Floor) -> None:
    floor.recommender = FakeRecommender(0.99, may_act=True)
    await floor.open(rules(Mode.AUTO))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.desk.hold("communication-1")
    floor.desk.hold("communication-1")
    assert floor.card().plan is None
    assert floor.card().is_on_hold

    await floor.clock.advance(120)
    assert not floor.centre.writes


async def test_auto_sends_after_its_hold_whatever_is_refreshed_meanwhile(floor: Floor) -> None:
    floor.recommender = FakeRecommender(0.99, may_act=True)
    await floor.open(rules(Mode.AUTO))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    for second in range(9):
        floor.centre.tell(said("still talking", str(second)))
        await floor.clock.advance(1)
    assert not floor.centre.writes

    await floor.clock.advance(1)
    assert floor.centre.code_of(a_key()) == BILLING.id


async def test_a_key_press_takes_the_place_of_the_plan(floor: Floor) -> None:
    floor.recommender = FakeRecommender(0.99, may_act=True)
    await floor.open(rules(Mode.AUTO))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.choose(TECHNICAL.id)
    await floor.clock.advance(60)

    assert [write.code_id for write in floor.centre.writes] == [TECHNICAL.id]


async def test_early_sends_while_the_customer_is_still_there(floor: Floor) -> None:
    floor.recommender = FakeRecommender(0.99, may_act=True)
    await floor.open(rules(Mode.EARLY))
    await floor.put(a_leg(phase=Phase.CONNECTED))

    assert floor.centre.code_of(a_key()) == BILLING.id


@pytest.mark.parametrize("mode", Mode)
async def test_nothing_is_ever_sent_by_itself_on_a_dialer_leg(floor: Floor, mode: Mode) -> None:
    floor.recommender = FakeRecommender(0.99, may_act=True)
    await floor.open(rules(mode, trusts_backend=True))
    leg = a_leg(is_dialer=True, attributes={"wrapup_code": "Refund"})
    await floor.put(leg)
    await floor.move(Phase.AFTER_CALL)
    await floor.clock.advance(200)

    assert not floor.centre.writes


async def test_a_trusted_backends_proposal_is_sent_once_with_its_note(floor: Floor) -> None:
    await floor.open(Settings(trusts_backend=True))
    leg = a_leg(attributes={"wrapup_code": " refund ", "wrapup_notes": "order 7"})
    await floor.put(leg)
    await floor.put(leg)

    assert [(write.code_id, write.note) for write in floor.centre.writes] == [
        (REFUND.id, "order 7")
    ]
    submission = floor.card().submission
    assert submission is not None
    assert submission.decision.decider is Decider.BACKEND


async def test_new_settings_apply_at_once(floor: Floor) -> None:
    floor.recommender = FakeRecommender(0.99, may_act=True)
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    assert floor.card().plan is None

    settings = replace(rules(Mode.AUTO), favourites=(REFUND.id,))
    floor.desk.use_settings(settings)

    assert floor.card().plan is not None
    assert floor.state.favourites == (REFUND.id,)
    assert floor.desk.settings is settings


# Restart and end


async def test_a_confirmed_code_of_today_is_ours_after_a_restart(
    floor: Floor, store: InMemoryStore
) -> None:
    await store.save(a_submission(attempts=1, state=SubmissionState.CONFIRMED))
    floor.centre.put(a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(BILLING.id)))
    await floor.open()

    assert floor.sent is SubmissionState.CONFIRMED
    assert floor.card().code_on_record is None
    assert floor.state.tally == Tally(handled=1, coded=1)
    floor.choose(REFUND.id)
    await settle()
    stored = store.of(a_key())
    assert stored is not None
    assert (stored.revision, stored.state) == (2, SubmissionState.CONFIRMED)


async def test_a_survivor_gets_its_codes_when_its_leg_is_seen(
    floor: Floor, store: InMemoryStore
) -> None:
    await store.save(a_submission())
    floor.centre.put(a_leg(phase=Phase.AFTER_CALL))
    await floor.open()

    assert floor.card().codes == CODES
    assert floor.sent is SubmissionState.CONFIRMED


async def test_a_finished_submission_without_a_card_gets_none(
    floor: Floor, store: InMemoryStore
) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    await floor.move(Phase.COMPLETED)
    floor.centre.replies.append(Reply(answer_after_s=5))
    floor.desk.dismiss("communication-1")

    assert not floor.has_card()
    assert floor.state.tally == Tally(handled=1, coded=1, as_suggested=1)


async def test_a_dismissed_card_comes_back_while_its_code_is_on_its_way(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.centre.replies.append(Reply(answer_after_s=5))
    floor.choose()
    await settle()
    await floor.move(Phase.COMPLETED)
    floor.desk.dismiss("communication-1")
    assert not floor.has_card()

    floor.centre.replies.append(Reply(answer_after_s=5))
    await floor.clock.advance(5)
    assert floor.centre.code_of(a_key()) == BILLING.id


async def test_a_database_that_cannot_be_read_is_told_and_the_desk_works(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(instant: object) -> None:
        raise StoreBroken("the disk does not answer")

    monkeypatch.setattr(floor.store, "since", broken)
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()

    assert "the disk does not answer" in floor.notices["restore"]
    assert floor.sent is SubmissionState.CONFIRMED


async def test_a_full_disk_is_told_until_there_is_room(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.store.is_full = True
    floor.choose()
    await settle()
    assert "Your choice is not saved on this PC" in floor.notices["store"]

    floor.store.is_full = False
    await floor.clock.advance(10)
    assert floor.notices == {}


async def test_the_end_keeps_what_was_learnt_and_waits_for_the_last_code(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.centre.replies.append(Reply(answer_after_s=1))
    floor.choose()
    await floor.move(Phase.COMPLETED)
    floor.background.start(floor.desk.stop(), "stop")
    await floor.clock.advance(1)
    while await floor.store.load_model() is None:
        await settle()  # the model is written out by a thread

    assert floor.sent is SubmissionState.CONFIRMED
    assert await floor.store.load_model() == repr([(BILLING.id, True)]).encode()


async def test_offline_the_end_does_not_wait(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    floor.centre.replies.append(Reply(answer_after_s=100))
    floor.choose()

    await floor.desk.stop()

    assert floor.store.of(a_key()) is not None


# The day and the little things


async def test_a_new_day_begins_with_empty_figures_and_forgets_the_old(
    floor: Floor, store: InMemoryStore, expect_log: ExpectLog
) -> None:
    old = replace(
        a_submission(5, state=SubmissionState.CONFIRMED),
        decision=replace(a_submission().decision, decided_at=NOON - timedelta(days=30, hours=-6)),
    )
    await store.save(old)
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    assert floor.state.tally.handled == 1

    await floor.clock.advance(24 * 3600)
    assert floor.state.tally == Tally()
    assert store.of(a_key(5)) is None

    store.is_full = True
    expect_log("old submissions could not be removed: there is no room")
    await floor.clock.advance(24 * 3600)


async def test_today_is_counted_from_what_is_stored(floor: Floor, store: InMemoryStore) -> None:
    await store.save(a_submission(1, state=SubmissionState.CONFIRMED))
    await store.save(a_submission(2, state=SubmissionState.SUPERSEDED))
    await store.save(a_submission(3, state=SubmissionState.TOO_LATE))
    await floor.open()

    assert floor.state.tally == Tally(handled=3, coded=2)


async def test_the_place_is_on_the_header_and_on_the_sign_in_card(floor: Floor) -> None:
    floor.desk = floor.another(Settings(client_id="client-1"))
    floor.desk.set_place("EU (Frankfurt)", is_demo=True)
    floor.desk.set_sign_in_problem("The browser was closed.")

    assert floor.state.is_demo
    assert floor.state.region_label == "EU (Frankfurt)"
    assert floor.state.sign_in.region_label == "EU (Frankfurt)"
    assert floor.state.sign_in.client_id == "client-1"
    assert floor.state.sign_in.problem == "The browser was closed."


async def test_a_notice_replaces_its_like_and_goes_when_dismissed(floor: Floor) -> None:
    await floor.open()
    for text in ("first", "second", "second"):
        floor.desk.notify(Notice("key", NoticeKind.INFO, text))
    floor.desk.notify(Notice("other", NoticeKind.INFO, "other"))
    assert floor.notices == {"key": "second", "other": "other"}

    floor.desk.dismiss_notice("key")
    before = len(floor.snapshots)
    floor.desk.dismiss_notice("key")

    assert floor.notices == {"other": "other"}
    assert len(floor.snapshots) == before


async def test_a_mail_is_a_card_like_any_other(floor: Floor) -> None:
    await floor.open()
    await floor.put(a_leg(media=Media.EMAIL))

    assert floor.card().leg.media is Media.EMAIL
