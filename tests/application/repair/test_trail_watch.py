"""Tests that a trail cut off at its end is noticed by what was remembered apart from it."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.application.repair.repair_harness import (
    FAST,
    LEGS,
    Bench,
    MakeBench,
    World,
    is_fixed,
    row_of,
)
from tests.domain.repair.examples import REFUND
from wrapup_desk.adapters.files.anchor_file import AnchorFile
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.repair.proof.trail_watch import TrailWatch
from wrapup_desk.domain.repair.audit import Anchor


async def fix(bench: Bench, *numbers: int) -> None:
    before = bench.desk.state.fix
    bench.desk.preview_fix(REFUND.id, [row_of(bench, number) for number in numbers])
    bench.desk.confirm("r")
    await bench.until(lambda s: is_fixed(s) and s.fix is not before)
    await bench.look_at_trail()


def cut_the_trail(path: Path, last: int) -> None:
    """Remove the newest entries, as whoever owns the file can."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TRIGGER audit_no_delete")
        file.execute("DELETE FROM audit WHERE number > ?", [last])
        file.commit()


async def again(bench: Bench) -> Bench:
    """Stop the program and start it anew on the same files."""
    await bench.desk.stop()
    return Bench(World(LEGS), bench.ledger_path, FAST)


async def test_a_trail_cut_off_at_its_end_is_noticed_at_the_next_start(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    await fix(bench, 1, 2)
    other = await again(bench)
    cut_the_trail(bench.ledger_path, 3)

    await other.start()
    state = await other.until(lambda s: s.audit is not None)

    assert state.audit is not None
    assert not state.audit.is_whole
    (told,) = (notice for notice in state.notices if notice.key == "audit")
    assert "but entry 8 was seen before" in told.text
    await other.stop()


async def test_a_trail_cut_off_together_with_what_was_remembered_is_seen_on_the_next_computer(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    await fix(bench, 1, 2)
    other = await again(bench)
    cut_the_trail(bench.ledger_path, 3)
    bench.ledger_path.with_name("audit-anchors.json").unlink()

    await other.start()
    state = await other.until(lambda s: s.audit is not None)

    (told,) = (notice for notice in state.notices if notice.key == "audit")
    assert "the trail ends at entry 3, but was written up to entry 8" in told.text
    await other.stop()


async def test_a_correction_edited_by_hand_long_ago_is_told_at_the_start(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    await fix(bench, 1)
    await fix(bench, 2)
    other = await again(bench)
    with closing(sqlite3.connect(bench.ledger_path)) as file:
        file.execute("UPDATE corrections SET to_code_id = 'mine' WHERE place = 1")
        file.commit()

    await other.start()
    state = await other.until(lambda s: s.audit is not None)

    (told,) = (notice for notice in state.notices if notice.key == "audit")
    assert "was changed by another hand" in told.text
    await other.stop()


async def test_what_was_seen_is_not_forgotten_because_the_trail_was_cut(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    await fix(bench, 1, 2)
    memory = bench.parts.anchors
    assert memory is not None
    seen = await memory.read()
    cut_the_trail(bench.ledger_path, 3)

    bench.desk.check_audit()
    state = await bench.until(lambda s: s.audit is not None)

    assert state.audit is not None
    assert not state.audit.is_whole
    assert await memory.read() == seen


async def test_an_untouched_trail_says_nothing(make_bench: MakeBench) -> None:
    bench = await make_bench()
    await fix(bench, 1)
    other = await again(bench)

    await other.start()
    await other.until(lambda s: len(s.batches) > 0)
    await other.look_at_trail()

    assert [notice for notice in other.desk.state.notices if notice.key == "audit"] == []
    await other.stop()


async def test_a_check_by_hand_goes_through_a_written_anchor_too(make_bench: MakeBench) -> None:
    bench = await make_bench()
    await fix(bench, 1)
    check = await bench.ledger.check()

    bench.desk.check_audit(check.head)
    state = await bench.until(lambda s: s.audit is not None)
    assert state.audit is not None
    assert state.audit.is_whole

    bench.desk.check_audit(Anchor(check.count, "f" * 64))
    state = await bench.until(lambda s: s.audit is not None and not s.audit.is_whole)
    assert state.audit is not None


async def test_checks_that_fall_together_do_not_disturb_each_other(make_bench: MakeBench) -> None:
    bench = await make_bench()
    memory = AnchorFile(bench.ledger_path.with_name("fresh-anchors.json"), "")
    watch = TrailWatch(bench.ledger, memory)
    await fix(bench, 1)

    checks = await asyncio.gather(*(watch.look() for _ in range(20)), watch.check(None))

    assert all(check is not None and check.is_whole for check in checks)
    last = checks[-1]
    assert last is not None
    assert await memory.read() == last.head


async def test_each_store_has_its_own_anchor_and_no_address_is_written(tmp_path: Path) -> None:
    path = tmp_path / "anchors.json"
    here, there = AnchorFile(path, ""), AnchorFile(path, "postgresql://robin:secret@db/team")
    await here.write(Anchor(3, "a" * 64))
    await there.write(Anchor(7, "b" * 64))

    assert await here.read() == Anchor(3, "a" * 64)
    assert await AnchorFile(path, "postgresql://other").read() is None
    assert "secret" not in path.read_text("ascii")
    # Windows has access lists instead.
    assert sys.platform == "win32" or path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["{", "[]", '{"e3b0c44298fc1c14": "nonsense"}'])
async def test_a_damaged_memory_is_said_not_ignored(tmp_path: Path, content: str) -> None:
    path = tmp_path / "anchors.json"
    path.write_text(content, "ascii")

    with pytest.raises(StoreBroken, match="cannot be used: it is damaged"):
        await AnchorFile(path, "").read()
