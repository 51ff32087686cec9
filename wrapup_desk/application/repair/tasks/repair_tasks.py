"""Performs the effects of the repair desk's core; what comes of them goes back as messages."""

from __future__ import annotations

import asyncio
import enum
import logging
from collections.abc import Coroutine
from typing import assert_never

from wrapup_desk.application.base.ports import ContactCentreError, Recommender, StoreError
from wrapup_desk.application.base.rate_gate import RateGate
from wrapup_desk.application.base.runtime import Runtime
from wrapup_desk.application.repair.core.handle import handle
from wrapup_desk.application.repair.effects import (
    PREVIEWED_AT_ONCE,
    Arrange,
    BuildPreview,
    BuildUndoPreview,
    ChangeEffect,
    CheckTrail,
    CountReports,
    DeliverBatch,
    DetailEffect,
    DrawRows,
    FollowNews,
    FreePreview,
    IndexEffect,
    LedgerEffect,
    LookAtTrail,
    ProofEffect,
    ReadAccess,
    ReadBatches,
    ReadCorrections,
    ReadDetails,
    ReadLedger,
    ReadLegs,
    ReadPredictions,
    ReadReported,
    ReadUnfinished,
    RepairEffect,
    RestArranging,
    SampleEffect,
    Search,
    SearchEffect,
    StopBatch,
    StopDetails,
    StopEffect,
    StopFollowing,
    StopPreview,
    StopSearch,
    StopSuggesting,
    StoreBatch,
    SuggestCodes,
    TakeLegs,
    VerifyCorrections,
    ViewEffect,
    WriteAudit,
    WriteRows,
)
from wrapup_desk.application.repair.messages import (
    AuditChecked,
    LiveLegsSeen,
    LiveLineChanged,
    RepairEffectFailed,
    RepairMessage,
    TrailSeen,
)
from wrapup_desk.application.repair.parts import RepairParts, RepairRules
from wrapup_desk.application.repair.proof.reports_and_export import ReportsAndExport
from wrapup_desk.application.repair.proof.sampler import Sampler
from wrapup_desk.application.repair.proof.trail_watch import TrailWatch
from wrapup_desk.application.repair.rule_effects import BuildRulesPreview, RuleEffect
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.application.repair.tasks.bulk_changes import BulkChanges
from wrapup_desk.application.repair.tasks.correction_delivery import (
    DeliveryContext,
    DeliveryOptions,
)
from wrapup_desk.application.repair.tasks.index_notes import change_index
from wrapup_desk.application.repair.tasks.leg_detail_loader import LegDetailLoader
from wrapup_desk.application.repair.tasks.leg_search import LegSearch
from wrapup_desk.application.repair.tasks.prediction_reader import PredictionReader
from wrapup_desk.application.repair.tasks.preview_builder import PreviewBuilder
from wrapup_desk.application.repair.tasks.rule_shelf import RuleShelf
from wrapup_desk.application.repair.tasks.session_reader import SessionReader
from wrapup_desk.application.repair.tasks.table_sorter import TableSorter
from wrapup_desk.application.repair.tasks.transcript_ranker import TranscriptRanker
from wrapup_desk.domain.language.texts import mark, tr_marked
from wrapup_desk.domain.repair.rules import RuleTroubles

log = logging.getLogger(__name__)

_UNEXPECTED = mark("Something unexpected went wrong; the log file says what.")


class Slot(enum.Enum):
    """What runs in the background; of most there is one at a time, and the newest counts."""

    ACCESS = "access"
    LEDGER = "ledger"
    SEARCH = "search"
    LIVE = "live"
    REPORTED = "reported"
    DETAILS = "details"
    SUGGESTING = "suggesting"
    PREDICTIONS = "predictions"
    ARRANGING = "arranging"
    PREVIEW = "preview"
    SAMPLE = "sample"
    VERIFYING = "verifying"
    # These may run beside others of their kind.
    CHANGE = "change"
    READING = "reading"
    PROOF = "proof"
    RULES = "rules"
    FREEING = "freeing"


_SHARED = frozenset({Slot.CHANGE, Slot.READING, Slot.PROOF, Slot.RULES, Slot.FREEING})


