"""The ways of carrying a code that are tried: the product's, and two known to lose codes.

The two wrong ones are negative controls: a harness that does not find their losses would not
find the product's either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Clock, ContactCentre
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.desk.notices import NOT_SAVED
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import ConversationChanged, Resynced, StreamOpened
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.submission import ServerReply, Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

ATTEMPTS = 5
PAUSE_S = 0.05
A_NOTE = "a note"

ShowCard = Callable[[InteractionCard], None]
SayTrouble = Callable[[str], None]


class Variant(Protocol):
    """One way of carrying codes; what it shows the agent is a card."""

    async def begin(self, agent_id: str) -> None: ...

    def observe(self, leg: Leg) -> None: ...

    async def offered(self, leg: Leg) -> None: ...

    async def decide(self, leg: Leg, code_id: str, note: str = A_NOTE) -> None: ...

    def undo(self, communication_id: str) -> bool:
        """Take the last decision back; return whether nothing is decided for the leg any more."""

    async def stop(self) -> None: ...


class WholeDesk:
    """The product: the desk with everything but window, sign-in and recommender."""

    def __init__(
        self,
        centre: ContactCentre,
        store: SqliteStore,
        clock: Clock,
        background: Background,
        show: ShowCard,
        say_trouble: SayTrouble,
    ) -> None:
        self._desk = Desk(centre, store, store, clock, background, Settings())
        self._show = show
        self._say_trouble = say_trouble
        self._shown: dict[str, tuple[Submission, bool]] = {}
        self._trouble = ""
        self._changed = asyncio.Event()
        self._desk.listen(self._on_state)

    async def begin(self, agent_id: str) -> None:
        await self._desk.start()
        self._desk.greet(Agent(agent_id, "agent"))
        self._desk.on_event(StreamOpened())
        self._desk.on_event(Resynced(()))

    def observe(self, leg: Leg) -> None:
        self._desk.on_event(ConversationChanged(leg.key.conversation_id, (leg,)))

    async def offered(self, leg: Leg) -> None:
        """Wait until a code can be chosen, as an agent would."""
        communication_id = leg.key.communication_id
        if self._desk.state.card(communication_id) is None:
            self.observe(leg)
        while not self._is_offered(communication_id):
            self._changed.clear()
            await self._changed.wait()

    async def decide(self, leg: Leg, code_id: str, note: str = A_NOTE) -> None:
        """Choose a code as soon as it is on offer."""
        await self.offered(leg)
        self._desk.choose_code(leg.key.communication_id, code_id, note)

    def undo(self, communication_id: str) -> bool:
        self._desk.undo(communication_id)
        card = self._desk.state.card(communication_id)
        return card is not None and card.submission is None

    async def stop(self) -> None:
        """Quit as the program does: the last code is given some seconds."""
        await self._desk.stop()

    def _is_offered(self, communication_id: str) -> bool:
        card = self._desk.state.card(communication_id)
        return card is not None and bool(card.codes)

    def _on_state(self, state: DeskState) -> None:
        self._changed.set()
        for card in state.cards:
            if card.submission is None:
                continue
            shown = (card.submission, card.is_saved)
            if self._shown.get(card.leg.key.communication_id) != shown:
                self._shown[card.leg.key.communication_id] = shown
                self._show(card)
        trouble = next((each.text for each in state.notices if each.key == NOT_SAVED), "")
        if trouble != self._trouble:
            self._trouble = trouble
            self._say_trouble(trouble)


class WithoutOutbox:
    """Sends what was chosen from memory, like the backend of the story: nothing survives."""

    def __init__(
        self,
        centre: ContactCentre,
        store: SqliteStore,
        clock: Clock,
        background: Background,
        show: ShowCard,
        say_trouble: SayTrouble,
    ) -> None:
        self._centre = centre
        self._store = store
        self._clock = clock
        self._background = background
        self._show = show

    async def begin(self, agent_id: str) -> None:
        """Nothing waits for a sign-in: there is nothing that waits."""

    def observe(self, leg: Leg) -> None:
        """News changes nothing: 202 counted as done."""

    async def offered(self, leg: Leg) -> None:
        """Any code is good at any time."""

    def undo(self, communication_id: str) -> bool:
        """What is sent is sent."""
        return False

    async def stop(self) -> None:
        """Nothing is waited for."""

    async def decide(self, leg: Leg, code_id: str, note: str = A_NOTE) -> None:
        code = WrapupCode(code_id, "code")
        decision = Decision(code, note, Decider.AGENT, self._clock.now())
        submission = Submission(leg.key, leg.media, leg.agent_id, decision)
        await self._take(leg, submission)
        self._background.start(self._send(leg, submission), "send")

    async def _take(self, leg: Leg, submission: Submission) -> None:
        """Tell the agent that it is safe, which is the lie."""
        self._show(InteractionCard(leg, submission=submission, is_saved=True))

    async def _send(self, leg: Leg, submission: Submission) -> None:
        code_id, note = submission.decision.code.id, submission.decision.note
        for _ in range(ATTEMPTS):
            answer = await self._centre.submit(submission.key, submission.media, code_id, note)
            if answer.said is ServerReply.ACCEPTED:
                break
            await asyncio.sleep(PAUSE_S)
        confirmed = replace(submission, state=SubmissionState.CONFIRMED)
        self._show(InteractionCard(leg, submission=confirmed, is_saved=True))


class MarkedSentFirst(WithoutOutbox):
    """Writes "sent" to the disk, then sends: whatever happens in between is never noticed."""

    async def _take(self, leg: Leg, submission: Submission) -> None:
        await self._store.save(replace(submission, state=SubmissionState.CONFIRMED))
        await super()._take(leg, submission)


VARIANTS: dict[
    str,
    Callable[
        [ContactCentre, SqliteStore, Clock, Background, ShowCard, SayTrouble],
        Variant,
    ],
] = {
    "outbox": WholeDesk,
    "without outbox": WithoutOutbox,
    "marked sent first": MarkedSentFirst,
}
