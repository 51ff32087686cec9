"""Runs a real repair desk against a simulator in a process of its own, so that it can be killed.

`python -m tests.application.repair.repair_program API CLIENT_TOKEN LEDGER OUTCOME [find]`: with `find`,
it finds every missing and timed-out leg and gives each its queue's first code; without, it only
goes on with what an earlier run left. How many rows are settled is printed, a line each time;
the outcome is written as JSON when all is done.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx

from tests.adapters.genesys.rest_harness import local_network
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.history import GenesysHistory
from wrapup_desk.adapters.genesys.history.record import RecordClient
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts
from wrapup_desk.adapters.genesys.http.regions import demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.sql_ledger.factory import ledger_for
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.desk import RepairDesk
from wrapup_desk.application.repair.parts import RepairParts, RepairRules
from wrapup_desk.application.repair.state import FindPhase, RepairState
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.table_view import Filters

LIMIT_S = 400.0
HOW_MANY = 500


class Program:
    """The desk, wired as the program wires it."""

    def __init__(self, api: str, token: str, store: str) -> None:
        self.clock = SystemClock()
        self.failures: list[BaseException] = []
        address = demo_address(api)
        self.http = local_network().http_client(address)
        held = AccessToken()
        held.hold(token)
        rest = RestClient(address, held, self.http, self.clock, Random(1))
        self.storage = httpx.AsyncClient(trust_env=False)
        analytics = Analytics(rest, self.clock)
        transcripts = Transcripts(rest, self.storage, self.clock, is_demo=True)
        is_team = store.startswith("postgresql")
        self.ledger = ledger_for(store if is_team else "", Path(store))
        self.background = Background(self.failures.append)
        parts = RepairParts(
            past=GenesysHistory(rest, analytics, transcripts, self.clock),
            record=RecordClient(rest, analytics),
            ledger=self.ledger,
            news=None,
            export=ChosenFile(),
            clock=self.clock,
            background=self.background,
        )
        self.desk = RepairDesk(parts, RepairRules(requests_per_minute=1_000_000))
        self._changed = asyncio.Event()
        self.desk.listen(lambda _: self._changed.set())

    async def until(self, holds: Callable[[RepairState], bool]) -> RepairState:
        async with asyncio.timeout(LIMIT_S):
            while not holds(self.desk.state):
                self._changed.clear()
                await self._changed.wait()
        return self.desk.state

    async def find(self, days: float = 40) -> RepairState:
        now = self.clock.now()
        return await self.find_span(Span(now - timedelta(days=days), now))

    async def find_span(self, span: Span) -> RepairState:
        self.desk.find(span)
        return await self.until(
            lambda s: s.find.phase in (FindPhase.DONE, FindPhase.FAILED) and not s.is_arranging
        )

    async def close(self) -> None:
        await self.desk.stop()
        await self.background.stop()
        await self.ledger.close()
        await self.http.aclose()
        await self.storage.aclose()
        if self.failures:
            raise self.failures[0]


async def main(api: str, token: str, store: str, outcome: Path, *, finds: bool) -> None:
    """Fix what there is to fix, and write down how it went."""
    program = Program(api, token, store)
    desk = program.desk
    desk.listen(print_progress)
    await program.ledger.open()
    await desk.start()
    if finds:
        await fix_everything(program)
    state = await program.until(lambda s: s.fix is not None and not s.fix.work.is_running)
    check = await program.ledger.check()
    fixed = [] if state.fix is None else state.fix.corrections
    found = {
        "counts": Counter(one.state.value for one in fixed),
        "corrections": [
            {"leg": one.key.communication_id, "state": one.state.value, "answer": one.answer}
            for one in fixed
        ],
        "note": state.fix.work.note if state.fix else "",
        "trail_is_whole": check.is_whole,
        "trail_length": check.count,
    }
    await program.close()
    outcome.write_text(json.dumps(found), encoding="utf-8")


def print_progress(state: RepairState) -> None:
    """Say how many rows have come to their end."""
    if state.fix is not None:
        settled = sum(not one.state.is_active for one in state.fix.corrections)
        sys.stdout.write(f"{settled}\n")
        sys.stdout.flush()


async def fix_everything(program: Program) -> None:
    desk = program.desk
    desk.set_filters(Filters(issues=frozenset({CodeIssue.MISSING, CodeIssue.TIMED_OUT})))
    await program.find()
    state = await program.until(lambda s: len(s.rows) >= HOW_MANY)
    rows = list(state.rows)[:HOW_MANY]
    for row in rows:
        shown = state.legs.row(row)
        desk.choose_code(row, state.directory.codes_of(shown.leg.queue_id)[0].id)
    desk.preview_fix(rows=rows)
    desk.confirm("left without a code")


if __name__ == "__main__":
    api, token, store, outcome, *rest = sys.argv[1:]
    work = main(api, token, store, Path(outcome), finds="find" in rest)
    asyncio.run(work)
