"""Keeps the recommender informed about each open leg, ranks and learns when told to.

The recommender is loaded after the window shows; until then words are only kept, and nothing
waits for it. One thread at a time uses it: while the model is written out, what is to be told
waits its turn. Customer words stay in memory and go with the leg.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.base.ports import Case, ModelStore, Recommender, StoreError
from wrapup_desk.application.suggestions.effects import (
    CaseEffect,
    CloseCase,
    Hear,
    KeepModel,
    Learn,
    LearnFacts,
    NoteCodes,
    NotePredictions,
    NoteProposal,
    OpenCase,
    Rank,
    SuggestionEffect,
)
from wrapup_desk.application.suggestions.messages import Learnt, Ranked, SuggestionMessage
from wrapup_desk.application.suggestions.sentence_reader import SentenceReader
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Transcript, Utterance
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _OpenLeg:
    """What the recommender may know of one leg, kept for one that is loaded later."""

    key: LegKey
    facts: CaseFacts
    codes: tuple[WrapupCode, ...] = ()
    transcript: Transcript = field(default_factory=Transcript)
    predictions: tuple[PredictedCode, ...] = ()
    proposal: str = ""
    case: Case | None = None
    has_learnt: str = ""
    # The second topic that was found beside the first code, by that one's id.
    further: tuple[str, WrapupCode | None] = ("", None)
    # Whether the agent is asked without help: decided once for a leg, whatever is loaded later.
    is_blind: bool | None = None


@dataclass(slots=True)
class _TopicSearch:
    """A search for a second topic of a leg, begun when it was ranked."""

    effect: Rank
    ranking: Ranking
    steps: Iterator[WrapupCode | None]
    found: WrapupCode | None = None


class SuggestionService:
    """One recommender case per open leg.

    Args:
        models: where the learnt model survives.
        background: owner of the tasks; a code on its way goes before any ranking.
        tell: receives what was ranked and learnt, and what failed.
    """

    def __init__(
        self,
        models: ModelStore,
        background: Background,
        tell: Callable[[SuggestionMessage], None],
    ) -> None:
        self._models = models
        self._background = background
        self._tell = tell
        self._recommender: Recommender | None = None
        self._legs: dict[LegKey, _OpenLeg] = {}
        # Legs to be ranked when the loop comes round: words arrive in bursts.
        self._to_rank: dict[LegKey, Rank] = {}
        self._is_rank_due = False
        # Legs whose second topic is looked for while nothing has to be ranked.
        self._searches: dict[LegKey, _TopicSearch] = {}
        self._reader: SentenceReader | None = None
        # Legs with sentences that are being read, and how each leg was ranked last.
        self._unread: set[LegKey] = set()
        self._last_rank: dict[LegKey, Rank] = {}
        self._is_model_dirty = False
        self._exporting = asyncio.Lock()
        self._keeping = asyncio.Lock()
        self._postponed: list[tuple[SuggestionEffect, Callable[[], None]]] = []

    def knows(self, key: LegKey) -> bool:
        return key in self._legs

    def use(self, recommender: Recommender, reader: SentenceReader | None = None) -> None:
        """Take the loaded recommender, and tell it of every leg that is open already."""
        self._recommender = recommender
        self._reader = reader
        self._searches.clear()
        for key, leg in tuple(self._legs.items()):
            self._try(OpenCase(key, leg.facts), self._opening(leg))

    def perform(self, effect: SuggestionEffect) -> None:
        """Carry out *effect* now, or when the model is written out; a failure is reported."""
        match effect:
            case OpenCase(key, facts):
                self._open(effect, key, facts)
            case Rank():
                self._rank_soon(effect)
            case Learn():
                self._learn(effect)
            case CloseCase(key):
                self._legs.pop(key, None)
                self._to_rank.pop(key, None)
                self._last_rank.pop(key, None)
                self._searches.pop(key, None)
            case KeepModel():
                self._background.start(self.keep_model(), "keep the model")
            case _:
                self._inform(effect)

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

    # What the recommender is told

    def _open(self, effect: OpenCase, key: LegKey, facts: CaseFacts) -> None:
        leg = self._legs[key] = _OpenLeg(key, facts)
        if self._recommender is not None:
            self._when_free(effect, self._opening(leg))

    def _opening(self, leg: _OpenLeg) -> Callable[[], None]:
        def open_case() -> None:
            case = self._loaded.open_case(leg.facts, leg.codes)
            _hear(case, leg.transcript.utterances)
            self._read_soon(leg.key)
            if leg.predictions:
                case.note_predictions(leg.predictions)
            if leg.proposal:
                case.note_proposal(leg.proposal)
            leg.case = case

        return open_case

    def _inform(
        self, effect: LearnFacts | NoteCodes | Hear | NotePredictions | NoteProposal
    ) -> None:
        leg = self._legs.get(effect.key)
        if leg is None:
            return
        _note(leg, effect)
        if leg.case is None:
            return  # everything told before is told again when the case is opened

        def inform() -> None:
            # Asked now: while the model was written out, another one may have taken its place.
            if leg.case is not None:
                _inform(leg.case, effect)
                self._read_soon(effect.key)

        self._when_free(effect, inform)

    def _learn(self, effect: Learn) -> None:
        leg = self._legs.get(effect.key)
        if leg is None or leg.case is None or leg.has_learnt == effect.code_id:
            return
        leg.has_learnt = effect.code_id
        self._is_model_dirty = self._is_model_dirty or effect.was_looked_at

        def learn() -> None:
            if leg.case is not None:
                looked = effect.was_looked_at
                self._loaded.learn(leg.case, effect.code_id, was_looked_at=looked)
                self._tell(Learnt(effect.key))

        self._when_free(effect, learn)

    # Ranking

    def _rank_soon(self, effect: Rank) -> None:
        self._to_rank[effect.key] = effect
        self._go_on_ranking()

    def _go_on_ranking(self) -> None:
        if (self._to_rank or self._searches) and not self._is_rank_due:
            self._is_rank_due = True
            self._background.when_free(self._rank_next)

    def _rank_next(self) -> None:
        """Rank the leg that has waited longest; the window draws and answers before the next."""
        self._is_rank_due = False
        if self._exporting.locked():
            return  # done when the model is written out
        if self._to_rank:
            self._rank_longest_waiting()
        elif self._searches:
            self._look_for_topic()
        self._go_on_ranking()

    def _rank_longest_waiting(self) -> None:
        key = next(iter(self._to_rank))
        effect, leg = self._to_rank.pop(key), self._legs.get(key)
        rankings: dict[LegKey, Ranking] = {}
        if leg is not None and leg.case is not None and leg.codes:
            self._try(effect, self._ranking(effect, leg, leg.case, rankings))
        if rankings:
            self._tell(Ranked(rankings))

    def _look_for_topic(self) -> None:
        """Go one step on with the search that has waited longest."""
        key = next(iter(self._searches))
        search = self._searches.pop(key)

        def look() -> None:
            for found in search.steps:
                search.found = found
                self._searches[key] = search
                return
            leg = self._legs.get(key)
            if leg is not None and search.ranking.further != search.found:
                leg.further = _first_id(search.ranking), search.found
                self._tell(Ranked({key: replace(search.ranking, further=search.found)}))

        self._try(search.effect, look)

    def _ranking(
        self, effect: Rank, leg: _OpenLeg, case: Case, rankings: dict[LegKey, Ranking]
    ) -> Callable[[], None]:
        def rank() -> None:
            ranking = self._loaded.suggest(case, has_ended=effect.has_ended)
            self._last_rank[effect.key] = effect
            if leg.is_blind is None:
                leg.is_blind = ranking.is_blind
            first_id = _first_id(ranking)
            # What was found beside the same first code stands until it is looked for again.
            further = leg.further[1] if effect.has_ended and leg.further[0] == first_id else None
            ranking = replace(ranking, is_blind=leg.is_blind, further=further)
            rankings[effect.key] = ranking
            self._searches.pop(effect.key, None)
            if effect.has_ended and first_id:
                steps = self._loaded.topics_beside(case, first_id)
                self._searches[effect.key] = _TopicSearch(effect, ranking, steps)

        return rank

    # Sentences: their vectors come a moment after the words

    def _read_soon(self, key: LegKey) -> None:
        if self._reader is not None and self._reader.has_wanted:
            self._unread.add(key)
            if not self._reader.is_reading:
                self._background.start(self._read(self._reader), "read sentences")

    async def _read(self, reader: SentenceReader) -> None:
        await reader.read()
        unread, self._unread = self._unread, set()
        for key in unread & self._last_rank.keys():
            self._rank_soon(self._last_rank[key])

    # One at a time, and no failure gets any further than here

    def _when_free(self, effect: SuggestionEffect, work: Callable[[], None]) -> None:
        if self._exporting.locked():
            self._postponed.append((effect, work))
        else:
            self._try(effect, work)

    def _catch_up(self) -> None:
        if self._exporting.locked():
            return  # somebody else exports already
        postponed, self._postponed = self._postponed, []
        for effect, work in postponed:
            self._try(effect, work)
        self._go_on_ranking()

    def _try(self, effect: SuggestionEffect, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 -- the core decides what a failure means
            problem = type(error).__name__
            # Where it happened, without the exception's own text: that may quote the customer.
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s failed with %s:\n%s", type(effect).__name__, problem, place)  # noqa: TRY400 -- see above
            self._tell(EffectFailed(effect, problem))


def _first_id(ranking: Ranking) -> str:
    return ranking.first.code.id if ranking.first is not None else ""


def _note(leg: _OpenLeg, effect: CaseEffect) -> None:
    """Keep what is told for a recommender that comes later."""
    match effect:
        case LearnFacts(_, facts):
            leg.facts = facts
        case NoteCodes(_, codes):
            leg.codes = codes
        case Hear(_, utterances):
            leg.transcript = leg.transcript.with_utterances(utterances)
        case NotePredictions(_, predictions):
            leg.predictions = predictions
        case NoteProposal(_, code_id):
            leg.proposal = code_id


def _inform(case: Case, effect: CaseEffect) -> None:
    match effect:
        case LearnFacts(_, facts):
            case.learn_facts(facts)
        case NoteCodes(_, codes):
            case.note_codes(codes)
        case Hear(_, utterances):
            _hear(case, utterances)
        case NotePredictions(_, predictions):
            case.note_predictions(predictions)
        case NoteProposal(_, code_id):
            case.note_proposal(code_id)


def _hear(case: Case, utterances: tuple[Utterance, ...]) -> None:
    for utterance in utterances:
        case.hear(utterance)
