"""Outbox and deliveries against a server that drops, delays, repeats, refuses, and is shared.

A state machine of hypothesis plays agent, other people, network and power switch in any order.
What must hold is checked on the server's own record: nothing nobody decided, nothing over a
person's later choice, every decision there or listed with its reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.application.delivery.outbox_harness import RunningOutbox
from tests.application.delivery.watched_centre import FAULTS, READ_FAULTS, History, WatchedCentre
from tests.fakes import (
    AGENT,
    CODES,
    OTHER_AGENT,
    FakeClock,
    InMemoryStore,
    a_decision,
    a_key,
    a_leg,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.domain.events import ContactCentreEvent, ConversationChanged
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.wrapup import WrapupCode

LEGS = (1, 2)


class OutboxUnderFaults(RuleBasedStateMachine):
    """One computer, its disk, one server, an agent and other people."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = FakeClock()
        self.histories = {a_key(number): History() for number in LEGS}
        self.centre = WatchedCentre(self.clock, self.histories)
        self.store = InMemoryStore()
        self.failures: list[BaseException] = []
        self.background: Background | None = None
        self.outbox: RunningOutbox | None = None
        self.is_live = False
        # What the running program has seen of each leg, and every snapshot ever told.
        self.view: dict[LegKey, Leg] = {}
        self.told: list[Leg] = []
        self.persons_choices = 0

    def teardown(self) -> None:
        try:
            self.run(self.come_to_rest())
            self.check_the_end()
        finally:
            self.kill_program()
            for task in self.centre._effects:
                task.cancel()
            self.run(asyncio.sleep(0))
            self.loop.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> None:
        self.loop.run_until_complete(work)

    def do(self, deed: Callable[[], object], *, waits: bool = True) -> None:
        """Do something on the loop, and let what follows from it happen, or not yet."""

        async def done() -> None:
            deed()
            await (settle() if waits else asyncio.sleep(0))

        self.run(done())

    # The program

    @initialize(takes_codes_of_ended_legs=st.booleans())
    def begin(self, *, takes_codes_of_ended_legs: bool) -> None:
        self.centre.takes_codes_of_ended_legs = takes_codes_of_ended_legs
        for number in LEGS:
            self.centre.put(a_leg(number), is_told=False)
        self.run(self.start_program())

    async def start_program(self) -> None:
        self.background = Background(self.failures.append)
        self.outbox = RunningOutbox(self.centre, self.store, self.clock, self.background)
        await self.outbox.restore()
        self.view = {}
        await self.sign_in_as(AGENT.id)

    async def sign_in_as(self, agent_id: str) -> None:
        assert self.outbox is not None
        self.centre.token_of = AGENT if agent_id == AGENT.id else OTHER_AGENT
        self.outbox.sign_in_as(agent_id)
        self.go_live()
        await settle()

    def go_live(self) -> None:
        self.is_live = True
        self.centre._publish = self.on_event
        for key in tuple(self.centre.legs):
            self.centre.tell_of(key)
        assert self.outbox is not None
        self.outbox.line_is_back()

    def on_event(self, event: ContactCentreEvent) -> None:
        assert isinstance(event, ConversationChanged)
        for leg in event.legs:
            self.told.append(leg)
            self.see(leg)

    def see(self, leg: Leg) -> None:
        assert self.outbox is not None
        known = self.view.get(leg.key)
        self.view[leg.key] = known.after(leg) if known else leg
        wrapup = self.view[leg.key].wrapup
        self.histories[leg.key].happened.append(("seen", wrapup.code_id if wrapup else ""))
        self.outbox.observe(self.view[leg.key])

    def kill_program(self) -> None:
        """Pull the plug: what is on disk and at the server stays, nothing else."""
        self.centre._publish = None
        if self.background is not None:
            self.run(self.background.stop())
        self.centre.stops_before_s = 0.0  # the next program cannot know
        self.outbox = self.background = None

    @property
    def is_agent_signed_in(self) -> bool:
        return self.outbox is not None and self.centre.token_of is AGENT

    # What may happen, in any order

    @rule(number=st.sampled_from(LEGS), code=st.sampled_from(CODES), waits=st.booleans())
    @precondition(lambda self: self.is_agent_signed_in)
    def the_agent_decides(self, number: int, code: WrapupCode, *, waits: bool) -> None:
        assert self.outbox is not None
        leg = self.view.get(a_key(number))
        if leg is None:
            return
        history = self.histories[leg.key]
        if history.last_decided == code.id:
            return
        history.has_faults = history.has_faults or bool(history.decided)
        history.decided.append(code.id)
        history.happened.append(("decide", code.id))
        outbox, is_live = self.outbox, self.is_live
        # Not waiting leaves the decision on its way to the disk when the next thing happens.
        self.do(lambda: outbox.decide(leg, a_decision(code), is_leg_current=is_live), waits=waits)

    @rule(number=st.sampled_from(LEGS), is_told=st.booleans())
    def a_person_chooses_in_genesys(self, number: int, *, is_told: bool) -> None:
        key = a_key(number)
        if key not in self.centre.legs:
            return
        self.persons_choices += 1
        code = WrapupCode(f"person-{self.persons_choices}", "chosen in Genesys")

        self.do(lambda: self.centre.person_chooses(key, code, is_told=is_told))

    @rule(name=st.sampled_from(sorted(FAULTS)))
    def the_next_write_goes_wrong(self, name: str) -> None:
        self.centre.replies.append(FAULTS[name])
        for history in self.histories.values():
            history.has_faults = True

    @rule(name=st.sampled_from(sorted(READ_FAULTS)), times=st.integers(1, 6))
    def the_next_reads_go_wrong(self, name: str, times: int) -> None:
        self.centre.read_answers.extend([READ_FAULTS[name]] * times)
        for history in self.histories.values():
            history.has_faults = True

    @rule(seconds=st.sampled_from([0.0, 0.3, 1.0, 2.5, 8.0, 20.0]))
    def time_passes(self, seconds: float) -> None:
        self.run(self.clock.advance(seconds))

    @rule(number=st.sampled_from(LEGS), phase=st.sampled_from([Phase.AFTER_CALL, Phase.COMPLETED]))
    def the_leg_moves_on(self, number: int, phase: Phase) -> None:
        leg = self.centre.legs.get(a_key(number))
        if leg is not None and not leg.is_backwards(a_leg(number, phase)):
            self.do(lambda: self.centre.move(number, phase))

    @rule(number=st.sampled_from(LEGS))
    def genesys_forgets_the_conversation(self, number: int) -> None:
        leg = self.centre.legs.get(a_key(number))
        if leg is not None and leg.phase is Phase.COMPLETED:
            del self.centre.legs[leg.key]
            self.histories[leg.key].has_faults = True

    @rule(place=st.integers(0, 30))
    @precondition(lambda self: self.outbox is not None and self.is_live)
    def an_old_event_comes_again(self, place: int) -> None:
        if self.told:
            self.do(lambda: self.see(self.told[place % len(self.told)]))

    @rule()
    @precondition(lambda self: self.outbox is not None)
    def the_stream_is_lost(self) -> None:
        self.is_live = False
        self.centre._publish = None

    @rule()
    @precondition(lambda self: self.is_agent_signed_in and not self.is_live)
    def the_stream_comes_back(self) -> None:
        self.do(self.go_live)

    @rule()
    @precondition(lambda self: self.outbox is not None)
    def the_power_fails(self) -> None:
        self.kill_program()
        for history in self.histories.values():
            history.has_faults = True

    @rule()
    @precondition(lambda self: self.outbox is None)
    def the_program_starts_again(self) -> None:
        self.run(self.start_program())

    @rule()
    @precondition(lambda self: self.is_agent_signed_in)
    def another_agent_signs_in(self) -> None:
        assert self.outbox is not None
        for history in self.histories.values():
            history.has_faults = True
        self.do(self.outbox.sign_out)
        self.run(self.sign_in_as(OTHER_AGENT.id))

    @rule()
    @precondition(lambda self: self.outbox is not None and not self.is_agent_signed_in)
    def the_agent_signs_in_again(self) -> None:
        assert self.outbox is not None
        self.do(self.outbox.sign_out)
        self.run(self.sign_in_as(AGENT.id))

    # What must hold all the time

    @invariant()
    def nothing_is_sent_that_nobody_decided_or_with_anothers_token(self) -> None:
        for write in self.centre.writes:
            assert write.code_id in self.histories[write.key].decided
            assert write.token_of == AGENT.id

    @invariant()
    def nothing_is_written_over_a_persons_choice_the_program_could_know(self) -> None:
        for history in self.histories.values():
            known_person, read_person, replaced, is_written = "", "", set[str](), False
            for kind, code_id in history.happened:
                if kind == "decide":
                    # The agent chose above what was shown; no old event hides what was read.
                    replaced |= {known_person, read_person}
                    known_person = ""
                elif kind in ("seen", "read"):
                    is_later = code_id.startswith("person-") and code_id not in replaced
                    known_person = code_id if is_later else ""
                    read_person = known_person if kind == "read" else read_person
                elif kind == "write":
                    assert not known_person, f"{known_person} was overwritten: {history}"
                    is_written = True
            assert is_written or not any(kind == "effect" for kind, _ in history.happened)

    @invariant()
    def every_further_write_is_preceded_by_a_read_back(self) -> None:
        for history in self.histories.values():
            needs_read = False
            for kind, _ in history.happened:
                if kind == "read":
                    needs_read = False
                elif kind == "write":
                    assert not needs_read, f"sent again unread: {history}"
                    needs_read = True

    @invariant()
    def nothing_failed_unforeseen(self) -> None:
        assert not self.failures

    # The end

    async def come_to_rest(self) -> None:
        """Let all faults end, and time pass, so that every submission finds its fate."""
        self.centre.replies.clear()
        self.centre.read_answers.clear()
        if self.outbox is None:
            await self.start_program()
        elif not self.is_agent_signed_in:
            self.outbox.sign_out()
            await self.sign_in_as(AGENT.id)
        await self.clock.advance(200)
        self.go_live()
        await self.clock.advance(200)

    def check_the_end(self) -> None:
        assert self.outbox is not None
        for key, history in self.histories.items():
            submission = self.outbox.submission(key)
            on_record = self.centre.code_of(key) if key in self.centre.legs else None
            if submission is None:
                assert not history.decided, f"lost without a trace: {history}"
                continue
            assert submission.state.is_final, f"{submission} {history}"
            assert submission.decision.code.id == history.last_decided
            assert self.store.of(key) == submission, "the disk says something else"
            match submission.state:
                case SubmissionState.CONFIRMED:
                    assert key not in self.centre.legs or on_record == history.last_decided
                case SubmissionState.SUPERSEDED:
                    # A write of ours whose answer was lost may land above a person's choice long
                    # after; nobody can tell it from somebody's choice, so it is shown as one.
                    other = submission.other_code_id
                    assert other.startswith("person-") or other in history.decided
                    assert key not in self.centre.legs or on_record == submission.other_code_id
                case _:
                    assert submission.reason, f"given up without a reason: {history}"
                    assert on_record != history.last_decided
            if not history.has_faults:
                writes = [kind for kind, _ in history.happened if kind == "write"]
                assert len(writes) <= 1, f"sent twice without a fault: {history}"


OutboxUnderFaults.TestCase.settings = hypothesis.settings(
    max_examples=150,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
TestOutboxUnderFaults = OutboxUnderFaults.TestCase
