"""A repair desk on a small contact centre with a past, and the steps its tests share."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.adapters.genesys.rest_harness import FastClock
from tests.domain.repair import examples
from tests.domain.repair.examples import DIRECTORY, INVOICE, MORNING
from tests.fakes import FakeRecommender
from wrapup_desk.adapters.files.anchor_file import AnchorFile
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.adapters.sql_ledger.factory import ledger_for
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Case, ContactCentreError
from wrapup_desk.application.history.ports import FoundPart, Span
from wrapup_desk.application.repair.desk import RepairDesk
from wrapup_desk.application.repair.effects import LookAtTrail
from wrapup_desk.application.repair.messages import ReportedRead
from wrapup_desk.application.repair.parts import RepairParts, RepairRules
from wrapup_desk.application.repair.ports import CodeRead, RecordAnswer, Way
from wrapup_desk.application.repair.state import FindPhase, RepairState
from wrapup_desk.application.repair.tasks.repair_tasks import Slot
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.correction import Correction
from wrapup_desk.domain.submission import ServerReply, Submission
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode, WrapupCode

TIMEOUT_S = 20.0
SUPERVISOR = Agent(
    "user-robin",
    "Robin Supervisor",
    permissions=frozenset(
        {
            "analytics:conversationDetail:view",
            "conversation:participant:wrapup",
            "recording:recording:view",
        }
    ),
)
ACCEPTED = RecordAnswer(ServerReply.ACCEPTED, "Genesys accepted it: 202.")


def refused(said: ServerReply = ServerReply.CONFLICT, **more: Any) -> RecordAnswer:
    return RecordAnswer(said, f"Genesys refused: {said.value}.", **more)


@dataclass(frozen=True, slots=True)
class Written:
    """One write as it arrived."""

    way: Way
    key: LegKey
    code_id: str
    note: str = ""
    tags: tuple[str, ...] = ()


class World:
    """The truth: legs, the code on record for each, and what analytics shows of it."""

    def __init__(self, legs: Iterable[PastLeg] = ()) -> None:
        self.legs = {leg.key: leg for leg in legs}
        self.record = {leg.key: leg.code_id for leg in self.legs.values()}
        # Note and tags beside each code; who writes a code replaces them.
        self.notes = {leg.key: (leg.note, leg.tags) for leg in self.legs.values()}
        self.attributes: dict[LegKey, dict[str, str]] = {}
        self.written: list[Written] = []
        self.now = MORNING.replace(hour=17)
        # How each write is answered; the default is that all are accepted and take effect.
        self.answer_to: Callable[[Way, Correction], RecordAnswer] = lambda way, one: ACCEPTED
        self.takes_effect = True
        # How reads are answered, one by one; when empty, from the truth.
        self.read_answers: deque[CodeRead] = deque()
        # Called before each write takes effect: where somebody else's hand can come in.
        self.before_write: Callable[[Correction], None] = lambda one: None
        self.directory = DIRECTORY
        self.words: dict[LegKey, tuple[Utterance, ...]] = {}
        self.me: Agent | ContactCentreError = SUPERVISOR
        self.failures: dict[str, ContactCentreError] = {}
        self.find_may_go_on = asyncio.Event()
        self.find_may_go_on.set()
        self.part_size = 10
        # Agents' names by id, "" for who was deleted.
        self.agents: dict[str, str] = {}

    def fail_on(self, what: str) -> None:
        if what in self.failures:
            raise self.failures[what]

    def say(self, key: LegKey, *texts: str) -> None:
        """Let a leg have a transcript."""
        self.words[key] = tuple(
            Utterance(str(place), Speaker.CUSTOMER, text) for place, text in enumerate(texts)
        )

    def show_in_analytics(self) -> None:
        """Let analytics catch up with the record."""
        for key, leg in self.legs.items():
            note, tags = self.notes[key]
            self.legs[key] = replace(leg, code_id=self.record[key], note=note, tags=tags)


class FakePast:
    """Implements `PastInteractions` from a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def find(
        self, span: Span, queue_ids: Sequence[str], report: Callable[[str], None]
    ) -> AsyncGenerator[FoundPart, None]:
        self.world.fail_on("find")
        legs = [
            leg
            for leg in self.world.legs.values()
            if span.start_at <= leg.started_at < span.end_at
        ]
        size = self.world.part_size
        for start in range(0, max(1, len(legs)), size):
            if not self.world.find_may_go_on.is_set():
                report("Genesys asks to wait")
            await self.world.find_may_go_on.wait()
            share = min(1.0, (start + size) / max(1, len(legs)))
            yield FoundPart(tuple(legs[start : start + size]), share)

    async def legs_of(self, conversation_ids: Sequence[str]) -> tuple[PastLeg, ...]:
        self.world.fail_on("legs")
        wanted = set(conversation_ids)
        return tuple(leg for key, leg in self.world.legs.items() if key.conversation_id in wanted)

    async def words_of(self, key: LegKey, media: Media) -> tuple[Utterance, ...]:
        self.world.fail_on("words")
        self.world.fail_on(f"words {key.communication_id}")
        return self.world.words.get(key, ())

    async def directory(self) -> NameDirectory:
        self.world.fail_on("directory")
        return replace(self.world.directory, queue_codes={})

    async def agent_names(self, agent_ids: Collection[str]) -> Mapping[str, str]:
        self.world.fail_on("names")
        return {each: name for each, name in self.world.agents.items() if each in agent_ids}

    async def code(self, code_id: str) -> WrapupCode | None:
        self.world.fail_on("code")
        return None

    async def codes_of_queue(self, queue_id: str) -> tuple[WrapupCode, ...]:
        self.world.fail_on("queue codes")
        return self.world.directory.queue_codes.get(queue_id, ())

    async def me(self) -> Agent:
        if isinstance(self.world.me, ContactCentreError):
            raise self.world.me
        return self.world.me

    def server_now(self) -> datetime:
        return self.world.now


