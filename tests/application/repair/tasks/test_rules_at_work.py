"""Tests rules from file to trail: read, kept, previewed, done, told of in the audit trail."""

from pathlib import Path

from tests.application.repair.repair_harness import MakeBench, found, is_fixed
from tests.domain.repair.examples import REFUND
from wrapup_desk.domain.repair.rules import NO_CODE, Rule, RuleList

RULES = RuleList("Weekly", (Rule("refund given", NO_CODE, queue="Billing"),))


async def test_a_list_is_previewed_done_and_named_in_ledger_and_trail(
    make_bench: MakeBench,
) -> None:
    bench = await make_bench()
    await found(bench)

    bench.desk.preview_rules(RULES)
    state = await bench.until(lambda s: s.preview is not None)
    assert state.preview is not None
    count = len(state.preview.changes)
    assert count > 0
    assert state.preview.fitting == (count,)
    assert {change.to_code for change in state.preview.changes} == {REFUND}
    bench.desk.confirm("every Monday")
    await bench.until(is_fixed)

    latest = await bench.ledger.latest()
    assert {one.rule for one in latest} == {"Weekly"}
    assert (await bench.ledger.batches())[0].rule == "Weekly"
    assert {entry.event.rule for entry in await bench.ledger.audit()} == {"Weekly"}
    # The same list again finds nothing left to do.
    bench.desk.preview_rules(RULES)
    again = await bench.until(lambda s: s.preview is not None)
    assert again.preview is not None
    assert again.preview.changes[:] == []


async def test_a_list_from_a_file_is_kept_for_the_next_time(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    bench = await make_bench()
    path = tmp_path / "Tidied list.csv"
    path.write_bytes("Old code;New code\r\nÄhm;Refund given\r\n".encode("cp1252"))

    bench.desk.import_rules(path)
    state = await bench.until(lambda s: s.imported_rules is not None)
    assert state.imported_rules == RuleList("Tidied list", (Rule("Refund given", "Ähm"),))
    bench.desk.keep_rules(state.imported_rules)
    state = await bench.until(lambda s: len(s.rule_lists) == 1)
    assert state.rule_lists[0].who.name

    bench.desk.export_rules(tmp_path / "out.csv", state.rule_lists[0])
    await bench.until(lambda s: any(each.key == "export" for each in s.notices))
    assert "Ähm" in (tmp_path / "out.csv").read_text("utf-8")
    bench.desk.remove_rules("Tidied list")
    await bench.until(lambda s: not s.rule_lists)
    actions = [entry.event.action for entry in await bench.ledger.audit()]
    assert actions == ["rules kept", "rules removed"]


async def test_what_cannot_run_or_be_read_is_told(make_bench: MakeBench, tmp_path: Path) -> None:
    bench = await make_bench()
    await found(bench)

    async def told(text: str) -> None:
        await bench.until(lambda s: any(text in each.text for each in s.notices))

    bench.desk.preview_rules(RuleList("x", (Rule("Refnd", "y"),)))
    await told("no active code is called “Refnd”")
    bench.desk.import_rules(tmp_path / "none.csv")
    await told("cannot be read")
    (tmp_path / "bad.csv").write_text("a,b,c\n1,2,3\n")
    bench.desk.import_rules(tmp_path / "bad.csv")
    await told("has to name the columns")
