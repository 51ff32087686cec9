"""A desk of which only the talk with its recommender is looked at."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.fakes import (
    AGENT,
    FakeCase,
    FakeClock,
    FakeContactCentre,
    FakeRecommender,
    InMemoryStore,
    a_key,
    a_leg,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.suggestions.effects import Learn
from wrapup_desk.domain.events import (
    CodesPredicted,
    ConversationChanged,
    PredictedCode,
    WordsHeard,
)
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import WrapupCode

PATIENCE_S = 20.0


class OpenLegs:
    """The part of a desk that informs its recommender, by the messages that make it do so."""

    def __init__(
        self,
        clock: FakeClock,
        centre: FakeContactCentre,
        store: InMemoryStore,
        background: Background,
    ) -> None:
        self.desk = Desk(
            centre, store, store, clock, background, Settings(attributes=("product",))
        )
        self.service = self.desk._suggestions
        self.keep_model = self.service.keep_model
        self.export_model = self.service.export_model
        self.use = self.desk.use_recommender
        # Legs whose codes or ranking have changed.
        self.changed: list[LegKey] = []
        self._seen: dict[LegKey, tuple[object, ...]] = {}
        self.desk.listen(self._note_changes)
        self.desk.greet(AGENT)

    def open(self, leg: Leg) -> None:
        self.desk.on_event(ConversationChanged(leg.key.conversation_id, (leg,)))

    def update(self, leg: Leg) -> None:
        self.open(leg)

    def hear(self, key: LegKey, utterances: tuple[Utterance, ...]) -> None:
        self.desk.on_event(WordsHeard(key.conversation_id, key.communication_id, utterances))

    def predict(self, key: LegKey, codes: tuple[PredictedCode, ...]) -> None:
        self.desk.on_event(CodesPredicted(key.conversation_id, (), codes))

    def learn(self, key: LegKey, code_id: str, *, was_looked_at: bool) -> None:
        self.service.perform(Learn(key, code_id, was_looked_at))

    async def ask_for_prediction(
        self, leg: Leg, predicted: tuple[PredictedCode, ...] = ()
    ) -> None:
        """See a leg from its beginning to its hang-up: then the prediction is asked for."""
        self.close(leg.key)
        self.open(replace(leg, phase=Phase.CONNECTED))
        await settle()
        if predicted:
            self.predict(leg.key, predicted)
        self.open(replace(leg, phase=Phase.AFTER_CALL))
        await settle()

    def reload_codes(self, leg: Leg) -> None:
        self.desk.retry(leg.key.communication_id)

    def close(self, key: LegKey) -> None:
        """Take the card away, as a sign-out does."""
        self.desk.say_goodbye()
        self.desk.greet(AGENT)

    def _note_changes(self, state: DeskState) -> None:
        for card in state.cards:
            key = card.leg.key
            shown = (card.codes, card.codes_problem, self.ranking(key))
            if self._seen.get(key, ((), "", Ranking())) != shown:
                self._seen[key] = shown
                self.changed.append(key)

    def card(self, key: LegKey) -> InteractionCard:
        return self.desk.state.card(key.communication_id) or InteractionCard(a_leg())

    def codes(self, key: LegKey) -> tuple[WrapupCode, ...]:
        return self.card(key).codes

    def codes_problem(self, key: LegKey) -> str:
        return self.card(key).codes_problem

    def proposal(self, key: LegKey) -> WrapupCode | None:
        notes = self.desk.state.notes.get(key)
        return notes.proposal if notes else None

    def ranking(self, key: LegKey) -> Ranking:
        notes = self.desk.state.notes.get(key)
        return notes.ranking if notes else Ranking()

    def knows(self, key: LegKey) -> bool:
        return self.service.knows(key) or key in self.desk.state.notes


class Lesson:
    """A recommender being taught."""

    def __init__(
        self,
        clock: FakeClock,
        centre: FakeContactCentre,
        store: InMemoryStore,
        background: Background,
    ) -> None:
        self.centre = centre
        self.store = store
        self.recommender = FakeRecommender()
        self.suggesting = OpenLegs(clock, centre, store, background)
        self.changed = self.suggesting.changed

    @property
    def case(self) -> FakeCase:
        return self.recommender.cases[-1]

    async def begin(self) -> None:
        """Load the recommender, and open the first leg."""
        self.suggesting.use(self.recommender)
        await self.open()

    async def open(self, number: int = 1) -> None:
        self.suggesting.open(a_leg(number))
        await settle()

    def rank(self) -> Ranking:
        """Return how the first leg is ranked by now."""
        return self.suggesting.ranking(a_key())

    @asynccontextmanager
    async def writing_out(self) -> AsyncIterator[None]:
        """Keep the model, which goes on being written out until the block ends."""
        began, may_end = threading.Event(), threading.Event()

        def hold_up() -> None:
            began.set()
            assert may_end.wait(PATIENCE_S)

        self.recommender.while_exporting = hold_up
        keeping = asyncio.get_running_loop().create_task(self.suggesting.keep_model())
        assert await asyncio.to_thread(began.wait, PATIENCE_S)
        try:
            yield
        finally:
            may_end.set()
            await keeping


def said(text: str, id_: str = "1") -> Utterance:
    return Utterance(id_, Speaker.CUSTOMER, text)
