"""A contact centre with a server's truth: scripted to answer, delay, lose and refuse."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from tests.examples import AGENT, CODES, a_key
from wrapup_desk.application.base.ports import (
    Answer,
    Clock,
    ContactCentreError,
    NotFound,
    ReadBack,
    SignInFailed,
    SignInNeeded,
)
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    CopilotSummary,
    PredictedCode,
)
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import AssignedCode, WrapupCode


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one write: what it answers, and what truly happens."""

    answer: Answer = field(default_factory=lambda: Answer(ServerReply.ACCEPTED))
    applies: bool = True
    # After how long the write takes effect, and after how long the answer arrives.
    effect_after_s: float = 0.0
    answer_after_s: float = 0.0
    # Whether the stream tells of the effect.
    is_told: bool = True


def refusing(said: ServerReply, message: str = "no", retry_after_s: float | None = None) -> Reply:
    """Return the reply of a server that refuses."""
    wait = None if retry_after_s is None else timedelta(seconds=retry_after_s)
    return Reply(Answer(said, message, wait), applies=False)


def lost_before() -> Reply:
    """Return the reply of a request that never arrived."""
    return Reply(Answer(ServerReply.UNREACHABLE, "no answer"), applies=False)


def lost_after(effect_after_s: float = 0.0) -> Reply:
    """Return the reply of a request whose answer was lost; the write takes effect."""
    return Reply(
        Answer(ServerReply.UNREACHABLE, "no answer"), effect_after_s=effect_after_s, is_told=False
    )


@dataclass(frozen=True, slots=True)
class Write:
    """One write as the server received it."""

    key: LegKey
    code_id: str
    note: str
    token_of: str
    at_s: float
    tags: tuple[str, ...] = ()


