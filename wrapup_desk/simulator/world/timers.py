"""Ends after-call work and unanswered alerts when their time is up."""

import asyncio

from wrapup_desk.simulator.world import changes
from wrapup_desk.simulator.world.contact_centre import SimulatedCentre
from wrapup_desk.simulator.world.conversation import Conversation, Participant
from wrapup_desk.simulator.world.leg_life import LegState
from wrapup_desk.simulator.world.wall_clock import WallClock


class Timers:
    """Listens to the contact centre and sets one timer for each leg that waits."""

    def __init__(self, centre: SimulatedCentre, clock: WallClock) -> None:
        self._centre = centre
        self._clock = clock
        self._handles: dict[str, asyncio.TimerHandle] = {}

    def __call__(self, change: changes.Change) -> None:
        match change:
            case changes.LegAlerted(conversation, leg):
                self._set(leg, leg.alerting_timeout_ms / 1000, conversation)
            case changes.LegStarted(_, leg) | changes.LegCompleted(_, leg):
                self._cancel(leg)
            case changes.LegDisconnected(conversation, leg):
                self._cancel(leg)
                if leg.acw_state == "pending" and leg.queue and leg.queue.timeout_ms:
                    self._set(leg, leg.queue.timeout_ms / 1000, conversation)

    def stop(self) -> None:
        for handle in self._handles.values():
            handle.cancel()
        self._handles.clear()

    def _set(self, leg: Participant, seconds: float, conversation: Conversation) -> None:
        loop = asyncio.get_running_loop()
        self._handles[leg.id] = loop.call_later(seconds, self._ring, conversation, leg)

    def _cancel(self, leg: Participant) -> None:
        handle = self._handles.pop(leg.id, None)
        if handle is not None:
            handle.cancel()

    def _ring(self, conversation: Conversation, leg: Participant) -> None:
        self._handles.pop(leg.id, None)
        if leg.state is LegState.ALERTING:
            self._centre.miss(conversation, leg, self._clock.now())
        elif leg.state is LegState.AFTER_CALL_WORK:
            self._centre.time_out(conversation, leg, self._clock.now())
