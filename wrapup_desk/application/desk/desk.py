"""The desk as window, headless run and sign-in see it: commands in, one new snapshot out.

Everything happens on one event loop. A command is a plain method that returns at once: it hands
the core a message, and the core's effects are performed here. What takes time is started in the
background and comes back as another message.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from datetime import datetime

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.base.ports import (
    Clock,
    ContactCentre,
    DeskStore,
    ModelStore,
    Recommender,
)
from wrapup_desk.application.base.runtime import Runtime
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.base.waiting import event_or_timeout
from wrapup_desk.application.delivery.delivery_service import DeliveryService
from wrapup_desk.application.delivery.effects import DeliveryEffect
from wrapup_desk.application.desk import messages
from wrapup_desk.application.desk.auto_submit_scheduler import AutoSubmitScheduler
from wrapup_desk.application.desk.core.desk_core import handle
from wrapup_desk.application.desk.desk_state import Connection, DeskState, with_settings
from wrapup_desk.application.desk.effects import (
    DeskEffect,
    ForgetOldSubmissions,
    ReadEffect,
    ReadLeg,
    ReadPastDays,
    ReadRoutingStatus,
    RecordEffect,
    SchedulePlans,
    StopReadingLegs,
)
from wrapup_desk.application.desk.housekeeping import Housekeeping
from wrapup_desk.application.desk.leg_reader import LegReader
from wrapup_desk.application.desk.leg_record_writer import LegRecordWriter
from wrapup_desk.application.desk.messages import DeskMessage
from wrapup_desk.application.desk.sleep_detector import SleepDetector
from wrapup_desk.application.desk.unlisted_legs import UnlistedLegs
from wrapup_desk.application.suggestions.draft_effects import DraftEffect
from wrapup_desk.application.suggestions.effects import SuggestionEffect
from wrapup_desk.application.suggestions.note_service import NoteService
from wrapup_desk.application.suggestions.sentence_reader import SentenceReader
from wrapup_desk.application.suggestions.suggestion_service import SuggestionService
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import ContactCentreEvent, Resynced
from wrapup_desk.domain.outside_text import cleaned

log = logging.getLogger(__name__)

# How long a last code on its way may hold up the end of the program.
LAST_CODES_S = 3.0


class Desk:
    """What the agent's program knows and does; the window only draws and commands."""

    def __init__(
        self,
        centre: ContactCentre,
        store: DeskStore,
        models: ModelStore,
        clock: Clock,
        background: Background,
        settings: Settings,
    ) -> None:
        self._centre = centre
        self._clock = clock
        self._background = background
        self._runtime: Runtime[DeskState, DeskMessage, DeskEffect] = Runtime(
            with_settings(DeskState(), settings),
            handle,
            self._perform,
            _failed,
            centre.server_now,
            background,
        )
        self._tell = tell = self._runtime.dispatch
        self._sleep_detector = SleepDetector(clock, tell)
        self._deliveries = DeliveryService(centre, store, clock, background, tell)
        self._suggestions = SuggestionService(models, background, tell)
        self._notes = NoteService(background, tell)
        self._reader = LegReader(centre, background, tell)
        self._unlisted = UnlistedLegs(centre, clock, background, tell)
        self._scheduler = AutoSubmitScheduler(clock, centre.server_now, tell)
        self._housekeeping = Housekeeping(clock, centre.server_now, store, tell)
        self._records = LegRecordWriter(store, clock, background)

    # What the window reads

    @property
    def state(self) -> DeskState:
        return self._runtime.state

    @property
    def settings(self) -> Settings:
        return self.state.settings

    def listen(self, listener: Callable[[DeskState], None]) -> None:
        """Call *listener* with every new snapshot."""
        self._runtime.listen(listener)

    def server_now(self) -> datetime:
        return self._centre.server_now()

    # Life of the program

    async def start(self, before: DeskState | None = None) -> None:
        """Show what earlier runs left, and begin to keep time.

        *before* is the end of the desk that this one takes the place of, within one run.
        """
        cards = before.cards if before is not None else ()
        self._tell(messages.DayBegan(*self._housekeeping.today(), cards))
        self._tell(messages.LegRecordsRead(await self._records.read()))
        await self._deliveries.begin()
        self._background.start(self._sleep_detector.run(), "notice sleep")
        self._background.start(self._scheduler.run(), "act on plans")
        self._background.start(self._housekeeping.run(), "keep house")

    async def stop(self) -> None:
        """Bring every decision to disk and, while the line is live, to the server; keep the model.

        To be called before the tasks are stopped; whatever is not sent waits for the next start.
        """
        await self._deliveries.flush()
        await self._records.flush()
        if self.state.is_current:
            await self._until_delivered(LAST_CODES_S)
            await self._deliveries.flush()
        self._tell(messages.LearnSettled())
        await self._suggestions.keep_model()

    def use_recommender(
        self, recommender: Recommender, reader: SentenceReader | None = None
    ) -> None:
        """Take the recommender, which is loaded after the window shows."""
        self._tell(messages.RecommenderLoaded())
        self._suggestions.use(recommender, reader)

    async def export_model(self) -> bytes:
        return await self._suggestions.export_model()

    def use_settings(self, settings: Settings) -> None:
        self._tell(messages.UseSettings(settings))

    def greet(self, agent: Agent) -> None:
        """Take the signed-in agent; their waiting codes go out from now on."""
        self._tell(messages.Greet(agent))

    def stop_sending(self) -> None:
        """Send nothing until somebody is greeted: the token may be another agent's soon."""
        self._tell(messages.StopSending())

    def say_goodbye(self) -> None:
        """Forget the agent after a sign-out; what waits stays on this computer."""
        self._tell(messages.SayGoodbye())

    def set_connection(self, connection: Connection, note: str = "") -> None:
        self._tell(messages.SetConnection(connection, note))

    def set_place(self, region_label: str, *, is_demo: bool) -> None:
        """Tell where the program connects to, for the header and the sign-in card."""
        self._tell(messages.SetPlace(region_label, is_demo))

    def set_sign_in_problem(self, problem: str, cause: str = "") -> None:
        """Tell why nobody could sign in, and what was found to be behind that."""
        self._tell(messages.SetSignInProblem(problem, cause))

    def set_sign_in_address(self, address: str, *, has_browser: bool = True) -> None:
        """Tell where the agent signs in, and whether a browser could be opened there."""
        self._tell(messages.SetSignInAddress(address, has_browser))

    def notify(self, notice: Notice) -> None:
        """Show a notice; one with the same key is replaced."""
        self._tell(messages.PutUpNotice(notice))

    # Commands of the agent

    def choose_code(
        self, communication_id: str, code_id: str, note: str = "", topic_ids: tuple[str, ...] = ()
    ) -> None:
        """Decide for a code: kept on disk, then sent at once; further topics go as its tags."""
        note = note and cleaned(note)
        self._tell(messages.ChooseCode(communication_id, code_id, note, topic_ids))

    def select(
        self, communication_id: str, code_id: str, note: str, topic_ids: tuple[str, ...] = ()
    ) -> None:
        """Keep what is selected and typed, for a crash and for the time-out; nothing is sent."""
        note = cleaned(note)
        self._tell(messages.NoteSelection(communication_id, code_id, note, topic_ids))

    def leave_draft_out(self, communication_id: str) -> None:
        """Send no drafted note with this interaction's code."""
        self._tell(messages.LeaveDraftOut(communication_id))

    def undo(self, communication_id: str) -> None:
        """Take a decision back if it was not sent; otherwise let the agent choose again."""
        self._tell(messages.Undo(communication_id))

    def choose_again(self, communication_id: str) -> None:
        """Offer the choices again; what was sent stands until another code is chosen."""
        self._tell(messages.ChooseAgain(communication_id))

    def hold(self, communication_id: str) -> None:
        """Send nothing by itself for this leg."""
        self._tell(messages.Hold(communication_id))

    def retry(self, communication_id: str) -> None:
        """Try a refused code once more, or read the codes again."""
        self._tell(messages.Retry(communication_id))

    def dismiss(self, communication_id: str) -> None:
        """Take a card that is over out of sight."""
        self._tell(messages.Dismiss(communication_id))

    def dismiss_notice(self, key: str) -> None:
        self._tell(messages.TakeDownNotice(key))

    def look_back(self) -> None:
        """Have the days that are kept at hand, for who wants to see them."""
        self._tell(messages.LookBack())

    # What the contact centre tells

    def on_event(self, event: ContactCentreEvent) -> None:
        """Handle one event of the stream."""
        if isinstance(event, Resynced):
            self._sleep_detector.note_resync()
        self._tell(event)

    # The effects

    def _perform(self, effect: DeskEffect) -> None:
        if isinstance(effect, DeliveryEffect):
            self._deliveries.perform(effect)
        elif isinstance(effect, SuggestionEffect):
            self._suggestions.perform(effect)
        elif isinstance(effect, DraftEffect):
            self._notes.perform(effect)
        elif isinstance(effect, RecordEffect):
            self._records.perform(effect)
        elif isinstance(effect, ReadEffect):
            name = f"{type(effect).__name__} {effect.leg.key.communication_id}"
            self._runtime.start(effect, self._reader.read(effect), name)
        else:
            self._perform_rest(effect)

    def _perform_rest(
        self,
        effect: (
            ReadLeg
            | StopReadingLegs
            | ReadRoutingStatus
            | SchedulePlans
            | ForgetOldSubmissions
            | ReadPastDays
        ),
    ) -> None:
        match effect:
            case ReadLeg(leg):
                self._unlisted.find_out(leg)
            case StopReadingLegs():
                self._unlisted.stop()
            case ReadRoutingStatus():
                self._runtime.start(effect, self._reader.read_status(), "read the routing status")
            case SchedulePlans(plans_at):
                self._scheduler.schedule(plans_at)
            case ForgetOldSubmissions(before):
                work = self._housekeeping.forget_before(before)
                self._background.start(work, "forget old submissions")
            case ReadPastDays(since):
                work = self._housekeeping.read_past(since)
                self._runtime.start(effect, work, "read earlier days")

    async def _until_delivered(self, seconds: float) -> None:
        """Give what is on its way to the server *seconds* to arrive."""
        changed = asyncio.Event()
        self.listen(lambda _: changed.set())
        give_up_at_s = self._clock.monotonic() + seconds
        while self.state.outbox.is_busy and (left_s := give_up_at_s - self._clock.monotonic()) > 0:
            changed.clear()
            await event_or_timeout(changed, self._clock, left_s)


def _failed(effect: DeskEffect, error: Exception) -> EffectFailed[DeskEffect]:
    """Log a fault of the program, without the exception's text: that may quote the customer."""
    problem = type(error).__name__
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed with %s:\n%s", type(effect).__name__, problem, place)
    return EffectFailed(effect, problem)
