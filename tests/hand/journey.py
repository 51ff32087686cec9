"""Plays generated journeys through the window, and compares the server with what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from random import Random
from typing import Protocol

from tests.hand.agent_model import Coded, Meant, Sight
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.wrapup import WrapupCode

INTERACTIONS = 6
STEPS = 24


class Doer(Protocol):
    """Hands, here or in another process (see `agent_hands`)."""

    can_type: bool

    async def see(self, number: int) -> Sight: ...
    async def look(self, number: int) -> None: ...
    async def select(self, number: int, code_id: str, name: str) -> None: ...
    async def add(self, number: int, code_id: str, name: str) -> None: ...
    async def write(self, number: int, text: str) -> None: ...
    async def send(self, number: int) -> None: ...
    async def bounce(self) -> None: ...
    async def meanwhile(self) -> None: ...
    async def undo(self, number: int) -> None: ...
    async def change(self, number: int) -> None: ...
    async def keep(self, number: int) -> None: ...


class Shift(Protocol):
    """The program and the contact centre of one journey."""

    hands: Doer
    codes: Sequence[WrapupCode]
    failures: list[BaseException]
    # How much of after-call work has to be left for an agent to begin something, in seconds.
    last_moments_s: float
    # How long until everything typed is on disk, and until all after-call work is over.
    keeping_s: float
    to_the_end_s: float
    longest_wait_s: float

    async def begin(self) -> None: ...
    async def start(self) -> None: ...
    async def kill(self) -> None: ...
    async def end(self) -> None: ...
    async def rest(self) -> None: ...
    async def hang_up(self, number: int) -> None: ...
    async def hang_up_meanwhile(self, number: int) -> None:
        """Let a customer hang up while the agent's hand is on its way elsewhere."""

    async def lose_a_request(self) -> None:
        """Let the next code sent not arrive at once."""

    async def pass_time(self, seconds: float) -> None: ...
    async def cut_off(self, act: str, number: int, *words: str, after_s: float) -> None:
        """Begin an act and kill the program in the midst of it."""

    def phase(self, number: int) -> Phase: ...
    def seconds_left(self, number: int) -> float | None: ...
    def on_record(self, number: int) -> Coded | None: ...


@dataclass(frozen=True)
class Outcome:
    """What a journey came to; *wrong* is empty where every code is the one that was meant."""

    seed: int
    acts: tuple[str, ...]
    wrong: tuple[str, ...]


