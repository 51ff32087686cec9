"""The only object that changes what the program knows: events in, one new snapshot out.

Everything happens on one event loop. Wishes of the window are plain methods that return at
once; what takes time is started in the background and comes back as a changed snapshot.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from wrapup_desk.application.background import Background
from wrapup_desk.application.cards import foreign_code, in_order, leg_of, to_drop
from wrapup_desk.application.desk_state import (
    Connection,
    DeskState,
    InteractionCard,
    Notice,
    NoticeAction,
    NoticeKind,
)
from wrapup_desk.application.outbox import Outbox
from wrapup_desk.application.planner import Planner
from wrapup_desk.application.ports import (
    Clock,
    ContactCentre,
    ContactCentreError,
    ModelStore,
    NotFound,
    Recommender,
    SubmissionStore,
)
from wrapup_desk.application.settings import Settings
from wrapup_desk.application.shift_record import ShiftRecord
from wrapup_desk.application.suggesting import Suggesting
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import (
    CodesPredicted,
    ContactCentreEvent,
    ConversationChanged,
    Resynced,
    RoutingStatusChanged,
    SignInEnded,
    StreamLost,
    StreamOpened,
    SubscriptionRefused,
    WordsHeard,
)
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.modes import Plan, plan_for
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

log = logging.getLogger(__name__)

MODEL_KEPT_AFTER_S = 5.0


class Desk:
    """What the agent's program knows and does; the window only draws and wishes."""

    def __init__(
        self,
        centre: ContactCentre,
        submissions: SubmissionStore,
        models: ModelStore,
        clock: Clock,
        background: Background,
        settings: Settings,
    ) -> None:
        self._centre = centre
        self._submissions = submissions
        self._clock = clock
        self._background = background
        self._settings = settings
        self._state = DeskState(favourites=settings.favourites)
        self._listeners: list[Callable[[DeskState], None]] = []
        self._cards: dict[LegKey, InteractionCard] = {}
        self._record = ShiftRecord()
        self._arrivals = 0
        self._planner = Planner(clock, centre.server_now, self._cards.values, self._act)
        self._outbox = Outbox(
            centre, submissions, clock, background, self._on_submission, self._on_store_trouble
        )
        self._suggesting = Suggesting(
            centre, models, background, lambda: self._settings, self._on_suggesting
        )

    # What the window reads

    @property
    def state(self) -> DeskState:
        return self._state

    @property
    def settings(self) -> Settings:
        return self._settings

    def listen(self, listener: Callable[[DeskState], None]) -> None:
        """Call *listener* with every new snapshot."""
        self._listeners.append(listener)

    def server_now(self) -> datetime:
        return self._centre.server_now()

    # Life of the program

    async def start(self) -> None:
        """Show what earlier runs left, and begin to keep time."""
        day = self._clock.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        self._record.begin(await self._submissions.since(day))
        await self._outbox.restore()
        self._background.start(self._planner.run(), "act on plans")
        self._background.start(self._keep_model(), "keep the model")
        self._publish()

    async def stop(self) -> None:
        """Learn what is settled and keep it; the tasks are stopped by their owner."""
        for card in self._cards.values():
            self._learn_if_settled(card)
        await self._suggesting.keep_model()

    def use_recommender(self, recommender: Recommender) -> None:
        """Take the recommender, which is loaded after the window shows."""
        self._suggesting.use(recommender)
        self._publish(is_recommender_ready=True)

    def use_settings(self, settings: Settings) -> None:
        self._settings = settings
        for key in tuple(self._cards):
            self._refresh(key)
        self._publish(favourites=settings.favourites)

    def greet(self, agent: Agent) -> None:
        """Take the signed-in agent; their waiting codes go out from now on."""
        self._outbox.sign_in_as(agent.id)
        others = self._outbox.count_of_others()
        if others:
            text = f"{others} codes of another agent wait on this PC until they sign in."
            self.notify(Notice("others", NoticeKind.INFO, text))
        self.dismiss_notice("sign-in-ended")
        self._publish(agent=agent)

    def say_goodbye(self) -> None:
        """Forget the agent after a sign-out; what waits stays on this computer."""
        self._outbox.sign_out()
        for key, card in tuple(self._cards.items()):
            if card.submission is None or card.submission.state.is_final:
                self._remove(key)
        self._publish(agent=None)

    def set_connection(self, connection: Connection, note: str = "") -> None:
        if (connection, note) != (self._state.connection, self._state.connection_note):
            self._publish(connection=connection, connection_note=note)

    def set_place(self, region_label: str, *, is_demo: bool) -> None:
        self._publish(region_label=region_label, is_demo=is_demo)

    def set_sign_in_problem(self, problem: str) -> None:
        self._publish(sign_in=replace(self._state.sign_in, problem=problem))

    def notify(self, notice: Notice) -> None:
        """Show a notice; one with the same key is replaced."""
        others = tuple(each for each in self._state.notices if each.key != notice.key)
        self._publish(notices=(*others, notice))

    # Wishes of the agent

    def choose_code(self, communication_id: str, code_id: str, note: str = "") -> None:
        """Decide for a code: kept on disk, then sent at once."""
        card = self._state.card(communication_id)
        if card is None or card.leg.phase is Phase.MISSED:
            return
        code = next((each for each in card.codes if each.id == code_id), None)
        if code is None:
            log.warning("code %s is not valid for leg %s", code_id, communication_id)
            return
        self._decide(card, code, note, Decider.AGENT)

    def undo(self, communication_id: str) -> None:
        """Take a decision back if it was not sent; otherwise let the agent choose again."""
        card = self._state.card(communication_id)
        if card is None or card.submission is None:
            return
        if self._outbox.withdraw(card.leg.key):
            return
        if card.can_change:
            self._change(card.leg.key, is_choosing_again=True)

    def choose_again(self, communication_id: str) -> None:
        """Offer the choices again; what was sent stands until another code is chosen."""
        card = self._state.card(communication_id)
        if card is not None:
            self._change(card.leg.key, is_choosing_again=not card.is_choosing_again)

    def hold(self, communication_id: str) -> None:
        """Send nothing by itself for this leg."""
        card = self._state.card(communication_id)
        if card is not None and not card.is_on_hold:
            self._change(card.leg.key, is_on_hold=True, plan=None)

    def retry(self, communication_id: str) -> None:
        """Try a refused code once more, or read the codes again."""
        card = self._state.card(communication_id)
        if card is None:
            return
        if card.codes_problem:
            self._suggesting.reload_codes(card.leg)
            self._refresh(card.leg.key)
        self._outbox.retry(card.leg.key)

    def dismiss(self, communication_id: str) -> None:
        """Take a card that is over out of sight."""
        card = self._state.card(communication_id)
        if card is not None and card.leg.phase.is_over:
            self._remove(card.leg.key)
            self._publish()

    def dismiss_notice(self, key: str) -> None:
        notices = tuple(each for each in self._state.notices if each.key != key)
        if notices != self._state.notices:
            self._publish(notices=notices)

    # What the contact centre tells

    def on_event(self, event: ContactCentreEvent) -> None:
        """Take in one event of the stream."""
        match event:
            case ConversationChanged():
                self._on_conversation(event)
                self._publish()
            case WordsHeard():
                self._on_words(event)
            case CodesPredicted():
                self._on_prediction(event)
            case Resynced():
                self._on_resynced(event)
            case _:
                self._on_news_of_the_line(event)

    def _on_news_of_the_line(
        self,
        event: RoutingStatusChanged
        | StreamOpened
        | StreamLost
        | SignInEnded
        | SubscriptionRefused,
    ) -> None:
        match event:
            case RoutingStatusChanged(status):
                self._publish(routing_status=status)
            case StreamOpened():
                self.set_connection(Connection.LIVE)
            case StreamLost(reason):
                self.set_connection(Connection.OFFLINE, reason)
            case SignInEnded(reason):
                self._outbox.sign_out()
                self.set_connection(Connection.SIGN_IN_ENDED, reason)
            case SubscriptionRefused():
                self._on_subscription_refused(event)

    def _on_conversation(self, event: ConversationChanged) -> None:
        for seen in event.legs:
            self._on_leg(seen)

    def _on_leg(self, seen: Leg) -> None:
        card = self._cards.get(seen.key)
        if card is None:
            if seen.phase.is_over and not self._record.knows(seen.key):
                # Nothing to do for a leg that was over before it was first seen.
                return
            self._arrivals += 1
            card = InteractionCard(leg=seen, arrived_order=self._arrivals)
            before = None
            leg = seen
        else:
            before = card.leg.phase
            leg = card.leg.after(seen)
            if card.leg.is_backwards(seen):
                log.info("late snapshot of %s ignored", leg.key.communication_id)
        self._cards[leg.key] = replace(card, leg=leg)
        self._follow_leg(leg, before)
        self._outbox.observe(leg)
        self._refresh(leg.key)
        self._learn_if_settled(self._cards[leg.key])
        for key in to_drop(self._cards.values()):
            self._remove(key)

    def _follow_leg(self, leg: Leg, before: Phase | None) -> None:
        """Do what a move of a leg asks for."""
        if before is None and not leg.phase.is_over:
            self._suggesting.open(leg)
        self._suggesting.update(leg)
        if leg.phase is Phase.AFTER_CALL and before is not Phase.AFTER_CALL:
            self._suggesting.ask_for_prediction(leg)
        if leg.phase.is_over:
            self._record.note_completed(leg)

    def _on_words(self, event: WordsHeard) -> None:
        for key, card in self._cards.items():
            if key.conversation_id != event.conversation_id or card.leg.phase.is_over:
                continue
            self._suggesting.hear(key, event.utterances)
            self._refresh(key)
        self._publish()

    def _on_prediction(self, event: CodesPredicted) -> None:
        for key in self._cards:
            if key.conversation_id == event.conversation_id and (
                not event.communication_ids or key.communication_id in event.communication_ids
            ):
                self._suggesting.predict(key, event.codes)
                self._refresh(key)
        self._publish()

    def _on_resynced(self, event: Resynced) -> None:
        for conversation in event.conversations:
            self._on_conversation(conversation)
        active = {each.conversation_id for each in event.conversations}
        for key, card in self._cards.items():
            if key.conversation_id not in active and not card.leg.phase.is_over:
                self._background.start(
                    self._read_conversation(card.leg), f"read {key.conversation_id}"
                )
        self._publish()

    async def _read_conversation(self, leg: Leg) -> None:
        """Find out what became of a leg that a resync no longer lists."""
        try:
            conversation = await self._centre.conversation(leg.key.conversation_id)
        except NotFound:
            gone = replace(leg, phase=Phase.COMPLETED)
            conversation = ConversationChanged(leg.key.conversation_id, (gone,))
        except ContactCentreError as error:
            log.info("conversation %s not read: %s", leg.key.conversation_id, error)
            return
        self._on_conversation(conversation)
        self._publish()

    def _on_subscription_refused(self, event: SubscriptionRefused) -> None:
        missing = ", ".join(event.missing_permissions) or "a permission"
        text = (
            f"Genesys does not let this program follow {event.topic_kind}: {missing} is missing."
        )
        self.notify(Notice(f"refused-{event.topic_kind}", NoticeKind.WARNING, text))

    # What the outbox and the recommender tell

    def _on_submission(self, submission: Submission) -> None:
        key = submission.key
        self._record.note_submission(submission)
        card = self._cards.get(key)
        if card is None:
            if submission.state.is_final:
                self._publish()
                return
            self._arrivals += 1
            card = InteractionCard(leg=leg_of(submission), arrived_order=self._arrivals)
        shown = None if submission.is_undone else submission
        self._cards[key] = replace(card, submission=shown)
        self._refresh(key)
        self._learn_if_settled(self._cards[key])
        self._publish()

    def _on_store_trouble(self, trouble: str) -> None:
        if not trouble:
            self.dismiss_notice("store")
            return
        text = (
            f"Your choice is not saved on this PC: {trouble}. It is sent all the same; "
            "keep the program open until it says Coded."
        )
        self.notify(Notice("store", NoticeKind.ERROR, text, NoticeAction.NONE, can_dismiss=False))

    def _on_suggesting(self, key: LegKey) -> None:
        self._refresh(key)
        self._publish()

    # The snapshot

    def _decide(self, card: InteractionCard, code: WrapupCode, note: str, by: Decider) -> None:
        first = card.ranking.first
        decision = Decision(
            code=code,
            note=note,
            decider=by,
            decided_at=self._centre.server_now(),
            suggested_code_id=first.code.id if first else None,
        )
        is_current = self._state.connection is Connection.LIVE
        submission = self._outbox.decide(card.leg, decision, is_leg_current=is_current)
        self._cards[card.leg.key] = replace(
            card, submission=submission, plan=None, is_choosing_again=False
        )
        self._publish()

    def _refresh(self, key: LegKey) -> None:
        """Bring a card's codes, ranking, plan and the code on record up to date."""
        card = self._cards.get(key)
        if card is None:
            return
        leg = card.leg
        codes = self._suggesting.codes(key)
        ranking = card.ranking
        if not leg.phase.is_over:
            ranking = self._suggesting.rank(key, has_ended=leg.phase is Phase.AFTER_CALL)
        self._cards[key] = replace(
            card,
            codes=codes or card.codes,
            codes_problem=self._suggesting.codes_problem(key),
            ranking=ranking,
            code_on_record=foreign_code(leg.wrapup, card.submission, codes or card.codes),
        )
        self._replan(key)

    def _replan(self, key: LegKey) -> None:
        card = self._cards[key]
        plan = None
        if card.needs_a_code and not card.is_on_hold and not card.is_choosing_again:
            rule = self._settings.rule_for(card.leg.queue_name, card.leg.queue_id)
            plan = plan_for(card.leg, rule, card.ranking, self._centre.server_now())
            proposal = self._suggesting.proposal(key)
            if rule.trusts_backend and proposal and not card.leg.is_dialer:
                self._background.start(self._send_proposal(key, proposal), "send a proposal")
        if plan != card.plan:
            self._cards[key] = replace(card, plan=plan)
            self._planner.note_change()

    async def _send_proposal(self, key: LegKey, code_id: str) -> None:
        """Send what a trusted backend proposed, unless something was decided meanwhile."""
        card = self._cards.get(key)
        code = next((each for each in card.codes if each.id == code_id), None) if card else None
        if card is None or code is None or not card.needs_a_code or card.is_on_hold:
            return
        note = card.leg.attributes.get(self._settings.backend_note_attribute, "")
        self._decide(card, code, note, Decider.BACKEND)

    def _act(self, card: InteractionCard, plan: Plan) -> None:
        self._decide(card, plan.code, "", plan.decider)

    async def _keep_model(self) -> None:
        while True:
            await self._clock.sleep(MODEL_KEPT_AFTER_S)
            await self._suggesting.keep_model()

    def _learn_if_settled(self, card: InteractionCard) -> None:
        """Learn once the leg is over and the server has the code a person chose."""
        if not card.leg.phase.is_over:
            return
        submission = card.submission
        key = card.leg.key
        if submission is not None and submission.state is SubmissionState.CONFIRMED:
            looked = submission.decision.was_seen_by_a_person
            self._suggesting.learn(key, submission.decision.code.id, was_looked_at=looked)
        elif card.code_on_record is not None:
            self._suggesting.learn(key, card.code_on_record.id, was_looked_at=True)

    def _remove(self, key: LegKey) -> None:
        self._cards.pop(key, None)
        self._suggesting.close(key)

    def _change(self, key: LegKey, **changes: object) -> None:
        self._cards[key] = replace(self._cards[key], **changes)  # type: ignore[arg-type]  # by name
        self._replan(key)
        self._publish()

    def _publish(self, **changes: object) -> None:
        self._state = replace(
            self._state,
            cards=in_order(self._cards.values()),
            waiting_count=self._outbox.waiting_count,
            tally=self._record.tally,
            uses_today=self._record.uses,
            **changes,  # type: ignore[arg-type]  # by name
        )
        for listener in self._listeners:
            listener(self._state)
