"""The only object that changes what the program knows: events in, one new snapshot out.

Everything happens on one event loop. Wishes of the window are plain methods that return at
once; what takes time is started in the background and comes back as a changed snapshot.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from wrapup_desk.application import notices
from wrapup_desk.application.background import Background
from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.board import Board
from wrapup_desk.application.card_table import CardTable
from wrapup_desk.application.desk_state import Connection, DeskState, InteractionCard
from wrapup_desk.application.housekeeping import Housekeeping
from wrapup_desk.application.outbox import Outbox
from wrapup_desk.application.planner import Planner
from wrapup_desk.application.ports import (
    Clock,
    ContactCentre,
    ModelStore,
    Recommender,
    StoreError,
    SubmissionStore,
)
from wrapup_desk.application.resync import Resync
from wrapup_desk.application.settings import Settings
from wrapup_desk.application.shift_record import ShiftRecord
from wrapup_desk.application.suggesting import Suggesting
from wrapup_desk.application.wakefulness import Wakefulness
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
from wrapup_desk.domain.interaction import LegKey, Phase
from wrapup_desk.domain.modes import Plan
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

log = logging.getLogger(__name__)

# How long a last code on its way may hold up the end of the program.
LAST_CODES_S = 3.0

# States in which nobody is signed in, so that the stream has nothing to say about the line.
_NO_LINE = (Connection.SIGNED_OUT, Connection.SIGNING_IN, Connection.SIGN_IN_ENDED)


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
        self._background = background
        self._settings = settings
        self._board = Board(DeskState(favourites=settings.favourites))
        self._record = ShiftRecord()
        # Whether the cards show what the server has: from a resync until the stream is lost.
        self._is_current = False
        self._wakefulness = Wakefulness(clock)
        self._outbox = Outbox(
            centre, submissions, clock, background, self._on_submission, self._on_store_trouble
        )
        self._suggesting = Suggesting(
            centre, models, background, lambda: self._settings, self._on_suggesting
        )
        self._cards = CardTable(
            centre.server_now,
            self._outbox,
            self._suggesting,
            self._record,
            lambda: self._settings,
            self._publish,
        )
        self._planner = Planner(clock, centre.server_now, self._cards, self._act)
        self._housekeeping = Housekeeping(
            clock,
            submissions,
            self._record,
            self._suggesting,
            lambda: self._settings.keep,
            self._publish,
        )
        self._resync = Resync(centre, clock, background, self._cards, self._publish)

    # What the window reads

    @property
    def state(self) -> DeskState:
        return self._board.state

    @property
    def settings(self) -> Settings:
        return self._settings

    def listen(self, listener: Callable[[DeskState], None]) -> None:
        """Call *listener* with every new snapshot."""
        self._board.listen(listener)

    def server_now(self) -> datetime:
        return self._centre.server_now()

    # Life of the program

    async def start(self) -> None:
        """Show what earlier runs left, and begin to keep time."""
        try:
            await self._outbox.restore()
            await self._housekeeping.begin_day()
        except StoreError as error:
            self.notify(notices.not_restored(str(error)))
        self._background.start(self._wakefulness.run(), "notice sleep")
        self._background.start(self._planner.run(), "act on plans")
        self._background.start(self._housekeeping.run(), "keep house")
        self._publish()

    async def stop(self) -> None:
        """Bring every decision to disk and, while the line is live, to the server; keep the model.

        To be called before the tasks are stopped; whatever is not sent waits for the next start.
        """
        await self._outbox.drain(LAST_CODES_S if self._is_current else 0.0)
        self._cards.learn_settled()
        await self._suggesting.keep_model()

    def use_recommender(self, recommender: Recommender) -> None:
        """Take the recommender, which is loaded after the window shows."""
        self._suggesting.use(recommender)
        self._publish(is_recommender_ready=True)

    async def export_model(self) -> bytes:
        return await self._suggesting.export_model()

    def use_settings(self, settings: Settings) -> None:
        self._settings = settings
        self._cards.refresh_all()
        self._publish(favourites=settings.favourites)

    def greet(self, agent: Agent) -> None:
        """Take the signed-in agent; their waiting codes go out from now on."""
        for card in self._cards:
            if card.leg.agent_id != agent.id:
                # Another agent's customer: counted below, but nothing for these eyes.
                self._cards.remove(card.leg.key)
        self._publish(agent=agent)
        self._outbox.sign_in_as(agent.id)
        self.dismiss_notice(notices.OTHERS)
        if others := self._outbox.count_of_others:
            self.notify(notices.codes_of_others(others))
        self._publish()

    def stop_sending(self) -> None:
        """Send nothing until somebody is greeted: the token may be another agent's soon."""
        self._is_current = False
        self._outbox.sign_out()

    def say_goodbye(self) -> None:
        """Forget the agent after a sign-out; what waits stays on this computer."""
        self.stop_sending()
        self._resync.stop()
        for card in self._cards:
            if card.submission is None or card.submission.state.is_final:
                self._cards.remove(card.leg.key)
        self._publish(agent=None)

    def set_connection(self, connection: Connection, note: str = "") -> None:
        if (connection, note) != (self.state.connection, self.state.connection_note):
            self._publish(connection=connection, connection_note=note)

    def set_place(self, region_label: str, *, is_demo: bool) -> None:
        """Tell where the program connects to, for the header and the sign-in card."""
        offer = replace(
            self.state.sign_in, region_label=region_label, client_id=self._settings.client_id
        )
        self._publish(region_label=region_label, is_demo=is_demo, sign_in=offer)

    def set_sign_in_problem(self, problem: str) -> None:
        self._publish(sign_in=replace(self.state.sign_in, problem=problem))

    def notify(self, notice: Notice) -> None:
        """Show a notice; one with the same key is replaced."""
        self._board.put_up(notice)

    # Wishes of the agent

    def choose_code(self, communication_id: str, code_id: str, note: str = "") -> None:
        """Decide for a code: kept on disk, then sent at once."""
        card = self._own_card(communication_id)
        if card is None:
            return
        if card.leg.phase in (Phase.ALERTING, Phase.MISSED):
            self.notify(notices.choice_refused(notices.NOT_ANSWERED))
            return
        code = next((each for each in card.codes if each.id == code_id), None)
        if code is None:
            log.info("code %s is not valid for leg %s", code_id, communication_id)
            why = notices.NOT_VALID if card.codes else notices.NOT_LOADED
            self.notify(notices.choice_refused(why))
            return
        self.dismiss_notice(notices.CHOICE)
        if _says_the_same(card.submission, code, note):
            self._cards.change(card.leg.key, is_choosing_again=False)
            self._publish()
            return
        self._decide(card, code, note, Decider.AGENT)

    def undo(self, communication_id: str) -> None:
        """Take a decision back if it was not sent; otherwise let the agent choose again."""
        card = self._own_card(communication_id)
        if card is None or card.submission is None:
            return
        if self._outbox.withdraw(card.leg.key):
            return
        if card.can_change:
            self._cards.change(card.leg.key, is_choosing_again=True)
            self._publish()

    def choose_again(self, communication_id: str) -> None:
        """Offer the choices again; what was sent stands until another code is chosen."""
        card = self._own_card(communication_id)
        if card is not None:
            self._cards.change(card.leg.key, is_choosing_again=not card.is_choosing_again)
            self._publish()

    def hold(self, communication_id: str) -> None:
        """Send nothing by itself for this leg."""
        card = self._own_card(communication_id)
        if card is not None and not card.is_on_hold:
            self._cards.change(card.leg.key, is_on_hold=True)
            self._publish()

    def retry(self, communication_id: str) -> None:
        """Try a refused code once more, or read the codes again."""
        card = self._own_card(communication_id)
        if card is None:
            return
        self._suggesting.reload_codes(card.leg)
        self._outbox.retry(card.leg.key)
        self._cards.refresh(card.leg.key)
        self._publish()

    def dismiss(self, communication_id: str) -> None:
        """Take a card that is over out of sight."""
        card = self.state.card(communication_id)
        if card is not None and card.leg.phase.is_over:
            self._cards.remove(card.leg.key)
            self._publish()

    def dismiss_notice(self, key: str) -> None:
        self._board.take_down(key)

    # What the contact centre tells

    def on_event(self, event: ContactCentreEvent) -> None:
        """Take in one event of the stream."""
        match event:
            case ConversationChanged(legs=legs):
                for leg in legs:
                    self._cards.take_leg(leg)
                self._publish()
            case WordsHeard():
                self._cards.take_words(event)
            case CodesPredicted():
                self._cards.take_prediction(event)
            case Resynced(conversations):
                self._on_resynced(conversations)
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
                self._is_current = False
                if self.state.connection not in _NO_LINE:
                    self.set_connection(Connection.OFFLINE, reason)
            case SignInEnded(reason):
                self.stop_sending()
                self.set_connection(Connection.SIGN_IN_ENDED, reason)
            case _:
                self.notify(notices.topic_refused(event))

    def _on_resynced(self, conversations: tuple[ConversationChanged, ...]) -> None:
        self._is_current = True
        self._wakefulness.note_resync()
        legs = [leg for conversation in conversations for leg in conversation.legs]
        for leg in legs:
            self._cards.take_leg(leg)
        self._resync.find_out_about_the_rest({leg.key for leg in legs})
        for card in self._cards:
            self._suggesting.reload_codes(card.leg)
        self._outbox.line_is_back()
        self._publish()

    # What the outbox and the recommender tell

    def _on_submission(self, submission: Submission) -> None:
        self._cards.take_submission(submission)
        self._publish()

    def _on_store_trouble(self, trouble: str) -> None:
        if trouble:
            self.notify(notices.not_saved(trouble))
        else:
            self.dismiss_notice(notices.NOT_SAVED)
            if self._outbox.has_restored:
                self.dismiss_notice(notices.NOT_RESTORED)

    def _on_suggesting(self, key: LegKey) -> None:
        self._cards.refresh_soon(key)

    # What follows

    def _own_card(self, communication_id: str) -> InteractionCard | None:
        """Return the card if it is the signed-in agent's to decide about."""
        card, agent = self.state.card(communication_id), self.state.agent
        if card is None or (agent is not None and card.leg.agent_id == agent.id):
            return card
        self.notify(notices.choice_refused(notices.NOT_YOURS))
        return None

    def _act(self, card: InteractionCard, plan: Plan) -> None:
        """Carry out a plan whose time has come."""
        note = ""
        if plan.decider is Decider.BACKEND:
            note = card.leg.attributes.get(self._settings.backend_note_attribute, "")
        self._decide(card, plan.code, note, plan.decider)

    def _decide(self, card: InteractionCard, code: WrapupCode, note: str, by: Decider) -> None:
        first = card.ranking.first
        decision = Decision(
            code=code,
            note=note,
            decider=by,
            decided_at=self._centre.server_now(),
            suggested_code_id=first.code.id if first else None,
        )
        self._cards.change(card.leg.key, is_choosing_again=False)
        is_current = self._is_current and self._wakefulness.is_unbroken
        self._outbox.decide(card.leg, decision, is_leg_current=is_current)

    def _publish(self, **changes: object) -> None:
        cards = self._cards.in_order()
        self._board.publish(
            cards=cards,
            waiting_count=self._outbox.waiting_count,
            tally=self._record.tally,
            uses_today=self._record.uses,
            **changes,
        )
        if any(card.plan is not None for card in cards):
            self._planner.note_change()


def _says_the_same(submission: Submission | None, code: WrapupCode, note: str) -> bool:
    """Whether this was chosen already and is on its way or there: a key pressed twice."""
    if submission is None or (submission.decision.code.id, submission.decision.note) != (
        code.id,
        note,
    ):
        return False
    return not submission.state.is_final or submission.state is SubmissionState.CONFIRMED
