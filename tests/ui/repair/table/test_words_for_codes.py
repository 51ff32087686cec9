"""What stands in a column for codes begins like a name, whether it is one or says why there is none."""

from __future__ import annotations

import pytest

from tests.languages.speaking import speaking
from tests.ui.repair import snapshots as s
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.history.past_leg import DELETED_CODE_ID, SKIPPED_CODE_ID
from wrapup_desk.domain.repair.preview import Candidate, preview_fix
from wrapup_desk.domain.repair.rules import Rule
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID
from wrapup_desk.ui.repair.changes.preview_panel import lines_of
from wrapup_desk.ui.repair.changes.rules_page import conditions_text
from wrapup_desk.ui.repair.wording import code_now

CODES = ("", TIMEOUT_CODE_ID, SKIPPED_CODE_ID, DELETED_CODE_ID, "0a1b2c3d-gone")


@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.GERMAN])
def test_words_in_a_column_of_codes_begin_with_a_capital(language: LanguageChoice) -> None:
    with speaking(language):
        made = LegIndex(s.DIRECTORY)
        rows = [
            made.put(s.leg(number, code_id=code, note="")) for number, code in enumerate(CODES)
        ]
        table = [code_now(made.row(row)) for row in rows]
        refund = s.CODES["Invoice explained"]
        candidates = [Candidate(s.leg(n, code_id=code), refund) for n, code in enumerate(CODES)]
        preview = [
            now for _, now, _ in lines_of(preview_fix(candidates, s.DIRECTORY), s.DIRECTORY)
        ]

    assert len({*table}) == len(CODES)
    assert [each for each in (*table, *preview) if each[0].islower()] == []


def test_a_condition_has_no_space_between_its_name_and_value_in_japanese() -> None:
    with speaking(LanguageChoice.JAPANESE):
        assert conditions_text(Rule("x", "y", "Billing", flow="Main")) == (
            "キュー\uff1aBilling、フロー\uff1aMain"
        )
