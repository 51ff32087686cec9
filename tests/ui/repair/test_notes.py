"""Tests that the agent's note and tags stand beside the code, and what was refused is not offered."""

from tests.languages.speaking import speaking
from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.table_view import Filters
from wrapup_desk.ui.repair.table.model import LegColumn

NOTED = "promised a letter"


def with_a_note() -> RepairState:
    made = s.leg_index()
    made.put(s.leg(1, note=NOTED, tags=("vip",)))
    return s.state(made, focus=s.focus(made, 1))


def test_the_note_and_tags_are_in_the_table_and_the_detail(open_repair: OpenRepair) -> None:
    driver = open_repair(with_a_note())
    legs = driver.window.area.table.legs
    place = legs.place_of(1)

    spoken = legs._spoken(legs.row_at(place), LegColumn.CODE)
    assert spoken.endswith(f"{NOTED} · vip")
    assert legs.text_of(legs.row_at(place), LegColumn.NOTE) == f"{NOTED} · vip"
    assert driver.window.detail.beside.shown_text == f"Note: {NOTED} · vip"


def test_what_stands_beside_a_code_is_told_with_the_comma_of_the_language(
    open_repair: OpenRepair,
) -> None:
    with speaking(LanguageChoice.JAPANESE):
        legs = open_repair(with_a_note()).window.area.table.legs
        spoken = legs._spoken(legs.row_at(legs.place_of(1)), LegColumn.CODE)

    assert "\N{IDEOGRAPHIC COMMA}" in spoken
    assert "," not in spoken


def test_what_genesys_refused_is_not_offered_again(open_repair: OpenRepair) -> None:
    made = s.leg_index()
    made.note_corrections([s.correction(0, CorrectionState.KEPT)])
    driver = open_repair(
        s.state(made, filters=Filters(issues=frozenset(CodeIssue)), focus=s.focus(made, 0))
    )

    wanted = made.row(0).wanted
    correction = made.row(0).correction
    assert wanted is not None
    assert correction is not None
    assert wanted.id == correction.to_code.id
    assert driver.window.detail.fix.isHidden()
    legs = driver.window.area.table.legs
    row = legs.row_at(legs.place_of(0))
    assert legs.text_of(row, LegColumn.PROBLEM) == "Kept here only"


def test_a_row_that_is_not_in_the_list_has_no_button_to_change_it(open_repair: OpenRepair) -> None:
    made = s.leg_index()
    driver = open_repair(s.state(made, focus=s.focus(made, 0)))
    assert not driver.window.detail.fix.isHidden()

    driver.show(s.state(made, rows=(1, 2), focus=s.focus(made, 0), revision=2))

    assert driver.window.detail.fix.isHidden()
