from datetime import timedelta
from typing import Any

import pytest

from tests.domain.repair.examples import DIRECTORY, INVOICE, MORNING, leg
from wrapup_desk.domain.history.past_leg import (
    DELETED_CODE_ID,
    SKIPPED_CODE_ID,
    NameDirectory,
)
from wrapup_desk.domain.repair.code_issue import CodeIssue, is_doubtful, issue_of
from wrapup_desk.domain.wrapup import DEFAULT_CODE_ID, TIMEOUT_CODE_ID


@pytest.mark.parametrize(
    ("changes", "issue"),
    [
        ({}, CodeIssue.MISSING),
        ({"was_skipped": True}, CodeIssue.SKIPPED),
        ({"code_id": SKIPPED_CODE_ID}, CodeIssue.SKIPPED),
        ({"code_id": TIMEOUT_CODE_ID}, CodeIssue.TIMED_OUT),
        ({"code_id": DEFAULT_CODE_ID}, CodeIssue.DEFAULT),
        ({"code_id": "ININ-OUTBOUND-ON-HOLD"}, CodeIssue.DEFAULT),
        ({"code_id": DELETED_CODE_ID}, CodeIssue.DELETED),
        ({"code_id": "a-code-of-last-year"}, CodeIssue.DELETED),
        ({"code_id": INVOICE.id}, None),
        ({"code_id": INVOICE.id, "was_skipped": True}, None),
        ({"answered_at": None}, CodeIssue.MISSING),  # after-call work without talk
        ({"answered_at": None, "completed_at": None}, None),
        ({"hung_up_at": None}, None),
        ({"is_in_after_call": True}, None),
        ({"queue_id": "", "completed_at": None}, None),  # a direct call
        ({"queue_id": ""}, CodeIssue.MISSING),  # one with after-call work
    ],
)
def test_each_kind_of_bad_code_is_told_apart(
    changes: dict[str, Any], issue: CodeIssue | None
) -> None:
    assert issue_of(leg(**changes), DIRECTORY) == issue


def test_without_a_list_of_codes_none_is_called_deleted() -> None:
    assert issue_of(leg(code_id="unheard-of"), NameDirectory()) is None


@pytest.mark.parametrize(
    ("code_id", "suggested", "expected"),
    [
        ("wrong", {"right": 0.9, "wrong": 0.02}, True),
        ("wrong", {"right": 0.9}, True),
        ("right", {"right": 0.9, "wrong": 0.1}, False),
        ("wrong", {"right": 0.6, "wrong": 0.1}, False),
        ("wrong", {"right": 0.8, "wrong": 0.21}, False),
        ("wrong", {}, False),
        ("", {"right": 0.99}, False),
    ],
)
def test_a_code_is_doubted_only_when_another_is_far_more_probable(
    code_id: str, suggested: dict[str, float], *, expected: bool
) -> None:
    assert is_doubtful(code_id, suggested, 0.8) is expected


def test_the_talk_lasts_from_the_answer_to_the_hang_up() -> None:
    assert leg().talk_time == timedelta(minutes=3)
    assert leg().talk_seconds == 180.0
    assert leg(hung_up_at=None).talk_time is None
    assert leg(answered_at=None).talk_seconds is None


def test_the_time_to_code_is_that_of_codes_people_chose() -> None:
    coded = leg(code_id=INVOICE.id)

    assert coded.time_to_code == timedelta(seconds=12)
    assert leg().time_to_code is None
    assert leg(code_id=INVOICE.id, completed_at=None).time_to_code is None
    assert leg(code_id=INVOICE.id, completed_at=MORNING).time_to_code == timedelta()


@pytest.mark.parametrize(
    ("code_id", "name"),
    [
        (INVOICE.id, "Invoice explained"),
        ("", ""),
        (TIMEOUT_CODE_ID, "Timed out"),
        ("ININ-OUTBOUND-BUSY", "ININ-OUTBOUND-BUSY"),
        ("gone", "Deleted code gone"),
    ],
)
def test_every_code_has_a_name_to_show(code_id: str, name: str) -> None:
    assert DIRECTORY.code_name(code_id) == name


def test_a_queue_without_a_known_list_offers_every_code() -> None:
    assert [code.name for code in DIRECTORY.codes_of("queue-support")] == ["Password reset"]
    assert len(DIRECTORY.codes_of("another")) == 3
