"""Plays generated journeys through the window, and compares the server with what was meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication

from tests.examples import a_key
from tests.hand.agent_hands import Hands, Keyboard, Mouse
from tests.hand.agent_model import Meant
from tests.hand.stage import ALL_CODES, INTERACTIONS, Stage
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.wrapup import is_system_code

STEPS = 24
# More than after-call work lasts.
TO_THE_END_S = 75
LAST_MOMENTS = timedelta(seconds=5)


@dataclass(frozen=True)
class Outcome:
    """What a journey came to; *wrong* is empty where every code is the one that was meant."""

    seed: int
    acts: tuple[str, ...]
    wrong: tuple[str, ...]


class Journey:
    """One seeded journey with six interactions at once."""

    def __init__(self, app: QApplication, folder: Path, seed: int) -> None:
        self._random = Random(seed)
        self._seed = seed
        self._stage = Stage(app, folder, Settings())
        hands = Keyboard if seed % 2 else Mouse
        self._hands: Hands = hands(self._stage)
        self._meant = [Meant(suggested=ALL_CODES[0].id) for _ in range(INTERACTIONS)]
        self._acts: list[str] = [hands.__name__]
        self._wrong: list[str] = []

    async def play(self) -> Outcome:
        await self._stage.begin()
        try:
            for _ in range(STEPS):
                await self._step()
            for number, meant in enumerate(self._meant):
                if not meant.is_over and self._phase(number) is Phase.CONNECTED:
                    await self._stage.hang_up(number)
            await self._pass_time(TO_THE_END_S)
            self._compare()
        finally:
            await self._stage.kill()
        self._wrong += [f"failed: {each!r}" for each in self._stage.failures]
        return Outcome(self._seed, tuple(self._acts), tuple(self._wrong))

    async def _step(self) -> None:
        open_ones = [n for n, meant in enumerate(self._meant) if not meant.is_over]
        if not open_ones:
            return
        number = self._random.choice(open_ones)
        acts = {
            self._select: 5,
            self._write: 2,
            self._send: 4,
            self._change: 2,
            self._keep: 1,
            self._hang_up: 3,
            self._wait: 3,
            self._restart: 2,
        }
        act = self._random.choices(list(acts), list(acts.values()))[0]
        await act(number)
        await self._stage.rest()

    async def _select(self, number: int) -> None:
        if self._meant[number].offers_choice:
            code_id = self._random.choice(ALL_CODES).id
            self._say(f"select {code_id} on {number}")
            await self._hands.select(number, code_id)
            self._meant[number].select(code_id)

    async def _write(self, number: int) -> None:
        if self._hands.can_type and self._meant[number].offers_choice:
            text = f"note {self._random.randrange(1000)}"
            self._say(f"{text} on {number}")
            await self._hands.write(number, text)
            self._meant[number].type_note(text)

    async def _send(self, number: int) -> None:
        meant = self._meant[number]
        if not meant.offers_choice:
            return
        self._say(f"send {meant.on_the_button} on {number}")
        await self._hands.send(number)
        meant.send()
        if self._random.random() < 0.5:
            # A habit: the key bounces, or is pressed once more before the eyes have moved on.
            await self._stage.rest()
            self._say("bounce")
            self._hands.bounce()

    async def _change(self, number: int) -> None:
        meant = self._meant[number]
        if meant.sent is not None and not meant.is_choosing_again and not meant.is_over:
            self._say(f"change {number}")
            await self._hands.change(number)
            meant.choose_again()

    async def _keep(self, number: int) -> None:
        meant = self._meant[number]
        is_counting = meant.selected is not None and self._phase(number) is Phase.AFTER_CALL
        if is_counting and meant.offers_choice and not meant.is_kept:
            self._say(f"keep {number}")
            await self._hands.keep(number)
            meant.keep()

    async def _hang_up(self, number: int) -> None:
        if self._phase(number) is Phase.CONNECTED:
            self._say(f"hang up {number}")
            await self._stage.hang_up(number)

    async def _wait(self, _number: int) -> None:
        await self._pass_time(self._random.randrange(1, 25))

    async def _restart(self, _number: int) -> None:
        # What is typed reaches the disk within a quarter of a second.
        await self._pass_time(1)
        self._say("kill -9")
        await self._stage.kill()
        await self._stage.start()
        for number, meant in enumerate(self._meant):
            if meant.is_over:
                continue
            self._see_what_is_back(number, meant)

    def _see_what_is_back(self, number: int, meant: Meant) -> None:
        """The agent looks at the card: the same row and note have to be back.

        Esc and Change are of the moment: after a restart the countdown runs again, and a code
        that was sent stands until it is changed again.
        """
        meant.is_kept = False
        if meant.sent is not None and meant.is_choosing_again:
            if meant.selected is not None or meant.note != meant.sent[1]:
                meant.left = (meant.selected, meant.note)
            meant.is_choosing_again, meant.selected, meant.note = False, None, meant.sent[1]
            return
        card = self._stage.desk.state.card(a_key(number).communication_id)
        selection = card.selection if card is not None else None
        code = selection.code.id if selection is not None and selection.code else None
        note = selection.note if selection is not None else ""
        if meant.offers_choice and (code, note) != (meant.selected, meant.note):
            self._wrong.append(f"{number} came back as {code}, {note!r}, not {meant}")

    async def _pass_time(self, seconds: int) -> None:
        self._say(f"{seconds} s pass")
        for key in await self._stage.pass_time(seconds):
            self._say(f"time-out of {key.communication_id}")
            meant = self._meant[int(key.conversation_id.rsplit("-", 1)[1])]
            if not meant.is_over:
                meant.time_out()
        for number, meant in enumerate(self._meant):
            if not meant.is_over and self._is_last_moment(number):
                # What is selected went five seconds before the end, as the card said.
                meant.time_out()

    def _is_last_moment(self, number: int) -> bool:
        leg = self._stage.centre.legs[a_key(number)]
        if leg.phase is not Phase.AFTER_CALL or leg.deadline_at is None:
            return False
        return leg.deadline_at - self._stage.clock.now() <= LAST_MOMENTS

    def _compare(self) -> None:
        for number, meant in enumerate(self._meant):
            record = self._stage.centre.legs[a_key(number)].wrapup
            found = None
            if record is not None and not is_system_code(record.code_id):
                found = (record.code_id, record.note)
            if found != meant.sent:
                self._wrong.append(f"{number} has {found}, meant was {meant.sent}")

    def _phase(self, number: int) -> Phase:
        return self._stage.centre.legs[a_key(number)].phase

    def _say(self, what: str) -> None:
        self._acts.append(what)
