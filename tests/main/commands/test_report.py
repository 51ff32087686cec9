"""Tests that `wrapup-desk report` reads figures, and changes nothing of whatever it is given."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.learning.test_outcome_store import an_outcome
from tests.languages.speaking import speaking
from wrapup_desk.adapters.learning.outcome_store import SqliteOutcomes
from wrapup_desk.adapters.sql_ledger.factory import ledger_for
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.main.commands.report import ReportFormat, run_report


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


async def a_ledger(path: Path) -> None:
    ledger = ledger_for("", path)
    await ledger.open()
    await ledger.close()


async def refused_for(path: Path) -> str:
    """Return why a report on *path* is refused, after a look that nothing is changed."""
    before = contents(path.parent)
    with pytest.raises(StoreBroken) as caught:
        await asyncio.to_thread(run_report, [path], 30, ReportFormat.TEXT)
    assert contents(path.parent) == before
    return str(caught.value)


async def figures(path: Path) -> None:
    store = SqliteOutcomes(path)
    await store.add([an_outcome(at=SystemClock().now() - timedelta(days=1))])
    await store.close()


async def test_a_model_is_said_to_be_one_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "team.model"
    path.write_bytes(b"WrapUpDeskModel\n" + bytes(range(200)) * 40)

    assert "a model, not figures of suggestions" in await refused_for(path)


async def test_a_ledger_gets_no_foreign_tables(tmp_path: Path) -> None:
    path = tmp_path / "corrections.db"
    await a_ledger(path)

    assert "a ledger of corrections, not figures of suggestions" in await refused_for(path)


@pytest.mark.parametrize("content", [b"", b"no database at all"])
async def test_whatever_is_no_database_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    assert "no figures of suggestions" in await refused_for(path)


async def test_another_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE things (id)")

    assert "no figures of suggestions" in await refused_for(path)


async def test_figures_are_read_and_nothing_is_written_beside_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "learning.sqlite3"
    await figures(path)
    path.chmod(0o400)
    before = contents(tmp_path)

    assert await asyncio.to_thread(run_report, [path], 30, ReportFormat.TEXT) == 0

    assert "1 leg since" in capsys.readouterr().out
    assert contents(tmp_path) == before


async def test_figures_of_a_running_desk_are_read_with_what_it_wrote_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "learning.sqlite3"
    store = SqliteOutcomes(path)
    await store.add([an_outcome(at=SystemClock().now() - timedelta(days=1))])
    assert path.with_name("learning.sqlite3-wal").stat().st_size > 0

    assert await asyncio.to_thread(run_report, [path], 30, ReportFormat.TEXT) == 0
    await store.close()

    assert "1 leg since" in capsys.readouterr().out


async def test_the_work_of_the_breaker_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "learning.sqlite3"
    store = SqliteOutcomes(path)
    at = SystemClock().now() - timedelta(days=1)
    changes: dict[str, Any] = {"at": at, "is_held_back": True, "would_have_acted": False}
    await store.add(
        [an_outcome("1", **changes), an_outcome("2", **changes), an_outcome("3", at=at)]
    )
    await store.close()

    await asyncio.to_thread(run_report, [path], 30, ReportFormat.TEXT)
    text = capsys.readouterr().out
    await asyncio.to_thread(run_report, [path], 30, ReportFormat.CSV)
    table = capsys.readouterr().out

    assert "sure, and still asked        2; 2 of them people chose otherwise" in text
    assert "asked again for “Refund”: 2 times" in text
    assert table.splitlines()[0].endswith('"held_back","held_back_wrong"')
    assert [line for line in table.splitlines() if line.replace('"', "").endswith(",2,2")]


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        (LanguageChoice.ENGLISH, "Code Chosen Suggested Precision Found"),
        (LanguageChoice.GERMAN, "Code Gewählt Vorgeschlagen Präzision Gefunden"),
        (LanguageChoice.JAPANESE, "コード 選択 提案 適合率 検出率"),
    ],
)
async def test_the_table_of_codes_is_in_the_language_in_use_and_its_columns_end_below_each_other(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    language: LanguageChoice,
    titles: str,
) -> None:
    path = tmp_path / "learning.sqlite3"
    await figures(path)

    with speaking(language):
        await asyncio.to_thread(run_report, [path], 30, ReportFormat.TEXT)

    lines = capsys.readouterr().out.splitlines()
    (place,) = (place for place, line in enumerate(lines) if line.split() == titles.split())
    assert terminal_columns(lines[place]) == terminal_columns(lines[place + 1])


def terminal_columns(line: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in line)
