"""Tests that a plan's file says the same when it is read again, and what is said of a bad one."""

from dataclasses import replace

import pytest

from tests.domain.repair.examples import DIRECTORY, INVOICE, REFUND, correction, leg
from wrapup_desk.domain.repair.change_plan import (
    BadPlan,
    has_wanted_code,
    is_conversation_list,
    plan_lines,
    plan_of,
    result_lines,
    wanted_codes,
)
from wrapup_desk.domain.repair.correction import ALREADY_CODED, CorrectionState
from wrapup_desk.domain.repair.preview import Candidate, Preview, preview_fix


def preview() -> Preview:
    latest = correction(2, state=CorrectionState.CONFIRMED, first_code_id="theirs")
    candidates = [
        Candidate(leg(1), REFUND),
        Candidate(leg(2, code_id=REFUND.id), INVOICE, latest, 1),
        Candidate(leg(3, code_id=REFUND.id), REFUND),
    ]
    return replace(preview_fix(candidates, DIRECTORY), rule="Weekly")


def written() -> str:
    return "".join(
        plan_lines(preview(), DIRECTORY, lambda _key: ("14:02", "Mia Novak", "Billing"))
    )


def test_a_plan_is_read_as_it_was_written_and_its_rows_left_alone_are_none() -> None:
    plan = plan_of(written())

    assert [replace(each, from_note="", from_tags=()) for each in preview().changes] == list(
        plan.changes
    )
    assert plan.rule == "Weekly"
    assert plan.changes[1].first_code_id == "theirs"
    assert plan.changes[1].seen_count == 1
    assert '"14:02","Mia Novak","Billing","has this code already"' in written()


def test_the_same_file_is_the_same_plan_and_an_edited_one_another() -> None:
    text = written()

    assert plan_of(text).id == plan_of(text).id
    assert plan_of(text.replace(REFUND.id, "other")).id != plan_of(text).id


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has to name the columns"),
        ("from,to\nOld,New\n", "there is no conversation, communication, to_code"),
        ("conversation,participant,communication,to_code\na,b,c,\n", "Line 2 lacks"),
        ("conversation,participant,communication,to_code\na,,c,x\n", "Line 2 lacks"),
        ("conversation,participant,communication,to_code,media\na,b,c,x,fax\n", "unknown medium"),
        (
            "conversation,participant,communication,to_code\na,b,c,x\n\na,b,c,y\n",
            "Line 4 is of the same leg as line 2",
        ),
    ],
)
def test_a_file_that_is_no_plan_is_refused_by_its_line(text: str, why: str) -> None:
    with pytest.raises(BadPlan, match=why):
        plan_of(text)


def test_a_list_of_conversations_is_told_from_rules_and_read() -> None:
    text = "\ufeffConversation;to;communication\r\nc-1;Refund given;\r\nc-2;x;leg-2\r\n"

    assert is_conversation_list(text)
    assert not is_conversation_list("from,to\nOld,New\n")
    assert not is_conversation_list("")
    assert [tuple(vars_of(each)) for each in wanted_codes(text)] == [
        ("c-1", "", "Refund given"),
        ("c-2", "leg-2", "x"),
    ]
    with pytest.raises(BadPlan, match="Line 2 has no conversation"):
        wanted_codes("conversation,to\n,x\n")


def vars_of(each: object) -> tuple[object, ...]:
    return tuple(
        getattr(each, name) for name in ("conversation_id", "communication_id", "to_code")
    )


def test_every_row_of_a_plan_is_in_its_result() -> None:
    plan = plan_of(written())
    done = correction(1, state=CorrectionState.CONFIRMED, answer="202")

    lines = list(result_lines(plan, {done.key: done}, {plan.changes[1].key: "Sam was first."}))

    assert len(lines) == 1 + len(plan.changes)
    assert '"confirmed","202"' in lines[1]
    assert '"left alone","Sam was first."' in lines[2]


def test_a_leg_that_had_the_code_before_counts_as_done_and_another_hands_does_not() -> None:
    skipped = correction(1, state=CorrectionState.SKIPPED)

    assert has_wanted_code(replace(skipped, answer=ALREADY_CODED))
    assert not has_wanted_code(replace(skipped, answer="Somebody else changed it in between."))
    assert has_wanted_code(correction(1, state=CorrectionState.VERIFIED))
    assert not has_wanted_code(correction(1, state=CorrectionState.KEPT))
