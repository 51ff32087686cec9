"""Tests the sentences of bulk changes, in the singular and the plural."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.repair.examples import DIRECTORY, MORNING, REFUND, ROBIN, correction, key, leg
from wrapup_desk.application.repair.state import BatchView
from wrapup_desk.domain.repair.correction import Batch, BatchKind, Correction, CorrectionState
from wrapup_desk.domain.repair.preview import Candidate, Preview, Skip, SkipReason, preview_fix
from wrapup_desk.ui.repair.changes.sentences import (
    lasting_sentence,
    outcome_sentence,
    preview_sentence,
    refused_sentence,
    skip_word,
)

MANY = [Candidate(leg(number), REFUND) for number in range(12)]
SAME = Candidate(leg(14, code_id=REFUND.id), REFUND)
WITHOUT = [Candidate(leg(12), None), Candidate(leg(13), None)]


def sentence(*candidates: Candidate) -> str:
    return preview_sentence(preview_fix(candidates, DIRECTORY))


def test_a_preview_says_how_many_change_and_why_others_do_not() -> None:
    assert sentence(*MANY) == "12 rows will change."
    assert sentence(MANY[0]) == "1 row will change."
    assert sentence(*MANY, SAME) == "12 rows will change. 1 is skipped: has this code already."
    assert sentence(*MANY, *WITHOUT) == (
        "12 rows will change. 2 are skipped: have no code chosen or suggested."
    )
    assert sentence(*MANY, *WITHOUT, SAME) == (
        "12 rows will change. 3 are skipped:"
        " 2 have no code chosen or suggested; 1 has this code already."
    )


@pytest.mark.parametrize(
    ("takes", "told"),
    [
        (timedelta(seconds=50), ""),
        (timedelta(minutes=7, seconds=10), " That takes about 8 minutes."),
        (timedelta(minutes=90), " That takes about 90 minutes."),
        (timedelta(hours=24, minutes=59), " That takes about 25 hours."),
    ],
)
def test_a_preview_says_how_long_a_large_change_takes(takes: timedelta, told: str) -> None:
    preview = preview_fix(MANY, DIRECTORY)

    assert preview_sentence(preview, takes) == f"12 rows will change.{told}"


def test_large_numbers_are_grouped() -> None:
    skips = tuple(Skip(key(1), SkipReason.NOT_OVER) for _ in range(1_234))

    assert "1,234 are skipped" in preview_sentence(Preview(skips=skips))


@pytest.mark.parametrize("reason", list(SkipReason))
def test_every_reason_reads_after_one_and_after_many(reason: SkipReason) -> None:
    assert skip_word(reason, 1).partition(" ")[0] in ("has", "had", "is", "was")
    assert skip_word(reason, 2).partition(" ")[0] in ("have", "had", "are", "were")


def view(*states: CorrectionState, conflicts: tuple[Correction, ...] = ()) -> BatchView:
    corrections = tuple(correction(n, state=state) for n, state in enumerate(states))
    batch = Batch("batch-1", BatchKind.FIX, ROBIN, MORNING)
    return BatchView(batch, corrections, conflicts)


def test_an_outcome_says_plainly_when_the_record_did_not_change() -> None:
    kept = CorrectionState.KEPT

    assert outcome_sentence(view(kept)) == (
        "1 is kept here only: Genesys refused, its record did not change."
    )
    assert outcome_sentence(view(CorrectionState.CONFIRMED, CorrectionState.VERIFIED, kept)) == (
        "2 changed in Genesys. 1 is kept here only: Genesys refused, its record did not change."
    )


def test_an_outcome_names_rows_left_to_others() -> None:
    other = correction(9)

    assert outcome_sentence(view(CorrectionState.CONFIRMED, conflicts=(other,))) == (
        "1 changed in Genesys. 1 was left to another supervisor."
    )
    assert outcome_sentence(view(conflicts=(other, other))) == (
        "0 changed in Genesys. 2 were left to another supervisor."
    )


@pytest.mark.parametrize("state", list(CorrectionState))
def test_every_state_has_its_words(state: CorrectionState) -> None:
    assert outcome_sentence(view(state)).startswith("1 ")
    assert outcome_sentence(view(state, state)).startswith("2 ")


def test_a_preview_says_which_changes_can_never_be_undone() -> None:
    lasting = {SkipReason.NO_CODE_BEFORE: 2, SkipReason.DELETED_BEFORE: 1}

    assert lasting_sentence(Preview()) == ""
    assert lasting_sentence(Preview(lasting=lasting)) == (
        "3 cannot be undone later: 2 had no code before, and Genesys cannot take a code away;"
        " 1 had a code that was deleted since."
    )


def test_a_preview_says_of_what_it_tells_why_it_can_never_be_undone() -> None:
    before = SkipReason.NO_CODE_BEFORE

    assert lasting_sentence(Preview(lasting={before: 4})) == (
        "4 cannot be undone later: they had no code before, and Genesys cannot take a code away."
    )
    assert lasting_sentence(Preview(lasting={before: 1})) == (
        "1 cannot be undone later: it had no code before, and Genesys cannot take a code away."
    )


def test_a_preview_says_what_genesys_refused_the_last_time() -> None:
    changed, kept = CorrectionState.CONFIRMED, CorrectionState.KEPT

    assert refused_sentence(None) == ""
    assert refused_sentence(view(changed)) == ""
    refused = view(kept, changed, kept)
    refused = replace(
        refused,
        corrections=tuple(replace(one, answer="409: not yours") for one in refused.corrections),
    )
    assert refused_sentence(refused) == (
        "Of the last 3 corrections Genesys refused 2: 409: not yours"
    )


def test_a_change_by_rules_says_by_which() -> None:
    preview = replace(preview_fix([MANY[0]], DIRECTORY), rule="Tidied list")

    assert preview_sentence(preview) == "By the rules “Tidied list”: 1 row will change."
