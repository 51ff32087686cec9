import csv
import sys
import zipfile
from pathlib import Path

from tests.application.repair.repair_harness import (
    LEGS,
    MakeBench,
    SureRecommender,
    World,
    found,
    is_fixed,
    refused,
    row_of,
)
from tests.domain.repair.examples import DIRECTORY, REFUND, key, leg
from wrapup_desk.application.repair.state import MomentKind
from wrapup_desk.domain.repair.code_origin import ChosenBy
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.table_view import Filters

# Prove


async def test_figures_are_worked_out_of_everything_found(make_bench: MakeBench) -> None:
    world = World(LEGS)
    world.say(key(3), "Invoice explained")
    bench = await make_bench(world)
    bench.desk.use_recommender(SureRecommender())
    bench.desk.suggest([row_of(bench, 3)])
    await bench.until(lambda s: s.suggesting.done == 1)

    bench.desk.read_reports()
    state = await bench.until(lambda s: s.reports is not None)

    assert state.reports is not None
    assert state.reports.legs_count == 5
    assert state.totals.agreed_share == 1.0
    assert state.reports.missing_by_queue[0].label == "Support"


async def test_the_rows_shown_are_exported_and_the_trail_says_who_did(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    world = World([leg(1, customer_name="=cmd|'/C calc'!A0")])
    bench = await make_bench(world)
    path = tmp_path / "rows.csv"

    bench.desk.export_rows(path)
    state = await bench.until(lambda s: len(s.notices) > 0)

    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["Ended", "Agent", "Queue", "Customer"]
    assert rows[1][3] == "'=cmd|'/C calc'!A0"
    assert rows[1][6] == "no code"
    by_name = dict(zip(*rows, strict=True))
    assert by_name["Queue id"] == "queue-billing"
    assert by_name["Agent id"] == "agent-mia"
    assert (by_name["Code id"], by_name["Corrected to id"]) == ("", "")
    assert "1 row is in" in state.notices[0].text
    entry = (await bench.ledger.audit())[-1]
    assert (entry.event.action, entry.event.who.name) == ("exported", "Robin Supervisor")
    # Windows has access lists instead.
    assert sys.platform == "win32" or path.stat().st_mode & 0o077 == 0


async def test_the_trail_is_checked_and_exported_with_its_hashes(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    bench = await make_bench()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("Missing", "note")
    await bench.until(is_fixed)

    bench.desk.check_audit()
    state = await bench.until(lambda s: s.audit is not None)
    bench.desk.export_audit(tmp_path / "audit.csv")
    await bench.until(lambda s: len(s.notices) > 0)

    assert state.audit is not None
    assert state.audit.is_whole
    rows = list(csv.reader((tmp_path / "audit.csv").read_text("utf-8-sig").splitlines()))
    assert [row[3] for row in rows[1:]] == ["planned", "sent by way A", "accepted", "confirmed"]
    assert rows[-1][-1] == state.audit.head.hash


async def test_a_file_that_cannot_be_written_is_told(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    bench = await make_bench()

    bench.desk.export_rows(tmp_path / "no such folder" / "rows.csv")

    state = await bench.until(lambda s: len(s.notices) > 0)
    assert "cannot be written" in state.notices[0].text


async def test_a_ledger_that_cannot_be_used_is_told_and_nothing_is_sent(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    bench = await make_bench()

    def damage() -> None:
        bench.ledger._database.close()
        (tmp_path / "corrections.db").write_bytes(b"damaged" * 1000)

    # On the ledger's own thread, so that nothing reads the file half written.
    await bench.ledger._run(damage)
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])

    bench.desk.confirm("r")
    state = await bench.until(lambda s: any(each.key == "fix" for each in s.notices))

    (told,) = (each.text for each in state.notices if each.key == "fix")
    assert "damaged" in told
    assert bench.world.written == []


async def test_a_new_search_keeps_what_belongs_to_the_legs(make_bench: MakeBench) -> None:
    bench = await make_bench()
    bench.world.answer_to = lambda way, one: refused()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")
    await bench.until(is_fixed)

    await found(bench)

    assert bench.desk.state.legs.row(row_of(bench, 1)).is_only_in_the_ledger
    assert bench.desk.state.directory.queues == DIRECTORY.queues


# The rest of the story


async def test_the_details_tell_what_was_corrected_and_what_came_of_it(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    bench.world.answer_to = lambda way, one: refused()
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 2)])
    bench.desk.confirm("r")
    await bench.until(is_fixed)

    bench.desk.focus(row_of(bench, 2))
    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)

    assert state.focus is not None
    kinds = [moment.kind for moment in state.focus.moments]
    assert kinds == [
        MomentKind.ANSWERED,
        MomentKind.HUNG_UP,
        MomentKind.TIME_RAN_OUT,
        MomentKind.CORRECTED,
        MomentKind.CAME_OF_IT,
    ]
    decided, came = state.focus.moments[-2:]
    assert (decided.who, decided.before, decided.code) == (
        "Robin Supervisor", "Timed out", "Refund given",
    )  # fmt: skip
    assert (came.state, came.answer) == (CorrectionState.KEPT, "Genesys refused: 409.")
    assert len(state.focus.corrections) == 1


async def test_the_details_come_without_the_ledger_too(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    bench = await make_bench()

    def damage() -> None:
        bench.ledger._database.close()
        (tmp_path / "corrections.db").write_bytes(b"damaged" * 1000)

    # On the ledger's own thread, so that nothing reads the file half written.
    await bench.ledger._run(damage)

    bench.desk.focus(row_of(bench, 1))

    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)
    assert state.focus is not None
    assert state.focus.corrections == ()


async def test_details_that_come_late_do_not_replace_those_of_another_row(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()

    bench.desk.focus(row_of(bench, 1))
    bench.desk.focus(row_of(bench, 2))

    state = await bench.until(lambda s: s.focus is not None and not s.focus.is_loading)
    assert state.focus is not None
    assert state.focus.row == row_of(bench, 2)


async def test_reports_are_of_the_legs_within_the_filters(make_bench: MakeBench) -> None:
    bench = await make_bench()
    bench.desk.read_reports()
    state = await bench.until(lambda s: s.reports is not None)
    assert state.reports is not None
    everything = state.reports.legs_count

    bench.desk.set_filters(Filters(queue_ids=frozenset({"queue-support"})))
    state = await bench.until(
        lambda s: s.reports is not None and s.reports.legs_count < everything
    )

    assert state.reports is not None
    assert [share.label for share in state.reports.missing_by_queue] == ["Support"]


async def test_coding_what_was_missing_makes_no_agent_better(make_bench: MakeBench) -> None:
    bench = await make_bench()
    share = bench.desk.state.totals.coded_share
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("r")
    await bench.until(is_fixed)

    state = await bench.until(lambda s: s.totals.not_agents_count == 1)

    assert state.totals.coded_share == share
    assert state.legs.row(row_of(bench, 1)).chooser is ChosenBy.SUPERVISOR


async def test_the_rows_shown_are_a_workbook_where_the_name_says_so(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    bench = await make_bench()
    await found(bench)
    path = tmp_path / "rows.XLSX"

    bench.desk.export_rows(path)
    await bench.until(lambda s: any(each.key == "export" for each in s.notices))

    with zipfile.ZipFile(path) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert page.count("<row ") == 1 + len(bench.desk.state.rows)
    assert "Mia Novak" in page
    assert (await bench.ledger.audit())[-1].event.action == "exported"