class FakeContactCentre:
    """Implements `ContactCentre` with a server's truth: legs, and the code on record for each."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.legs: dict[LegKey, Leg] = {}
        self.codes: dict[LegKey, tuple[WrapupCode, ...]] = {}
        # Scripts: taken one by one; when empty, all is well.
        self.replies: deque[Reply] = deque()
        self.read_answers: deque[Answer | None] = deque()
        self.failures: deque[ContactCentreError] = deque()
        self.predictions: tuple[PredictedCode, ...] = ()
        self.summary = ""
        self.words: tuple[Utterance, ...] = ()
        # Whose token is used; None when signed out.
        self.token_of: Agent | None = AGENT
        self.offset = timedelta(0)
        self.writes: list[Write] = []
        self.reads: list[LegKey] = []
        self.asked: list[str] = []
        self.read_takes_s = 0.0
        # Undocumented whether Genesys takes a code for a leg that has ended: both are tried.
        self.takes_codes_of_ended_legs = True
        # Whether writes of one leg take effect in the order they arrived.
        self.applies_in_order = True
        # Whether the tags beside a code are kept and told again.
        self.keeps_tags = True
        # Whether the stream tells of every effect, of those too whose answer was lost.
        self.tells_all = False
        # Told of each effect on a leg's record, before it happens: ours and other people's.
        self.before_effect: Callable[[LegKey, AssignedCode], None] = lambda key, assigned: None
        self._last_effect_s: dict[LegKey, float] = {}
        self._publish: Callable[[ContactCentreEvent], None] | None = None
        self._effects: set[asyncio.Task[None]] = set()

    # What a test does

    @property
    def is_followed(self) -> bool:
        return self._publish is not None

    def tell(self, event: ContactCentreEvent) -> None:
        """Send an event to whoever follows the stream."""
        if self._publish is not None:
            self._publish(event)

    def put(self, leg: Leg, *, is_told: bool = True) -> None:
        """Make *leg* the truth, and tell the stream."""
        known = self.legs.get(leg.key)
        if known is not None and leg.wrapup is None:
            leg = replace(leg, wrapup=known.wrapup)
        self.legs[leg.key] = leg
        if is_told:
            self.tell_of(leg.key)

    def move(self, number: int, phase: Phase, *, is_told: bool = True) -> None:
        """Take a leg into another phase."""
        times: dict[str, Any] = {}
        if phase in (Phase.AFTER_CALL, Phase.COMPLETED):
            leg = self.legs[a_key(number)]
            ended_at = leg.disconnected_at or self.server_now()
            times = {"disconnected_at": ended_at, "acw_started_at": ended_at}
        self.put(replace(self.legs[a_key(number)], phase=phase, **times), is_told=is_told)

    def person_chooses(self, key: LegKey, code: WrapupCode, *, is_told: bool = True) -> None:
        """Write a code as a person does in Genesys itself."""
        self._record(key, AssignedCode(code.id), is_told=is_told)

    def tell_of(self, key: LegKey) -> None:
        if key in self.legs:
            self.tell(ConversationChanged(key.conversation_id, (self.legs[key],)))

    def code_of(self, key: LegKey) -> str | None:
        """Return the code on record."""
        wrapup = self.legs[key].wrapup
        return wrapup.code_id if wrapup else None

    # The port

    async def follow(self, publish: Callable[[ContactCentreEvent], None]) -> None:
        self._publish = publish
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self._publish = None

    async def me(self) -> Agent:
        self._fail("me")
        if self.token_of is None:
            raise SignInNeeded("nobody is signed in")
        return self.token_of

    async def routing_status(self) -> RoutingStatus:
        return RoutingStatus.IDLE

    async def conversation(self, conversation_id: str) -> ConversationChanged:
        self._fail(f"conversation {conversation_id}")
        legs = tuple(
            leg for leg in self.legs.values() if leg.key.conversation_id == conversation_id
        )
        if not legs:
            raise NotFound("no such conversation")
        return ConversationChanged(conversation_id, legs)

    async def codes_for(self, leg: Leg, *, anew: bool = False) -> tuple[WrapupCode, ...]:
        self._fail(f"codes {leg.key.communication_id}{' anew' if anew else ''}")
        return self.codes.get(leg.key, CODES)

    async def written_words(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        self._fail(f"words {','.join(message_ids)}")
        return self.words

    async def copilot_summary(self, leg: Leg) -> CopilotSummary:
        self._fail(f"prediction {leg.key.conversation_id}")
        return CopilotSummary(self.predictions, self.summary)

    async def submit(
        self,
        key: LegKey,
        media: Media,
        code_id: str,
        note: str,
        *,
        tags: tuple[str, ...] = (),
        is_provisional: bool = False,
    ) -> Answer:
        token_of = self.token_of.id if self.token_of else ""
        self.writes.append(Write(key, code_id, note, token_of, self._clock.monotonic(), tags))
        reply = self.replies.popleft() if self.replies else Reply()
        if key not in self.legs:
            return Answer(ServerReply.NOT_FOUND, "no such conversation")
        if self.legs[key].phase.is_over and not self.takes_codes_of_ended_legs:
            return Answer(ServerReply.CONFLICT, "the leg has ended")
        if reply.applies:
            shown = tags if self.keeps_tags else ()
            assigned = AssignedCode(code_id, note, is_provisional=is_provisional, tags=shown)
            self._later(reply, key, assigned)
        await self._clock.sleep(reply.answer_after_s)
        return reply.answer

    async def read_back(self, key: LegKey, media: Media) -> ReadBack:
        self.reads.append(key)
        if self.read_takes_s:
            await self._clock.sleep(self.read_takes_s)
        answer = self.read_answers.popleft() if self.read_answers else None
        if answer is not None:
            return ReadBack(answer)
        leg = self.legs.get(key)
        if leg is None:
            return ReadBack(Answer(ServerReply.NOT_FOUND, "no such conversation"))
        return ReadBack(Answer(ServerReply.ACCEPTED), leg, leg.wrapup)

    def server_now(self) -> datetime:
        return self._clock.now() + self.offset

    async def close(self) -> None:
        return None

    def _later(self, reply: Reply, key: LegKey, assigned: AssignedCode) -> None:
        now_s = self._clock.monotonic()
        due_s = now_s + reply.effect_after_s
        if self.applies_in_order:
            due_s = max(due_s, self._last_effect_s.get(key, now_s))
        self._last_effect_s[key] = due_s
        if due_s <= now_s:
            self._record(key, assigned, is_told=reply.is_told)
            return
        work = self._take_effect(due_s - now_s, key, assigned, is_told=reply.is_told)
        task = asyncio.get_running_loop().create_task(work)
        self._effects.add(task)
        task.add_done_callback(self._effects.discard)

    async def _take_effect(
        self, after_s: float, key: LegKey, assigned: AssignedCode, *, is_told: bool
    ) -> None:
        await self._clock.sleep(after_s)
        if key in self.legs:
            self._record(key, assigned, is_told=is_told)

    def _record(self, key: LegKey, assigned: AssignedCode, *, is_told: bool) -> None:
        self.before_effect(key, assigned)
        self.legs[key] = replace(self.legs[key], wrapup=assigned)
        if is_told or self.tells_all:
            # The stream is no faster than the answer.
            asyncio.get_running_loop().call_soon(self.tell_of, key)

    def _fail(self, what: str) -> None:
        self.asked.append(what)
        if self.failures:
            raise self.failures.popleft()


class FakeAuthenticator:
    """Implements `Authenticator`: the browser is answered when a test says so."""

    def __init__(self, centre: FakeContactCentre) -> None:
        self._centre = centre
        self.kept: Agent | None = None
        self.signs_in_as: Agent = AGENT
        self.problem = ""
        self.browser_answers = asyncio.Event()
        self.browser_answers.set()
        self.opened: list[str] = []
        self.sign_outs = 0

    async def restore(self) -> bool:
        self._centre.token_of = self.kept
        return self.kept is not None

    async def sign_in(self, open_browser: Callable[[str], None]) -> None:
        open_browser("https://login.example.test/oauth/authorize")
        await self.browser_answers.wait()
        if self.problem:
            raise SignInFailed(self.problem)
        self._centre.token_of = self.signs_in_as

    async def sign_out(self) -> None:
        self.sign_outs += 1
        self._centre.token_of = None