class Journey:
    """One seeded journey with six interactions at once.

    With *ends_when_wrong* it goes no further than to the first step that came out wrong: enough
    to see that a planted fault is noticed.
    """

    def __init__(self, shift: Shift, seed: int, *, ends_when_wrong: bool = False) -> None:
        self._ends_when_wrong = ends_when_wrong
        self._random = Random(seed)
        self._seed = seed
        self._shift = shift
        self._meant: list[Meant] = []
        self._acts: list[str] = [type(shift).__name__]
        self._wrong: list[str] = []
        self._last = 0

    async def play(self) -> Outcome:
        try:
            await self._shift.begin()
            suggested = self._shift.codes[0].id
            self._meant = [Meant(suggested) for _ in range(INTERACTIONS)]
            for _ in range(STEPS):
                await self._step()
                if self._wrong and self._ends_when_wrong:
                    break
            else:
                await self._come_to_the_end()
        except (AssertionError, TimeoutError) as problem:
            # What the agent meant to do could not be done.
            self._wrong.append(f"{type(problem).__name__}: {problem}")
        finally:
            await self._shift.end()
        self._wrong += [f"failed: {each!r}" for each in self._shift.failures]
        return Outcome(self._seed, tuple(self._acts), tuple(self._wrong))

    async def _come_to_the_end(self) -> None:
        """Let every customer hang up and all after-call work run out; look what is on record."""
        for number, meant in enumerate(self._meant):
            if not meant.is_over and self._phase(number) is Phase.CONNECTED:
                await self._shift.hang_up(number)
        await self._pass_time(self._shift.to_the_end_s)
        self._compare()

    async def _step(self) -> None:
        self._follow_the_end()
        open_ones = [n for n, meant in enumerate(self._meant) if not meant.is_over]
        if not open_ones:
            return
        number, stays = self._random.choice(open_ones), self._random.random() < 0.5
        if stays and self._last in open_ones:
            number = self._last  # what was begun is mostly gone on with
        self._last = number
        acts = {
            self._select: 5,
            self._add_topic: 3,
            self._write: 2,
            self._send: 4,
            self._undo: 2,
            self._change: 3,
            self._keep: 3,
            self._hang_up: 5,
            self._wait: 3,
            self._lose_the_line: 1,
            self._restart: 1,
        }
        act = self._random.choices(list(acts), list(acts.values()))[0]
        await act(number)
        await self._shift.rest()

    # What the agent does

    async def _select(self, number: int) -> None:
        code = self._random.choice(self._shift.codes)
        if self._meant[number].offers_choice:
            await self._do("select", number, code.id, code.name)

    async def _add_topic(self, number: int) -> None:
        code = self._random.choice(self._shift.codes)
        if self._meant[number].offers_choice:
            await self._do("add", number, code.id, code.name)

    async def _write(self, number: int) -> None:
        text = f"note {self._random.randrange(1000)}"
        if self._shift.hands.can_type and self._meant[number].offers_choice:
            await self._do("write", number, text)

    async def _send(self, number: int) -> None:
        bounces = self._random.random() < 0.4
        if not self._meant[number].offers_choice:
            return
        await self._do("send", number)
        if bounces and self._acts[-1].startswith("send"):
            # A habit: the key bounces, or is pressed once more before the eyes have moved on.
            await self._shift.rest()
            self._say("bounce")
            await self._shift.hands.bounce()
        elif self._random.random() < 0.6:
            await self._undo(number)

    async def _undo(self, number: int) -> None:
        if self._meant[number].offers_choice:
            return
        seen = await self._shift.hands.see(number)
        if seen.can_undo:
            await self._do("undo", number)

    async def _change(self, number: int) -> None:
        meant = self._meant[number]
        if meant.sent is None or meant.is_choosing_again or meant.is_over:
            return
        seen = await self._shift.hands.see(number)
        if seen.can_change and not seen.can_undo:
            await self._do("change", number)
            if self._random.random() < 0.4 and meant is self._meant[number]:
                await self._send(number)  # nothing else was chosen: what is on record stays

    async def _keep(self, number: int) -> None:
        meant = self._meant[number]
        is_counting = meant.selected is not None and self._phase(number) is Phase.AFTER_CALL
        if is_counting and meant.offers_choice and not meant.is_kept:
            await self._do("keep", number)

    async def _hang_up(self, number: int) -> None:
        if self._phase(number) is Phase.CONNECTED:
            self._say(f"hang up {number}")
            await self._shift.hang_up(number)

    async def _wait(self, _number: int) -> None:
        await self._pass_time(self._random.uniform(1, self._shift.longest_wait_s))

    async def _restart(self, _number: int) -> None:
        await self._pass_time(self._shift.keeping_s)
        self._say("kill -9")
        await self._shift.kill()
        await self._start_again()

    async def _do(self, act: str, number: int, *words: str) -> None:
        """Do something on a card; now and then the program is killed in the midst of it."""
        is_cut_off, after_s = self._random.random() < 0.06, self._random.uniform(0, 0.05)
        self._say(" ".join((act, str(number), *words[:1])))
        meant = self._meant[number]
        if not is_cut_off:
            await self._act_while_others_hang_up(act, number, words)
            await self._look_at(number, act, words)
            return
        # What was done before is on disk by now; of this act nobody knows.
        await self._pass_time(self._shift.keeping_s)
        if meant.is_over or not self._may_begin(number):
            return
        if act == "undo" and not (await self._shift.hands.see(number)).can_undo:
            return  # it has left meanwhile
        self._say("cut off by kill -9")
        done = copy(meant)
        getattr(done, act)(*words[:1])
        await self._shift.cut_off(act, number, *words, after_s=after_s)
        await self._start_again(number, done)

    async def _act_while_others_hang_up(
        self, act: str, number: int, words: tuple[str, ...]
    ) -> None:
        others = [
            n
            for n, meant in enumerate(self._meant)
            if n != number and not meant.is_over and self._phase(n) is Phase.CONNECTED
        ]
        happens, which = self._random.random() < 0.2, self._random.random()
        if others and happens:
            other = others[int(which * len(others))]
            self._say(f"{other} hangs up meanwhile")
            await self._shift.hang_up_meanwhile(other)
        await getattr(self._shift.hands, act)(number, *words)
        await self._shift.hands.meanwhile()
        await self._shift.rest()

    async def _look_at(self, number: int, act: str, words: tuple[str, ...]) -> None:
        """Look what became of an act: the card has to show what was meant by it."""
        meant = self._meant[number]
        seen = await self._shift.hands.see(number)
        if act == "change":
            meant.believe(seen)
        done = copy(meant)
        getattr(done, act)(*words[:1])
        # What was sent before stands again after an undo in time; it says nothing of the hand.
        is_undone = not seen.offers and done.is_shown(seen) and not meant.is_shown(seen)
        has_left = act == "undo" and seen.sent is not None and not (seen.can_undo or is_undone)
        if has_left and seen.offers:
            meant.change()  # it had left already: another one can be chosen instead
        elif not has_left or self._shift.hands.can_type:
            # Else it left before the hand was at the button, and stands as it was sent.
            getattr(meant, act)(*words[:1])
        if not meant.is_shown(seen):
            self._wrong.append(f"after {act} {number} shows {seen}, not {meant}")

    async def _lose_the_line(self, number: int) -> None:
        self._say("the next request is lost")
        await self._shift.lose_a_request()
        await self._send(number)
        if self._random.random() < 0.5:
            await self._restart(number)

    async def _start_again(self, cut_off: int = -1, done: Meant | None = None) -> None:
        """Start the program; look what each card shows, and believe that of the act cut off."""
        await self._shift.start()
        self._follow_the_end()
        for number, meant in enumerate(self._meant):
            if meant.is_over:
                meant.restart_at_the_end()
                continue
            seen = await self._shift.hands.see(number)
            possible = [copy(meant), copy(done)] if number == cut_off and done else [copy(meant)]
            for each in possible:
                each.restart()
            if number == cut_off:
                possible += [each.as_far_as(seen) for each in possible]
            fits = [each for each in possible if each.is_shown(seen)]
            if fits:
                self._meant[number] = fits[0]
                if number == cut_off:
                    fits[0].lefts = tuple(each.left for each in fits)
            else:
                self._wrong.append(f"{number} came back as {seen}, not {possible}")

    # What goes on

    async def _pass_time(self, seconds: float) -> None:
        self._say(f"{seconds:.1f} s pass")
        await self._shift.pass_time(seconds)
        self._follow_the_end()

    def _follow_the_end(self) -> None:
        """Note whose after-call work is over, or all but: what is selected goes by itself."""
        for number, meant in enumerate(self._meant):
            if meant.is_over or self._may_begin(number):
                continue
            self._say(f"time-out of {number}")
            meant.time_out()

    def _may_begin(self, number: int) -> bool:
        if self._phase(number).is_over:
            return False
        left_s = self._shift.seconds_left(number)
        return left_s is None or left_s > self._shift.last_moments_s

    def _compare(self) -> None:
        for number, meant in enumerate(self._meant):
            found = self._shift.on_record(number)
            if found != meant.sent and (found is None or found != meant.perhaps):
                self._wrong.append(f"{number} has {found}, meant was {meant.sent}")

    def _phase(self, number: int) -> Phase:
        return self._shift.phase(number)

    def _say(self, what: str) -> None:
        self._acts.append(what)
