"""Owns the cards: what the stream, the outbox and the recommender tell becomes one card per leg."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from wrapup_desk.application.cards import foreign_code, in_order, leg_of, to_drop
from wrapup_desk.application.desk_state import InteractionCard
from wrapup_desk.application.outbox import Outbox
from wrapup_desk.application.settings import Settings
from wrapup_desk.application.shift_record import ShiftRecord
from wrapup_desk.application.suggesting import Suggesting
from wrapup_desk.domain.events import CodesPredicted, WordsHeard
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.modes import (
    Silence,
    Suggestions,
    carried_on,
    draft_for,
    plan_for,
    silence_of,
)
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Ranking

log = logging.getLogger(__name__)


class CardTable:
    """The cards by leg; every change of one leaves codes, ranking and plan up to date.

    Args:
        server_now: the server's clock.
        outbox: knows what became of decisions, and is told of every leg.
        suggesting: knows codes and suggestions, and is told of every leg.
        record: today's figures.
        settings: what applies to each queue.
        on_change: told when cards changed by something nobody is waiting for.
    """

    def __init__(
        self,
        server_now: Callable[[], datetime],
        outbox: Outbox,
        suggesting: Suggesting,
        record: ShiftRecord,
        settings: Callable[[], Settings],
        on_change: Callable[[], None],
    ) -> None:
        self._server_now = server_now
        self._outbox = outbox
        self._suggesting = suggesting
        self._record = record
        self._settings = settings
        self._on_change = on_change
        self._cards: dict[LegKey, InteractionCard] = {}
        self._arrivals = 0
        # Legs to be ranked again when the loop comes round: words arrive in bursts.
        self._stale: set[LegKey] = set()

    def __iter__(self) -> Iterator[InteractionCard]:
        return iter(tuple(self._cards.values()))

    def get(self, key: LegKey) -> InteractionCard | None:
        return self._cards.get(key)

    def in_order(self) -> tuple[InteractionCard, ...]:
        """Return the cards as the window lists them."""
        return in_order(self._cards.values())

    # What is told

    def take_leg(self, seen: Leg) -> None:
        """Take in a snapshot of a leg."""
        card = self._cards.get(seen.key)
        if card is None and seen.phase.is_over:
            # Nothing to do for a leg that was over before it was first seen, or is out of sight.
            self._outbox.observe(seen)
            return
        before = card.leg.phase if card else None
        if card is None:
            card = self._new_card(seen)
        elif card.leg.is_backwards(seen):
            log.info("late snapshot of %s ignored", seen.key.communication_id)
        leg = card.leg.after(seen)
        self._cards[leg.key] = replace(card, leg=leg)
        self._follow(leg, before)
        self._outbox.observe(leg)
        self.refresh(leg.key)
        self._learn_if_settled(leg.key)
        for key in to_drop(self._cards.values()):
            self.remove(key)

    def take_submission(self, submission: Submission) -> None:
        """Take in what became of a decision; one without a card gets one while it is unfinished."""
        key = submission.key
        self._record.note_submission(submission)
        card = self._cards.get(key)
        if card is None:
            if submission.state.is_final:
                return
            card = self._new_card(leg_of(submission))
        shown = None if submission.is_undone else submission
        self._cards[key] = replace(card, submission=shown)
        self.refresh(key)
        self._learn_if_settled(key)

    def take_words(self, event: WordsHeard) -> None:
        """Take in what was said; the legs are ranked once for a whole burst.

        What the customer says comes with the customer's own communication: it is heard on every
        leg of the conversation, and only what was said on another leg of ours is not.
        """
        legs = [key for key in self._cards if key.conversation_id == event.conversation_id]
        is_said_on_a_leg = event.communication_id in {key.communication_id for key in legs}
        for key in legs:
            if self._cards[key].leg.phase.is_over:
                continue
            if not is_said_on_a_leg or event.communication_id == key.communication_id:
                self._suggesting.hear(key, event.utterances)
                self.refresh_soon(key)

    def take_prediction(self, event: CodesPredicted) -> None:
        """Take in Genesys' own prediction."""
        for key in self._cards:
            if key.conversation_id == event.conversation_id and (
                not event.communication_ids or key.communication_id in event.communication_ids
            ):
                self._suggesting.predict(key, event.codes)
                self.refresh_soon(key)

    # What is asked for

    def refresh_soon(self, key: LegKey) -> None:
        """Bring a card up to date once for everything that happens in this turn of the loop."""
        if not self._stale:
            asyncio.get_running_loop().call_soon(self._refresh_stale)
        self._stale.add(key)

    def refresh(self, key: LegKey) -> None:
        """Bring a card's codes, ranking, plan and the code on record up to date."""
        card = self._cards.get(key)
        if card is None:
            return
        leg = card.leg
        codes = self._suggesting.codes(key) or card.codes
        ranking, silence = card.ranking, card.silence
        if not leg.phase.is_over:
            ranking, silence = self._ranked(leg)
        card = replace(
            card,
            codes=codes,
            codes_problem=self._suggesting.codes_problem(key),
            ranking=ranking,
            silence=silence,
            code_on_record=foreign_code(leg.wrapup, card.submission, codes),
        )
        self._cards[key] = self._planned(card)

    def refresh_all(self) -> None:
        for key in tuple(self._cards):
            self.refresh(key)

    def change(self, key: LegKey, **changes: object) -> None:
        """Change what the agent asked of a card, and its plan with it."""
        card = replace(self._cards[key], **changes)  # type: ignore[arg-type]  # by name
        self._cards[key] = self._planned(card)

    def remove(self, key: LegKey) -> None:
        """Take a card out of sight, and forget the customer's words."""
        del self._cards[key]
        self._suggesting.close(key)
        self._outbox.forget(key)

    def learn_settled(self) -> None:
        """Learn from every card that is settled by now."""
        for key in self._cards:
            self._learn_if_settled(key)

    def _new_card(self, leg: Leg) -> InteractionCard:
        self._arrivals += 1
        submission = self._outbox.submission(leg.key)
        shown = None if submission is None or submission.is_undone else submission
        return InteractionCard(leg=leg, submission=shown, arrived_order=self._arrivals)

    def _follow(self, leg: Leg, before: Phase | None) -> None:
        """Do what a move of a leg asks for."""
        if leg.phase.is_over:
            self._record.note_completed(leg)
        elif not self._suggesting.knows(leg.key):
            self._suggesting.open(leg)
        self._suggesting.update(leg)
        if leg.phase is Phase.AFTER_CALL and before is not Phase.AFTER_CALL:
            self._suggesting.ask_for_prediction(leg)

    def _planned(self, card: InteractionCard) -> InteractionCard:
        """Return *card* with what the program would send by itself."""
        plan = None
        if card.needs_a_code and not card.is_on_hold and not card.is_choosing_again:
            rule = self._settings().rule_for(card.leg.queue_name, card.leg.queue_id)
            if draft := draft_for(card.leg, rule, card.ranking):
                self._outbox.keep_draft(card.leg, draft)
            plan = plan_for(
                card.leg,
                rule,
                card.ranking,
                self._suggesting.proposal(card.leg.key),
                self._server_now(),
                self._outbox.latency,
            )
        return replace(card, plan=carried_on(card.plan, plan))

    def _ranked(self, leg: Leg) -> tuple[Ranking, Silence]:
        """Return what may be shown and acted on; what may not is known to nobody but the measure."""
        rule = self._settings().rule_for(leg.queue_name, leg.queue_id)
        if rule.suggestions is Suggestions.OFF:
            return Ranking(), Silence.OFF
        ranking = self._suggesting.rank(leg.key, has_ended=leg.phase is Phase.AFTER_CALL)
        silence = silence_of(rule, ranking)
        return (ranking if silence is Silence.NONE else Ranking()), silence

    def _learn_if_settled(self, key: LegKey) -> None:
        """Learn once the leg is over and the server has the code a person chose."""
        card = self._cards[key]
        if not card.leg.phase.is_over or card.silence is Silence.OFF:
            return
        submission = card.submission
        if submission is not None and submission.state is SubmissionState.CONFIRMED:
            looked = submission.decision.was_seen_by_a_person
            self._suggesting.learn(key, submission.decision.code.id, was_looked_at=looked)
        elif card.code_on_record is not None:
            self._suggesting.learn(key, card.code_on_record.id, was_looked_at=True)

    def _refresh_stale(self) -> None:
        stale, self._stale = self._stale, set()
        for key in stale:
            self.refresh(key)
        self._on_change()