class RepairTasks:
    """Runs the repair desk's core, and does what it decides."""

    def __init__(self, parts: RepairParts, rules: RepairRules, state: RepairState) -> None:
        self.runtime = Runtime[RepairState, RepairMessage, RepairEffect](
            state, handle, self.perform, failed, parts.past.server_now, parts.background
        )
        self._parts = parts
        self._tasks: dict[Slot, set[asyncio.Task[None]]] = {}
        post = self.runtime.dispatch
        gate = RateGate(parts.clock, rules.requests_per_minute)
        context = DeliveryContext(
            parts.record,
            parts.ledger,
            parts.clock,
            gate,
            parts.past.server_now,
            post,
            DeliveryOptions(rules.attribute_name),
        )
        self._reader = SessionReader(parts.past, parts.ledger, post)
        self._search = LegSearch(parts.past, parts.clock, post)
        self._changes = BulkChanges(context, parts.past, post)
        self._ranker = TranscriptRanker(parts.past, gate, post)
        self._ranker.least_probability = rules.least_probability
        self._details = LegDetailLoader(self._ranker, parts.ledger, post)
        self._predictions = PredictionReader(parts.predictions, gate, post)
        self._sorter = TableSorter(parts.clock, post)
        self._previews = PreviewBuilder(parts.clock, post)
        self._proof = ReportsAndExport(parts, rules.zone, post)
        self._sampler = Sampler(parts.ledger, parts.clock, post)
        self._rules = RuleShelf(parts.ledger, parts.export, post)
        self._trail = TrailWatch(parts.ledger, parts.anchors)

    def use_recommender(self, recommender: Recommender) -> None:
        """Take the recommender, which is loaded after the window shows."""
        self._ranker.recommender = recommender

    async def finished(self, slot: Slot) -> None:
        """Return when what runs in *slot* now has ended."""
        await asyncio.gather(*self._tasks.get(slot, ()), return_exceptions=True)

    async def stop(self) -> None:
        """Stop everything; what was not final goes on at the next start."""
        tasks = [task for running in self._tasks.values() for task in running]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._ranker.stop()

    def perform(self, effect: RepairEffect) -> None:
        """Do *effect*, or start what does it."""
        if isinstance(effect, IndexEffect):
            self.runtime.dispatch(change_index(effect))
        elif isinstance(effect, ViewEffect):
            self._perform_view(effect)
        elif isinstance(effect, ChangeEffect):
            self._perform_change(effect)
        elif isinstance(effect, StopEffect):
            self._cancel(_slot_of(effect))
        elif isinstance(effect, SearchEffect):
            self._perform_search(effect)
        elif isinstance(effect, SampleEffect):
            self._perform_sample(effect)
        else:
            self._perform_reading(effect)

    def _perform_reading(
        self, effect: LedgerEffect | DetailEffect | ProofEffect | RuleEffect
    ) -> None:
        if isinstance(effect, LedgerEffect):
            self._perform_ledger(effect)
        elif isinstance(effect, RuleEffect):
            self._start(Slot.RULES, effect, self._rules.perform(effect))
        elif isinstance(effect, DetailEffect):
            self._perform_detail(effect)
        else:
            self._perform_proof(effect)

    def _perform_sample(self, effect: SampleEffect) -> None:
        if isinstance(effect, DrawRows):
            self._start(Slot.SAMPLE, effect, self._sampler.draw(effect))
        else:
            self._start(Slot.CHANGE, effect, self._sampler.store(effect))

    def _perform_view(self, effect: ViewEffect) -> None:
        match effect:
            case Arrange():
                self._start(Slot.ARRANGING, effect, self._sorter.sort(effect))
            case RestArranging():
                self._start(Slot.ARRANGING, effect, self._sorter.rest())
            case BuildPreview() if len(effect.rows) <= PREVIEWED_AT_ONCE:
                self._previews.build_now(effect)
            case BuildPreview():
                self._start(Slot.PREVIEW, effect, self._previews.build(effect))
            case BuildRulesPreview():
                self._start(Slot.PREVIEW, effect, self._previews.build_by_rules(effect))
            case FreePreview():
                self._start(Slot.FREEING, effect, self._previews.free(effect))
            case _:
                assert_never(effect)

    def _perform_change(self, effect: ChangeEffect) -> None:
        match effect:
            case StoreBatch():
                self._start(Slot.CHANGE, effect, self._changes.store(effect))
            case DeliverBatch():
                self._start(Slot.CHANGE, effect, self._changes.deliver(effect))
            case ReadUnfinished():
                self._start(Slot.CHANGE, effect, self._changes.read_unfinished(effect))
            case StopBatch():
                self._changes.stop()
            case VerifyCorrections():
                self._start(Slot.VERIFYING, effect, self._changes.verify(effect))
            case _:
                assert_never(effect)

    def _perform_ledger(self, effect: LedgerEffect) -> None:
        match effect:
            case ReadAccess():
                self._start(Slot.ACCESS, effect, self._reader.read_access())
            case ReadLedger():
                self._start(Slot.LEDGER, effect, self._reader.read_ledger(effect))
            case ReadCorrections():
                self._start(Slot.READING, effect, self._reader.read_corrections())
            case ReadBatches():
                self._start(Slot.READING, effect, self._reader.read_batches())
            case BuildUndoPreview():
                self._start(Slot.PREVIEW, effect, self._changes.preview_undo(effect))
            case _:
                assert_never(effect)

    def _perform_search(self, effect: SearchEffect) -> None:
        match effect:
            case Search():
                self._start(Slot.SEARCH, effect, self._search.search(effect))
            case FollowNews():
                self._follow(effect)
            case TakeLegs():
                self._start(Slot.READING, effect, self._search.take(effect))
            case ReadReported():
                reports = self._parts.undelivered
                if reports is not None:
                    work = self._search.read_reported(effect, reports)
                    self._start(Slot.REPORTED, effect, work)
            case ReadLegs():
                self._start(Slot.READING, effect, self._search.read_legs(effect))
            case _:
                assert_never(effect)

    def _perform_detail(self, effect: DetailEffect) -> None:
        match effect:
            case ReadDetails():
                self._start(Slot.DETAILS, effect, self._details.load(effect))
            case ReadPredictions():
                self._start(Slot.PREDICTIONS, effect, self._predictions.read(effect))
            case SuggestCodes():
                self._start(Slot.SUGGESTING, effect, self._ranker.suggest(effect))
            case _:
                assert_never(effect)

    def _perform_proof(self, effect: ProofEffect) -> None:
        match effect:
            case CountReports():
                self._start(Slot.PROOF, effect, self._proof.count(effect))
            case LookAtTrail():
                self._start(Slot.PROOF, effect, self._look_at_trail())
            case CheckTrail():
                self._start(Slot.PROOF, effect, self._check_trail(effect))
            case WriteRows():
                self._start(Slot.PROOF, effect, self._proof.write_rows(effect))
            case WriteAudit():
                self._start(Slot.PROOF, effect, self._proof.write_audit(effect))
            case _:
                assert_never(effect)

    def _follow(self, effect: FollowNews) -> None:
        post, news = self.runtime.dispatch, self._parts.news
        if news is None:
            post(LiveLineChanged(None))
            return
        work = news.follow(
            effect.queue_ids,
            lambda legs: post(LiveLegsSeen(tuple(legs))),
            lambda problem: post(LiveLineChanged(problem)),
        )
        self._start(Slot.LIVE, effect, work)

    async def _look_at_trail(self) -> None:
        self.runtime.dispatch(TrailSeen(await self._trail.look()))

    async def _check_trail(self, effect: CheckTrail) -> None:
        self.runtime.dispatch(AuditChecked(await self._trail.check(effect.anchor)))

    def _start(
        self, slot: Slot, effect: RepairEffect, work: Coroutine[object, object, None]
    ) -> None:
        if slot not in _SHARED:
            self._cancel(slot)
        task = self.runtime.start(effect, work, f"repair: {slot.value}")
        running = self._tasks.setdefault(slot, set())
        running.add(task)
        task.add_done_callback(running.discard)

    def _cancel(self, slot: Slot) -> None:
        for task in self._tasks.get(slot, ()):
            # What has just told its result has nothing left to do but to end.
            if task is not asyncio.current_task():
                task.cancel()


def _slot_of(effect: StopEffect) -> Slot:
    match effect:
        case StopSearch():
            return Slot.SEARCH
        case StopFollowing():
            return Slot.LIVE
        case StopSuggesting():
            return Slot.SUGGESTING
        case StopDetails():
            return Slot.DETAILS
        case StopPreview():
            return Slot.PREVIEW
        case _:
            assert_never(effect)


def failed(effect: RepairEffect, error: Exception) -> RepairEffectFailed:
    """Return the message that says an effect failed, in words fit for a person."""
    name = type(effect).__name__
    if isinstance(error, (ContactCentreError, StoreError, RuleTroubles)):
        log.info("%s failed: %s", name, error)
        return RepairEffectFailed(effect, str(error))
    log.error("%s failed", name, exc_info=error)
    return RepairEffectFailed(effect, tr_marked(_UNEXPECTED))