class FakeRecord:
    """Implements `OfficialRecord` on a world's truth."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def read_code(self, key: LegKey, media: Media) -> CodeRead:
        if self.world.read_answers:
            return self.world.read_answers.popleft()
        if key not in self.world.record:
            return CodeRead(refused(ServerReply.NOT_FOUND))
        code_id = self.world.record[key]
        note, tags = self.world.notes[key]
        assigned = AssignedCode(code_id, note, tags=tags) if code_id else None
        return CodeRead(ACCEPTED, assigned)

    async def write_code(self, way: Way, correction: Correction) -> RecordAnswer:
        key = correction.key
        note, tags = correction.note_to_write, correction.tags_to_write
        self.world.written.append(Written(way, key, correction.to_code.id, note, tags))
        self.world.before_write(correction)
        answer = self.world.answer_to(way, correction)
        if answer.said is ServerReply.ACCEPTED and self.world.takes_effect:
            self.world.record[key] = correction.to_code.id
            self.world.notes[key] = (note, tags)
        await asyncio.sleep(0)
        return answer

    async def write_attributes(self, key: LegKey, attributes: Mapping[str, str]) -> RecordAnswer:
        self.world.attributes.setdefault(key, {}).update(attributes)
        return ACCEPTED


class FakeNews:
    """Implements `QueueNews`: a test says what ends."""

    def __init__(self) -> None:
        self.queue_ids: tuple[str, ...] = ()
        self.publish: Callable[[Sequence[PastLeg]], None] | None = None
        self.report: Callable[[str], None] | None = None

    async def follow(
        self,
        queue_ids: Sequence[str],
        publish: Callable[[Sequence[PastLeg]], None],
        report: Callable[[str], None],
    ) -> None:
        self.queue_ids, self.publish, self.report = tuple(queue_ids), publish, report
        report("")
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.publish = None


class Bench:
    """One repair desk on a world, with a real ledger and a clock that runs fast."""

    def __init__(self, world: World, path: Path, rules: RepairRules | None = None) -> None:
        self.world = world
        self.news = FakeNews()
        self.failures: list[BaseException] = []
        self.background = Background(self.failures.append)
        self.ledger_path = path
        self.ledger: SqlLedger = ledger_for("", path)
        self.clock = FastClock(200)
        self.parts = RepairParts(
            past=FakePast(world),
            record=FakeRecord(world),
            ledger=self.ledger,
            news=self.news,
            export=ChosenFile(),
            clock=self.clock,
            background=self.background,
            anchors=AnchorFile(path.with_name("audit-anchors.json"), ""),
        )
        self.rules = rules or RepairRules(requests_per_minute=1_000_000)
        self.desk = RepairDesk(self.parts, self.rules)
        self._changed = asyncio.Event()
        self.desk.listen(lambda _: self._changed.set())

    async def start(self) -> None:
        await self.ledger.open()
        await self.desk.start()

    async def stop(self) -> None:
        await self.desk.stop()
        await self.background.stop()
        await self.ledger.close()
        assert self.failures == []

    async def look_at_trail(self) -> None:
        """Let the desk look at the end of the trail, and wait until it has."""
        self.desk._tasks.perform(LookAtTrail())
        await self.desk._tasks.finished(Slot.PROOF)

    async def take_reports(self, submissions: Sequence[Submission]) -> None:
        """Let the desk read what agents' desks could not deliver, and what it asks for then."""
        self.desk._runtime.dispatch(ReportedRead(tuple(submissions)))
        for _ in range(2):  # reads the legs, then puts them into the index
            await self.desk._tasks.finished(Slot.READING)

    async def until(self, holds: Callable[[RepairState], bool]) -> RepairState:
        """Return the first snapshot for which *holds*; fail when none comes."""
        async with asyncio.timeout(TIMEOUT_S):
            while not holds(self.desk.state):
                self._changed.clear()
                await self._changed.wait()
        return self.desk.state


class SureRecommender(FakeRecommender):
    """As the fake, but it names one code only, and is sure of it."""

    def __init__(self) -> None:
        super().__init__(0.9)

    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        ranking = super().suggest(case, has_ended=has_ended)
        return Ranking(ranking.suggestions[:1], is_clear=True)


DAY = Span(MORNING - timedelta(hours=9), MORNING + timedelta(hours=15))
LEGS = (
    examples.leg(1),
    examples.leg(2, code_id=TIMEOUT_CODE_ID),
    examples.leg(3, code_id=INVOICE.id),
    examples.leg(4, queue_id="queue-support"),
    examples.leg(5, code_id="gone-since-last-year"),
)
MakeBench = Callable[..., Awaitable["Bench"]]
FAST = RepairRules(requests_per_minute=1_000_000)


async def found(bench: Bench) -> RepairState:
    bench.desk.find(DAY)
    return await bench.until(lambda s: s.find.phase is FindPhase.DONE and is_calm(s))


def is_calm(state: RepairState) -> bool:
    return not state.is_arranging and len(state.rows) > 0


def is_fixed(state: RepairState) -> bool:
    return state.fix is not None and not state.fix.work.is_running and len(state.batches) > 0


def numbers(bench: Bench) -> list[int]:
    by_key = {examples.key(number): number for number in range(1, 600)}
    state = bench.desk.state
    return sorted(by_key[state.legs.row(row).leg.key] for row in state.rows)


def row_of(bench: Bench, number: int) -> int:
    row = bench.desk.state.legs.row_of(examples.key(number))
    assert row is not None
    return row
