"""Counts what one Enter costs in calls: from the choice to the start of its request, and to Coded.

`python dev.py bench enter [--cards 4] [--json]`. A real desk with the real recommender, a real
database and a few open interactions; only the contact centre is a fake that answers at once.
Counted are the program's own Python calls on the event loop's thread, the files they are in, and
how deep they are nested; of the calls, those of the recommender apart.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from tests.fakes import AGENT, BILLING, FakeClock, FakeContactCentre, a_key, a_leg
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Answer
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.events import ConversationChanged, Resynced, StreamOpened, WordsHeard
from wrapup_desk.domain.interaction import LegKey, Media, Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.main.apps.recommender_setup import build_recommender

_ROOT = str(Path(__file__).parents[2] / "wrapup_desk")
_RECOMMENDER = str(Path(_ROOT) / "domain" / "recommender")
_QUIET_S = 0.3
_LONGEST_S = 30.0
_WORDS = "I was charged twice for my order and want the money back please"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted up to one moment."""

    calls: int
    files: int
    depth: int
    recommender_calls: int


@dataclass(slots=True)
class Counter:
    """Counts calls of the program's own functions while it is switched on."""

    calls: int = 0
    recommender_calls: int = 0
    files: set[str] = field(default_factory=set)
    depth: int = 0
    deepest: int = 0

    def start(self) -> None:
        sys.setprofile(self._note)

    def stop(self) -> None:
        sys.setprofile(None)

    @property
    def figures(self) -> Figures:
        return Figures(self.calls, len(self.files), self.deepest, self.recommender_calls)

    def _note(self, frame: FrameType, event: str, _argument: Any) -> None:
        name = frame.f_code.co_filename
        if not name.startswith(_ROOT):
            return
        if event == "return":
            self.depth = max(0, self.depth - 1)
        elif event == "call":
            self.calls += 1
            self.recommender_calls += name.startswith(_RECOMMENDER)
            self.files.add(name)
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)


class WatchedCentre(FakeContactCentre):
    """A contact centre that notes what was counted when a write arrives."""

    def __init__(self, counter: Counter, found: dict[str, Figures]) -> None:
        super().__init__(FakeClock(SystemClock().now()))
        self._counter = counter
        self._found = found

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
        self._found["to the request"] = self._counter.figures
        return await super().submit(
            key, media, code_id, note, tags=tags, is_provisional=is_provisional
        )


async def measure(cards: int) -> dict[str, Figures]:
    """Open *cards* interactions, choose a code for the first, and count."""
    counter = Counter()
    found: dict[str, Figures] = {}
    failures: list[BaseException] = []
    clock, background = SystemClock(), Background(failures.append)
    centre = WatchedCentre(counter, found)
    with tempfile.TemporaryDirectory(prefix="enter-") as folder:
        store = SqliteStore(Path(folder) / "desk.sqlite3", clock)
        await store.open()
        desk = Desk(centre, store, store, clock, background, Settings())
        await desk.start()
        desk.use_recommender(build_recommender(None)[0])
        await _open_interactions(desk, centre, cards)
        await _press_enter(desk, counter, found)
        await desk.stop()
        await background.stop()
        await store.close()
    if failures:
        raise failures[0]
    return found


async def _press_enter(desk: Desk, counter: Counter, found: dict[str, Figures]) -> None:
    confirmed = asyncio.Event()

    def on_state(state: DeskState) -> None:
        # Without a call into the program: what this listener costs is none of Enter's.
        for card in state.cards:
            submission = card.submission
            if submission is not None and submission.state is SubmissionState.CONFIRMED:
                found.setdefault("to confirmed", counter.figures)
                confirmed.set()

    desk.listen(on_state)
    counter.start()
    desk.choose_code(a_key(1).communication_id, BILLING.id)
    async with asyncio.timeout(_LONGEST_S):
        await confirmed.wait()
    counter.stop()


async def _open_interactions(desk: Desk, centre: FakeContactCentre, cards: int) -> None:
    desk.greet(AGENT)
    centre._publish = desk.on_event
    desk.on_event(StreamOpened())
    desk.on_event(Resynced(()))
    for number in range(1, cards + 1):
        leg = a_leg(number, Phase.AFTER_CALL if number == 1 else Phase.CONNECTED)
        centre.legs[leg.key] = leg
        desk.on_event(ConversationChanged(leg.key.conversation_id, (leg,)))
        said = Utterance(str(number), Speaker.CUSTOMER, _WORDS)
        key = leg.key
        desk.on_event(WordsHeard(key.conversation_id, key.communication_id, (said,)))
    # What follows from that is none of Enter's cost.
    await asyncio.sleep(_QUIET_S)


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench enter", description=__doc__)
    parser.add_argument("--cards", type=int, default=4, help="open interactions")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    found = asyncio.run(measure(options.cards))
    if options.json:
        print(json.dumps({name: asdict(figures) for name, figures in found.items()}))
        return 0
    for name, figures in found.items():
        print(
            f"Enter {name}: {figures.calls} calls ({figures.recommender_calls} of the "
            f"recommender) in {figures.files} files, {figures.depth} deep"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
