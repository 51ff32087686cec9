"""Plays scripted conversations: the customers, and the agents' hands on their phones."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.script.script import (
    Predict,
    Propose,
    PutOnHold,
    Say,
    Script,
    Step,
    Transfer,
)
from wrapup_desk.simulator.world import changes
from wrapup_desk.simulator.world.arrivals import (
    Arrival,
    conversation_of,
    joining,
    leg_for,
    returning,
)
from wrapup_desk.simulator.world.conversation import (
    AppliedCode,
    Conversation,
    Participant,
    Prediction,
    Words,
)
from wrapup_desk.simulator.world.leg_life import TALKING, TERMINAL, LegState
from wrapup_desk.simulator.world.organization import Queue, User, stable_id

# How often a spoken turn is heard in part before it is final, and when (share of the pause)
_PARTIALS = ((0.45, 0.4), (0.75, 0.75))
CONCURRENT_PER_AGENT = 3
# At high speed a scripted alert would be over before the agent's answer is scheduled
_SHORTEST_ALERT_MS = 1000


class Player:
    """Plays scripts against one simulation."""

    def __init__(
        self, simulation: Simulation, run_key: str, completes_after_s: float | None = None
    ) -> None:
        self._simulation = simulation
        self._centre = simulation.centre
        # Ids of one run differ from those of the next, unless the run's key is given
        self._run_key = run_key
        self._completes_after_s = completes_after_s
        self._moved = _LegWatch()
        self._centre.listen(self._moved)

    async def play_timetable(self, scripts: Iterable[Script]) -> None:
        """Play each script at its own time, side by side, until all are done."""
        async with asyncio.TaskGroup() as group:
            for script in scripts:
                group.create_task(self._play_at_its_time(script))

    async def play_in_lanes(self, scripts: list[Script]) -> None:
        """Play scripts as fast as the agents can: up to three at a time for each."""
        agents = self._simulation.organization.agents
        lanes = len(agents) * CONCURRENT_PER_AGENT
        async with asyncio.TaskGroup() as group:
            for lane in range(lanes):
                agent = agents[lane % len(agents)]
                group.create_task(self._play_lane(scripts[lane::lanes], agent))

    async def play(self, script: Script, agent: User) -> None:
        """Play one conversation from the alert until its last leg is complete."""
        conversation = self.open(script)
        for _ in range(script.missed_alerts):
            leg = self.alert(conversation, agent, script)
            await self._moved.until(leg, TERMINAL)
            await self._pause(1.0)
        leg = self.alert(conversation, agent, script)
        await self._pause(script.rings_s)
        if leg.state is LegState.ALERTING:
            self._centre.answer(conversation, leg, self._now())
        leg = await self._talk(conversation, leg, script)
        if leg.state in TALKING:
            self._centre.hang_up(conversation, leg, self._now())
        await self._after_call_work(conversation, script)

    def open(self, script: Script) -> Conversation:
        """The customer of *script* arrives in the queue."""
        expected = script.expected_code
        arrival = Arrival(
            key=f"{self._run_key}/{script.key}",
            medium=script.medium,
            queue=script.queue,
            customer_name=script.customer_name,
            customer_address=script.customer_address,
            direction=script.direction,
            subject=script.subject,
            title=script.title,
            is_dialer=script.is_dialer,
            expected_code_id=expected.id if expected else None,
            attributes=dict(script.attributes),
        )
        conversation = conversation_of(arrival, self._now())
        self._centre.open(conversation)
        return conversation

    def say_now(
        self,
        conversation: Conversation,
        leg: Participant,
        speaker: str,
        text: str,
        *,
        is_final: bool = True,
    ) -> Words:
        """One turn without any pause; partial ones share the id of the final that follows."""
        speaking = conversation.customer if speaker == "customer" else leg
        words_id = stable_id(conversation.id, "words", str(len(conversation.words)))
        words = Words(words_id, speaker, text, self._now(), speaking.id)
        self._centre.speak(conversation, words, is_final=is_final)
        return words

    def alert(
        self, conversation: Conversation, agent: User, script: Script, *, is_direct: bool = False
    ) -> Participant:
        """Ring *agent*; the leg is new each time, and comes from no queue if it is direct."""
        queue = None if is_direct else script.queue
        leg = leg_for(conversation, agent, queue, self._now())
        leg.acw_requested = script.requests_acw
        self._ring(conversation, leg)
        return leg

    def ring_now(self, conversation: Conversation, agent: User) -> Participant:
        """Ring *agent* from the queue the conversation was in last."""
        leg = leg_for(conversation, agent, conversation.legs[-1].queue, self._now())
        self._ring(conversation, leg)
        return leg

    def hand_over_now(
        self, conversation: Conversation, agent: User, *, is_consult: bool
    ) -> Participant:
        """Ring *agent*; a blind transfer ends the leg that has the customer at once."""
        leg = conversation.legs[-1]
        step = Transfer(agent, None, 0.0, is_consult)
        receiver = self._ring_receiver(conversation, leg, step)
        if not is_consult:
            self._centre.hang_up(conversation, leg, self._now(), "transfer")
        return receiver

    def join_now(self, conversation: Conversation, user: User, role: str) -> Participant:
        """Let *user* monitor, coach or barge in on the last leg."""
        leg = conversation.legs[-1]
        one = joining(conversation, leg, user, role, self._now())
        if role == "barged" and self._simulation.capabilities.barge_owes_code:
            one.purpose, one.queue = "agent", leg.queue
        self._centre.join(conversation, one, self._now())
        return one

    async def _play_at_its_time(self, script: Script) -> None:
        await self._pause(script.starts_after_s)
        await self.play(script, script.agent or self._least_busy())

    async def _play_lane(self, scripts: list[Script], agent: User) -> None:
        for script in scripts:
            await self._pause(script.starts_after_s)
            await self.play(script, agent)

    def _least_busy(self) -> User:
        agents = self._simulation.organization.agents
        return min(agents, key=lambda agent: self._centre.busy_legs(agent.id))

    # --- the talk -------------------------------------------------------------------------

    async def _talk(
        self, conversation: Conversation, leg: Participant, script: Script
    ) -> Participant:
        """Go through the steps; returns the leg that has the customer at the end."""
        for step in script.steps:
            if leg.state not in TALKING:
                break
            if isinstance(step, Transfer):
                await self._pause(step.after_s, leg)
                leg = await self._transfer(conversation, leg, step)
            else:
                await self._take_step(conversation, leg, step)
        return leg

    async def _take_step(self, conversation: Conversation, leg: Participant, step: Step) -> None:
        match step:
            case Say():
                await self._say(conversation, leg, step)
            case PutOnHold(seconds, after_s):
                await self._pause(after_s, leg)
                await self._hold(conversation, leg, seconds)
            case Propose(attributes, after_s):
                await self._pause(after_s, leg)
                self._centre.set_attributes(conversation, leg, attributes)
            case Predict(_, _, after_s):
                await self._pause(after_s, leg)
                self.predict(conversation, leg, step)

    async def _say(self, conversation: Conversation, leg: Participant, step: Say) -> None:
        passed = 0.0
        for moment, share in _PARTIALS if conversation.medium.is_spoken else ():
            await self._pause(step.after_s * (moment - passed), leg)
            passed = moment
            heard = _beginning(step.text, share)
            if heard and leg.state in TALKING:
                self.say_now(conversation, leg, step.speaker, heard, is_final=False)
        await self._pause(step.after_s * (1 - passed), leg)
        if leg.state in TALKING:
            self.say_now(conversation, leg, step.speaker, step.text)

    async def _hold(self, conversation: Conversation, leg: Participant, seconds: float) -> None:
        if leg.state is LegState.CONNECTED:
            self._centre.hold(conversation, leg, self._now())
            await self._pause(seconds, leg)
        if leg.state is LegState.HELD:
            self._centre.retrieve(conversation, leg)

    async def _transfer(
        self, conversation: Conversation, leg: Participant, step: Transfer
    ) -> Participant:
        receiver = self._ring_receiver(conversation, leg, step)
        if not step.is_consult:
            self._centre.hang_up(conversation, leg, self._now(), "transfer")
            self._simulation.start(self._complete_later(conversation, leg))
        await self._pause(2.0)
        if receiver.state is LegState.ALERTING:
            self._centre.answer(conversation, receiver, self._now())
        if step.is_consult and leg.state in TALKING:
            self._centre.hang_up(conversation, leg, self._now(), "transfer.consult")
            self._simulation.start(self._complete_later(conversation, leg))
        return receiver

    def _ring_receiver(
        self, conversation: Conversation, leg: Participant, step: Transfer
    ) -> Participant:
        receiver = self._leg_for(conversation, step.to_agent, step.to_queue or leg.queue)
        if step.is_consult:
            receiver.consult_participant_id = leg.id
        self._ring(conversation, receiver)
        return receiver

    def _leg_for(
        self, conversation: Conversation, agent: User, queue: Queue | None
    ) -> Participant:
        had = [one for one in conversation.legs if one.user_id == agent.id and one.is_over]
        if had and self._simulation.capabilities.transfer_back_is_session:
            return returning(conversation, had[-1], queue, self._now())
        return leg_for(conversation, agent, queue, self._now())

    def _ring(self, conversation: Conversation, leg: Participant) -> None:
        real_ms = self._simulation.clock.real_ms(leg.alerting_timeout_ms)
        leg.alerting_timeout_ms = max(_SHORTEST_ALERT_MS, real_ms)
        self._centre.alert(conversation, leg)

    def predict(self, conversation: Conversation, leg: Participant, step: Predict) -> None:
        """The Copilot's summary event, now."""
        codes = tuple((code.id, score) for code, score in step.codes)
        summary_id = stable_id(conversation.id, "summary", str(len(conversation.predictions)))
        prediction = Prediction(summary_id, self._now(), step.text, codes, leg.communication_id)
        self._centre.predict(changes.CodesPredicted(conversation, prediction))

    # --- the end --------------------------------------------------------------------------

    async def _after_call_work(self, conversation: Conversation, script: Script) -> None:
        leg = conversation.legs[-1]
        if script.prediction is not None:
            await self._pause(script.prediction.after_s)
            self.predict(conversation, leg, script.prediction)
        wait_s = script.completes_after_s
        if self._completes_after_s is not None:
            wait_s = self._completes_after_s
        if wait_s is not None:
            await self._click_complete(conversation, leg, wait_s)
        for one in conversation.legs:
            await self._moved.until(one, TERMINAL)

    async def _complete_later(self, conversation: Conversation, leg: Participant) -> None:
        wait_s = 30.0 if self._completes_after_s is None else self._completes_after_s
        await self._click_complete(conversation, leg, wait_s)

    async def _click_complete(
        self, conversation: Conversation, leg: Participant, wait_s: float
    ) -> None:
        """Click Complete; where a code has to come first, click again once it is there."""
        await self._pause_until_complete(wait_s, leg)
        while leg.state is LegState.AFTER_CALL_WORK:
            if self._centre.complete(conversation, leg, self._now()):
                return
            if self._simulation.oauth.has_signed_in(leg.user_id):
                await self._moved.next(leg)
            else:
                self._code_by_hand(conversation, leg)

    def _code_by_hand(self, conversation: Conversation, leg: Participant) -> None:
        """A colleague whom no program plays picks the code in Genesys' own window."""
        codes = leg.queue.codes if leg.queue is not None else ()
        expected = conversation.expected_code_id or (codes[0].id if codes else "")
        code = AppliedCode(
            code_id=expected, notes="", tags=(), at=self._now(), by_user_id=leg.user_id,
            via="agent", while_state="acw",
        )  # fmt: skip
        self._centre.apply_code(conversation, leg, code, self._now())

    # --- time -----------------------------------------------------------------------------

    async def _pause(self, scripted_s: float, leg: Participant | None = None) -> None:
        """Wait scripted time, or until *leg* is over (someone else hung up)."""
        if leg is None:
            await self._simulation.clock.wait(self._simulation.clock.real_seconds(scripted_s))
        else:
            await self._wait_at_most(scripted_s, leg, TERMINAL | {LegState.AFTER_CALL_WORK})

    async def _pause_until_complete(self, scripted_s: float, leg: Participant) -> None:
        hung_up_at = leg.disconnected_at or self._now()
        due = hung_up_at + timedelta(seconds=self._simulation.clock.real_seconds(scripted_s))
        remaining_s = (due - self._now()).total_seconds() * self._simulation.clock.speed
        await self._wait_at_most(max(0.0, remaining_s), leg, TERMINAL)

    async def _wait_at_most(
        self, scripted_s: float, leg: Participant, states: frozenset[LegState]
    ) -> None:
        seconds = self._simulation.clock.real_seconds(scripted_s)
        try:
            async with asyncio.timeout(seconds):
                await self._moved.until(leg, states)
        except TimeoutError:
            return

    def _now(self) -> datetime:
        return self._simulation.clock.now()


class _LegWatch:
    """Wakes those who wait for a leg to reach a state."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[asyncio.Event]] = {}

    def __call__(self, change: changes.Change) -> None:
        match change:
            case (
                changes.LegDisconnected(_, leg)
                | changes.LegCompleted(_, leg)
                | changes.CodeApplied(_, leg)
            ):
                for event in self._waiting.pop(leg.id, []):
                    event.set()

    async def until(self, leg: Participant, states: frozenset[LegState]) -> None:
        while leg.state not in states:
            await self.next(leg)

    async def next(self, leg: Participant) -> None:
        """Wait for the next thing that happens to *leg*."""
        event = asyncio.Event()
        self._waiting.setdefault(leg.id, []).append(event)
        await event.wait()


def _beginning(text: str, share: float) -> str:
    words = text.split()
    return " ".join(words[: int(len(words) * share)])
