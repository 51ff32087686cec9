"""Takes the disk away under the program: full at each write, and damaged between two lives."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from tests.faults.killable_process import KillableProcesses
from tests.faults.ledger import Ledger
from tests.faults.life import Life, Order
from tests.faults.report import Report
from tests.faults.simulator_harness import SimulatorHarness

_LEGS = 4
_MOST_DAMAGED_BYTES = 20


class StoreTrials:
    """Trials of the database file."""

    def __init__(self, stage: SimulatorHarness, mortals: KillableProcesses) -> None:
        self._stage = stage
        self._mortals = mortals

    def disk_full(self, trials: int) -> Report:
        """Let the n-th page written and all after it fail, for n from 0 on.

        A full disk must never keep a code from the server; but the agent has to be told.
        """
        report = Report("disk full from the n-th page written on", trials)
        begun_s = time.monotonic()
        for pages in range(trials):
            ledger = Ledger("decided")
            life = replace(self._life(f"full-{pages}", 0.03), pages_left=pages)
            fate = self._mortals.live(life)
            ledger.enter(fate)
            report.count("saves the disk refused", len(fate.of("unsaved")))
            told = {each["why"] for each in fate.of("trouble") if each["why"]}
            if bool(fate.of("unsaved")) != bool(told):
                report.verdict.silent.append(f"{pages} pages: unsaved, and told {told}")
            after = self._mortals.live(replace(life, orders=(), pages_left=-1, tells_rows=True))
            ledger.enter(after)
            report.verdict.add(ledger.verdict(self._stage.record()))
        report.seconds = time.monotonic() - begun_s
        return report

    def damage(self, trials: int) -> Report:
        """Change up to twenty bytes of the file between two lives: the next one has to start.

        What is damaged can be lost, and SQLite cannot always know; but no wrong code may go out.
        """
        report = Report(
            "database damaged in up to 20 bytes; what is whole is carried over", trials
        )
        begun_s = time.monotonic()
        for number in range(trials):
            ledger = Ledger()
            life = self._life(f"damaged-{number}", 0.0)
            ledger.enter(self._mortals.live(replace(life, stop_after_keeping=_LEGS)))
            self._damage(life.database)
            ledger.enter(self._mortals.live(replace(life, orders=(), tells_rows=True)))
            verdict = ledger.verdict(self._stage.record())
            report.count("codes lost with their damaged row", len(verdict.lost))
            verdict.lost.clear()
            report.verdict.add(verdict)
        report.seconds = time.monotonic() - begun_s
        return report

    def _life(self, name: str, pause_s: float) -> Life:
        stage = self._stage
        orders = tuple(
            Order(stage.new_leg(), ((stage.random.choice(stage.codes), number * pause_s),))
            for number in range(_LEGS)
        )
        database = stage.fresh_database(name)
        return Life(stage.api, stage.token, stage.agent["id"], database, orders)

    def _damage(self, database: Path) -> None:
        random = self._stage.random
        parts = [database, database.with_name(database.name + "-wal")]
        part = random.choice([each for each in parts if each.exists() and each.stat().st_size])
        content = bytearray(part.read_bytes())
        for _ in range(random.randint(1, _MOST_DAMAGED_BYTES)):
            content[random.randrange(len(content))] = random.randrange(256)
        part.write_bytes(content)
