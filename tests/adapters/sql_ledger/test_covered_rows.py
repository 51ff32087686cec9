"""Tests that rows of the ledger changed by another hand show in the check of the trail."""

import pytest

from tests.adapters.sql_ledger.ledger_steps import LATER, batch, event, ledger_at, move, plan
from tests.adapters.sql_ledger.test_sql_ledger import remove_guards, tamper
from tests.domain.repair.examples import MORNING, ROBIN, correction
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.repair.audit import Anchor, AuditEvent
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.rules import Rule, RuleList

TIDIED = RuleList("Tidied list", (Rule("New", "Old"),), ROBIN, MORNING)


def noted(action: str) -> AuditEvent:
    return AuditEvent(MORNING, ROBIN, action, LegKey("", "", ""))


async def used(ledger: SqlLedger) -> None:
    """Leave one correction done, one planned, and a rule list."""
    await plan(ledger, correction(1), correction(2))
    await move(ledger, correction(1), CorrectionState.SENT, CorrectionState.CONFIRMED)
    await ledger.keep_rules(TIDIED, noted("rules kept"))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE corrections SET to_code_id = 'x' WHERE id = 'correction-1'",
            "correction-1 was ch",
        ),
        ("UPDATE corrections SET state = 'verified' WHERE id = 'correction-1'", "was changed"),
        ("UPDATE corrections SET first_code_id = 'x' WHERE id = 'correction-2'", "was changed"),
        ("UPDATE corrections SET who_name = 'Sam' WHERE id = 'correction-1'", "was changed"),
        ("DELETE FROM corrections WHERE id = 'correction-1'", "correction-1 was removed"),
        ("UPDATE batches SET count = 1", "bulk change batch-1 was changed"),
        ("UPDATE batches SET who_name = 'Sam'", "bulk change batch-1 was changed"),
        ("DELETE FROM batches", "bulk change batch-1 was removed"),
        ("UPDATE rule_lists SET rules = '[]'", "rule list Tidied list was changed"),
        ("DELETE FROM rule_lists", "rule list Tidied list was removed"),
    ],
)
async def test_a_row_changed_by_hand_shows(
    ledger: SqlLedger, store: str, statement: str, problem: str
) -> None:
    await used(ledger)
    assert (await ledger.check()).is_whole

    tamper(store, statement)

    assert problem in (await ledger.check()).problem
    assert problem in (await ledger.check_since(Anchor())).problem


async def test_a_row_put_in_by_hand_shows(ledger: SqlLedger, store: str) -> None:
    await used(ledger)
    columns = "kind, who_id, who_name, decided_at, reason, count, undoes_id, rule"

    tamper(store, f"INSERT INTO batches (id, {columns}) SELECT 'mine', {columns} FROM batches")

    assert "bulk change mine was put there by another hand" in (await ledger.check()).problem


async def test_what_the_program_itself_does_is_never_taken_for_another_hand(
    ledger: SqlLedger, store: str
) -> None:
    await used(ledger)
    await ledger.keep_rules(RuleList("Tidied list", (Rule("Other", "Old"),)), noted("rules kept"))
    await ledger.remove_rules("Tidied list", noted("rules removed"))
    await plan(ledger, correction(3), number=2)
    # The second is taken over from a program that is gone.
    taken = correction(4, key=correction(3).key, seen_count=1)
    assert await plan(ledger, taken, number=90) == []
    await ledger.note(noted("exported"))

    assert (await ledger.check()).is_whole
    assert await ledger.rule_lists() == ()
    again = ledger_at(store)
    await again.open()
    assert (await again.check()).is_whole
    await again.close()


async def test_seals_removed_together_with_the_change_they_show_break_the_chain(
    ledger: SqlLedger, store: str
) -> None:
    await used(ledger)
    remove_guards(store)

    tamper(store, "UPDATE audit SET covers = ''", "UPDATE corrections SET to_code_id = 'x'")

    assert "entry 1 was changed" in (await ledger.check()).problem


async def test_a_row_no_program_writes_is_said_to_be_so_and_not_repeated(
    ledger: SqlLedger, store: str
) -> None:
    await used(ledger)
    tamper(store, "UPDATE corrections SET state = 'secret words' WHERE id = 'correction-1'")

    with pytest.raises(StoreBroken, match="changed outside WrapUp Desk") as told:
        await ledger.latest()

    assert "secret words" not in str(told.value)


async def test_rows_of_a_program_that_sealed_none_are_covered_once_they_are_taken_over(
    ledger: SqlLedger, store: str
) -> None:
    await used(ledger)
    await ledger.plan(batch(5), [correction(9)], [event(correction(9))])
    remove_guards(store)
    tamper(
        store,
        "DELETE FROM audit",
        "DROP TABLE trail_end",
        "DROP TABLE rule_lists",
        *(
            f"ALTER TABLE {table} DROP COLUMN {column}"
            for table, column in (
                ("corrections", "rule"),
                ("batches", "rule"),
                ("audit", "rule"),
                ("audit", "covers"),
            )
        ),
        "UPDATE ledger_version SET version = 3",
    )

    again = ledger_at(store)
    await again.open()

    assert (await again.check()).is_whole
    assert {each.id for each in await again.latest()} == {f"correction-{n}" for n in (1, 2, 9)}
    assert [entry.event.action for entry in await again.audit()] == ["sealed as found"] * 5
    tamper(store, "UPDATE corrections SET answer = 'x' WHERE id = 'correction-9'")
    assert "correction-9 was changed" in (await again.check()).problem
    await again.close()


async def test_a_rule_list_comes_back_as_it_was(ledger: SqlLedger) -> None:
    rules = (
        Rule("Ähm", "Old", "Billing", "+61255500001", "Main 請", "vip", "yes", "call"),
        Rule("x"),
    )
    kept = RuleList("Every week", rules, ROBIN, LATER)

    await ledger.keep_rules(kept, noted("rules kept"))
    await ledger.keep_rules(TIDIED, noted("rules kept"))

    assert await ledger.rule_lists() == (kept, TIDIED)
    assert [entry.event.rule for entry in await ledger.audit()] == ["Every week", "Tidied list"]
