"""One fake per port, with real behaviour: here stores and recommender, elsewhere clock and server."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from tests.examples import (
    AGENT,
    BILLING,
    CODES,
    NOON,
    OTHER_AGENT,
    REFUND,
    TECHNICAL,
    a_decision,
    a_key,
    a_leg,
    a_submission,
)
from tests.fake_centre import (
    FakeAuthenticator,
    FakeContactCentre,
    Reply,
    Write,
    lost_after,
    lost_before,
    refusing,
)
from tests.fake_clock import FakeClock, settle
from wrapup_desk.application.base.ports import Case, StoreBroken, StoreFull
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.history.leg_records import LegRecord, Selection
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.suggestion import CaseFacts, Ranking, Source, Suggestion
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

__all__ = [
    "AGENT",
    "BILLING",
    "CODES",
    "NOON",
    "OTHER_AGENT",
    "REFUND",
    "TECHNICAL",
    "FakeAuthenticator",
    "FakeCase",
    "FakeClock",
    "FakeContactCentre",
    "FakeRecommender",
    "InMemorySecrets",
    "InMemoryStore",
    "Reply",
    "Write",
    "a_decision",
    "a_key",
    "a_leg",
    "a_submission",
    "lost_after",
    "lost_before",
    "refusing",
    "settle",
]


class InMemoryStore:
    """Implements `DeskStore` and `ModelStore`; survives a restart of what uses it."""

    def __init__(self) -> None:
        self._submissions: dict[LegKey, Submission] = {}
        self._model: bytes | None = None
        self._records: dict[tuple[type, LegKey], LegRecord] = {}
        # While set, nothing can be written.
        self.is_full = False
        # While set, nothing can be read, for this reason.
        self.trouble = ""
        # While held, a save waits: a slow disk.
        self.disk_is_ready = asyncio.Event()
        self.disk_is_ready.set()
        self._in_turn = asyncio.Lock()
        self.saves = 0

    async def check(self) -> None:
        self._refuse_in_trouble()
        self._refuse_when_full()

    async def save(self, submission: Submission) -> None:
        async with self._in_turn:
            await self.disk_is_ready.wait()
            self._refuse_when_full()
            self.saves += 1
            known = self._submissions.get(submission.key)
            if known is None or submission.revision >= known.revision:
                self._submissions[submission.key] = submission

    async def unfinished(self) -> tuple[Submission, ...]:
        self._refuse_in_trouble()
        return tuple(each for each in self._oldest_first() if not each.state.is_final)

    async def since(self, instant: datetime) -> tuple[Submission, ...]:
        self._refuse_in_trouble()
        return tuple(each for each in self._oldest_first() if each.decision.decided_at >= instant)

    async def newest_at(self) -> datetime | None:
        self._refuse_in_trouble()
        return max((each.decision.decided_at for each in self._oldest_first()), default=None)

    async def forget_before(self, instant: datetime) -> None:
        self._refuse_when_full()
        for each in self._oldest_first():
            if each.state.is_final and each.decision.decided_at < instant:
                del self._submissions[each.key]
        for slot, record in tuple(self._records.items()):
            at = record.selected_at if isinstance(record, Selection) else record.ended_at
            if at < instant:
                del self._records[slot]

    async def save_record(self, record: LegRecord) -> None:
        self._refuse_when_full()
        self._records[type(record), record.key] = record

    async def forget_selection(self, key: LegKey) -> None:
        self._refuse_when_full()
        self._records.pop((Selection, key), None)

    async def leg_records(self) -> tuple[LegRecord, ...]:
        self._refuse_in_trouble()
        return tuple(self._records.values())

    async def load_model(self) -> bytes | None:
        return self._model

    async def save_model(self, model: bytes) -> None:
        self._refuse_when_full()
        self._model = model

    def of(self, key: LegKey) -> Submission | None:
        """Return what is on this disk for a leg."""
        return self._submissions.get(key)

    def _oldest_first(self) -> list[Submission]:
        return sorted(self._submissions.values(), key=lambda each: each.decision.decided_at)

    def _refuse_in_trouble(self) -> None:
        if self.trouble:
            raise StoreBroken(self.trouble)

    def _refuse_when_full(self) -> None:
        if self.is_full:
            raise StoreFull("there is no room left on the disk")


class InMemorySecrets:
    """Implements `SecretStore`."""

    is_durable = False

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        return self._secrets.get(name)

    def write(self, name: str, secret: str) -> None:
        self._secrets[name] = secret

    def delete(self, name: str) -> None:
        self._secrets.pop(name, None)


class FakeCase:
    """Implements `Case`; keeps what it was told."""

    def __init__(self, facts: CaseFacts, codes: Sequence[WrapupCode]) -> None:
        self.facts = facts
        self.codes = tuple(codes)
        self.heard: list[Utterance] = []
        self.predictions: tuple[PredictedCode, ...] = ()
        self.proposal = ""

    def hear(self, utterance: Utterance) -> None:
        self.heard.append(utterance)

    def learn_facts(self, facts: CaseFacts) -> None:
        self.facts = facts

    def note_codes(self, codes: Sequence[WrapupCode]) -> None:
        self.codes = tuple(codes)

    def note_predictions(self, predictions: Sequence[PredictedCode]) -> None:
        self.predictions = tuple(predictions)

    def note_proposal(self, code_id: str) -> None:
        self.proposal = code_id


class FakeRecommender:
    """Implements `Recommender`: suggests the code whose name was said, else the first."""

    def __init__(self, probability: float = 0.6, *, may_auto_submit: bool = False) -> None:
        self.probability = probability
        self.may_auto_submit = may_auto_submit
        self.is_blind = False
        self.is_of_same_encoder = True
        self.cases: list[FakeCase] = []
        self.rankings = 0
        self.learnt: list[tuple[str, bool]] = []
        self.exports = 0
        # What a search for a second topic finds, step by step.
        self.topics: tuple[WrapupCode | None, ...] = ()
        # Called by `export`, so that a test can hold it up in its thread.
        self.while_exporting: Callable[[], None] = lambda: None

    def open_case(self, facts: CaseFacts, codes: Sequence[WrapupCode]) -> FakeCase:
        case = FakeCase(facts, codes)
        self.cases.append(case)
        return case

    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        assert isinstance(case, FakeCase), "a case of another recommender"
        self.rankings += 1
        said = " ".join(each.text for each in case.heard).casefold()
        ordered = sorted(case.codes, key=lambda code: code.name.casefold() not in said)
        odds = [self.probability * math.pow(0.4, place) for place in range(len(ordered))]
        suggestions = tuple(
            Suggestion(code, probability, Source.MODEL)
            for code, probability in zip(ordered, odds, strict=True)
        )
        return Ranking(
            suggestions,
            is_clear=self.probability >= 0.5,
            may_auto_submit=self.may_auto_submit,
            is_blind=self.is_blind,
        )

    def topics_beside(self, case: Case, first_id: str) -> Iterator[WrapupCode | None]:
        return iter(self.topics)

    def learn(self, case: Case, code_id: str, *, was_looked_at: bool) -> None:
        self.learnt.append((code_id, was_looked_at))

    def export(self) -> bytes:
        self.exports += 1
        self.while_exporting()
        return repr(self.learnt).encode()

    def publish(self) -> bytes:
        return self.export()
