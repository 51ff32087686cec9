"""Keeps what is known of each live leg in front of the recommender, and learns from the outcome.

The recommender is loaded after the window shows; until then words are only kept, and nothing
waits for it. One thread at a time uses it: while the model is written out, what is to be told
waits its turn. Customer words stay in memory and go with the leg.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from wrapup_desk.application.background import Background
from wrapup_desk.application.ports import (
    Case,
    ContactCentre,
    ContactCentreError,
    ModelStore,
    Recommender,
    StoreError,
)
from wrapup_desk.application.settings import Settings
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.interaction import Leg, LegKey
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Transcript, Utterance
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Known:
    """What the recommender may know of one leg."""

    facts: CaseFacts
    codes: tuple[WrapupCode, ...] = ()
    transcript: Transcript = field(default_factory=Transcript)
    predictions: tuple[PredictedCode, ...] = ()
    proposal: WrapupCode | None = None
    ranking: Ranking = field(default_factory=Ranking)
    read_ids: set[str] = field(default_factory=set)
    case: Case | None = None
    has_learnt: str = ""
    # Whether the agent is asked without help: decided once for a leg, whatever is loaded later.
    must_ask: bool | None = None


class Suggesting:
    """One recommender case per leg, fed by events.

    Args:
        centre: reads codes, written words and Genesys' own prediction.
        models: where the learnt model survives.
        background: owner of the reading tasks.
        settings: which attributes may be used.
        on_change: told the key of a leg whose codes or ranking may have changed.
    """

    def __init__(
        self,
        centre: ContactCentre,
        models: ModelStore,
        background: Background,
        settings: Callable[[], Settings],
        on_change: Callable[[LegKey], None],
    ) -> None:
        self._centre = centre
        self._models = models
        self._background = background
        self._settings = settings
        self._on_change = on_change
        self._recommender: Recommender | None = None
        self._known: dict[LegKey, _Known] = {}
        self._codes_problems: dict[LegKey, str] = {}
        self._is_model_dirty = False
        self._exporting = asyncio.Lock()
        self._keeping = asyncio.Lock()
        self._postponed: list[Callable[[], None]] = []

    def knows(self, key: LegKey) -> bool:
        return key in self._known

    def use(self, recommender: Recommender) -> None:
        """Take the loaded recommender, and tell it of every leg that is open already."""
        self._recommender = recommender
        for key, known in tuple(self._known.items()):
            self._open_case(recommender, known)
            self._on_change(key)

    def open(self, leg: Leg) -> None:
        """Start with a leg: load its codes, and listen."""
        known = self._known[leg.key] = _Known(self._facts(leg))
        if self._recommender is not None:
            self._when_free(lambda: self._open_case(self._loaded, known))
        self._background.start(self._load_codes(leg), f"codes of {leg.key.communication_id}")

    def update(self, leg: Leg) -> None:
        """Take in a newer snapshot of a leg."""
        known = self._known.get(leg.key)
        if known is None:
            return
        facts = self._facts(leg)
        if facts != known.facts:
            known.facts = facts
            self._tell(known, lambda case: case.learn_facts(facts))
        self._note_proposal(leg, known)
        unread = [each for each in leg.message_ids if each not in known.read_ids]
        if unread:
            known.read_ids.update(unread)
            self._background.start(
                self._read_words(leg, unread), f"words of {leg.key.communication_id}"
            )

    def hear(self, key: LegKey, utterances: tuple[Utterance, ...]) -> None:
        """Take in what was said; partial results are replaced by final ones."""
        known = self._known.get(key)
        if known is None:
            return
        known.transcript = known.transcript.with_utterances(utterances)
        self._tell(known, lambda case: _hear(case, utterances))

    def predict(self, key: LegKey, codes: tuple[PredictedCode, ...]) -> None:
        """Take in Genesys' own prediction."""
        known = self._known.get(key)
        if known is None:
            return
        known.predictions = codes
        self._tell(known, lambda case: case.note_predictions(codes))

    def ask_for_prediction(self, leg: Leg) -> None:
        """Read Genesys' own prediction once, when after-call work begins; never waited for."""
        known = self._known.get(leg.key)
        if known is not None and not known.predictions:
            self._background.start(
                self._read_prediction(leg), f"prediction of {leg.key.communication_id}"
            )

    def codes(self, key: LegKey) -> tuple[WrapupCode, ...]:
        known = self._known.get(key)
        return known.codes if known else ()

    def codes_problem(self, key: LegKey) -> str:
        return self._codes_problems.get(key, "")

    def reload_codes(self, leg: Leg) -> None:
        """Try again to read the codes of a leg, if they could not be read."""
        if self._codes_problems.pop(leg.key, ""):
            self._background.start(self._load_codes(leg), f"codes of {leg.key.communication_id}")

    def proposal(self, key: LegKey) -> WrapupCode | None:
        """Return the code the customer's backend proposed, if it did."""
        known = self._known.get(key)
        return known.proposal if known else None

    def rank(self, key: LegKey, *, has_ended: bool) -> Ranking:
        """Return the suggestions of this moment; empty while the recommender is loading."""
        known = self._known.get(key)
        if known is None:
            return Ranking()
        if known.case is not None and known.codes and not self._exporting.locked():
            ranking = self._loaded.suggest(known.case, has_ended=has_ended)
            if known.must_ask is None:
                known.must_ask = ranking.must_ask
            known.ranking = replace(ranking, must_ask=known.must_ask)
        return known.ranking

    def learn(self, key: LegKey, code_id: str, *, was_looked_at: bool) -> None:
        """Learn a leg's confirmed code, once."""
        known = self._known.get(key)
        if known is None or known.case is None or known.has_learnt == code_id:
            return
        known.has_learnt = code_id
        self._is_model_dirty = self._is_model_dirty or was_looked_at
        self._tell(
            known, lambda case: self._loaded.learn(case, code_id, was_looked_at=was_looked_at)
        )

    def close(self, key: LegKey) -> None:
        """Forget a leg, and the customer's words with it."""
        self._known.pop(key, None)
        self._codes_problems.pop(key, None)

    async def keep_model(self) -> None:
        """Store what was learnt since the last time."""
        # Whoever ends the program waits for the one that is at it already.
        async with self._keeping:
            if not self._is_model_dirty:
                return
            self._is_model_dirty = False
            model = await self.export_model()
            try:
                await self._models.save_model(model)
            except StoreError as error:
                self._is_model_dirty = True
                log.warning("the learnt model could not be stored: %s", error)

    async def export_model(self) -> bytes:
        """Return what was learnt so far; writing it out is no work for the window."""
        try:
            async with self._exporting:
                return await asyncio.to_thread(self._loaded.export)
        finally:
            self._catch_up()

    @property
    def _loaded(self) -> Recommender:
        """Return the recommender; only cases it opened lead here."""
        if self._recommender is None:
            raise RuntimeError("the recommender is not loaded")
        return self._recommender

    def _tell(self, known: _Known, what: Callable[[Case], None]) -> None:
        """Tell a leg's case something, now or when the model is written out."""
        if known.case is None:
            return  # everything told before is told again when the case is opened

        def tell() -> None:
            # Asked now: while the model was written out, another one may have taken its place.
            if known.case is not None:
                what(known.case)

        self._when_free(tell)

    def _when_free(self, work: Callable[[], None]) -> None:
        if self._exporting.locked():
            self._postponed.append(work)
        else:
            work()

    def _catch_up(self) -> None:
        postponed, self._postponed = self._postponed, []
        for work in postponed:
            work()
        if postponed:
            for key in tuple(self._known):
                self._on_change(key)

    def _open_case(self, recommender: Recommender, known: _Known) -> None:
        case = recommender.open_case(known.facts, known.codes)
        _hear(case, known.transcript.utterances)
        if known.predictions:
            case.note_predictions(known.predictions)
        if known.proposal:
            case.note_proposal(known.proposal.id)
        known.case = case

    def _note_proposal(self, leg: Leg, known: _Known) -> None:
        wanted = leg.attributes.get(self._settings().backend_code_attribute, "").strip()
        code = find_code(known.codes, wanted)
        if code is None or code == known.proposal:
            return
        known.proposal = code
        self._tell(known, lambda case: case.note_proposal(code.id))

    async def _load_codes(self, leg: Leg) -> None:
        try:
            codes = await self._centre.codes_for(leg)
        except ContactCentreError as error:
            if leg.key in self._known:
                self._codes_problems[leg.key] = str(error)
                self._on_change(leg.key)
            return
        known = self._known.get(leg.key)
        if known is None:
            return
        known.codes = codes
        self._tell(known, lambda case: case.note_codes(codes))
        self._note_proposal(leg, known)
        self._on_change(leg.key)

    async def _read_words(self, leg: Leg, message_ids: list[str]) -> None:
        try:
            utterances = await self._centre.written_words(leg, message_ids)
        except ContactCentreError as error:
            log.info("written words of %s not read: %s", leg.key.communication_id, error)
            known = self._known.get(leg.key)
            if known is not None:
                known.read_ids.difference_update(message_ids)  # the next snapshot tries again
            return
        self.hear(leg.key, utterances)
        self._on_change(leg.key)

    async def _read_prediction(self, leg: Leg) -> None:
        try:
            codes = await self._centre.predicted_codes(leg.key.conversation_id)
        except ContactCentreError as error:
            log.info("no prediction for %s: %s", leg.key.communication_id, error)
            return
        if codes:
            self.predict(leg.key, codes)
            self._on_change(leg.key)

    def _facts(self, leg: Leg) -> CaseFacts:
        allowed = self._settings().attributes
        return CaseFacts(
            queue_id=leg.queue_id,
            queue_name=leg.queue_name,
            media=leg.media.value,
            direction=leg.direction,
            agent_id=leg.agent_id,
            language=leg.language,
            skills=leg.skills,
            attributes={name: value for name, value in leg.attributes.items() if name in allowed},
            hour_of_day=_local_hour(leg.connected_at),
            was_transferred=leg.was_transferred,
            customer_key=leg.customer_key,
            talk_seconds=_talk_seconds(leg),
        )


def find_code(codes: tuple[WrapupCode, ...], wanted: str) -> WrapupCode | None:
    """Return the code a backend means by *wanted*: its id, or its name in any case."""
    if not wanted:
        return None
    for code in codes:
        if code.id == wanted or code.name.casefold() == wanted.casefold():
            return code
    return None


def _hear(case: Case, utterances: tuple[Utterance, ...]) -> None:
    for utterance in utterances:
        case.hear(utterance)


def _local_hour(instant: datetime | None) -> int | None:
    return instant.astimezone().hour if instant else None


def _talk_seconds(leg: Leg) -> float | None:
    if leg.connected_at is None or leg.disconnected_at is None:
        return None
    return (leg.disconnected_at - leg.connected_at).total_seconds()
