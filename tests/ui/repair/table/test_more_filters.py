"""Tests the filters asked for less often: medium, code, note, division."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from tests.languages.speaking import speaking
from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.repair.table_view import Filters, NoteFilter
from wrapup_desk.ui.repair.table.more_filters import media_name
from wrapup_desk.ui.repair.table.saved_views import SavedView


def opened(open_repair: OpenRepair, filters: Filters | None = None) -> RepairDriver:
    directory = replace(s.DIRECTORY, divisions={"north": "North & co"})
    legs = LegIndex(directory)
    for number in range(40):
        ids = ("north", "hidden-id") if number % 2 else ("north",)
        legs.put(s.leg(number, division_ids=ids))
    driver = open_repair(s.state(legs, filters=filters or Filters()))
    driver.window.filters.more.open_menu()
    return driver


def menus(driver: RepairDriver) -> dict[str, list[QAction]]:
    found: dict[str, list[QAction]] = {}
    for action in driver.window.filters.more.menu.actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            found[action.text()] = menu.actions()
    return found


def texts(actions: list[QAction]) -> list[str]:
    return [action.text() for action in actions]


def test_each_menu_offers_what_the_search_found(open_repair: OpenRepair) -> None:
    offered = menus(opened(open_repair))

    assert texts(offered["Medium"]) == ["Call", "Message"]
    assert texts(offered["Code now"]) == ["Invoice explained", "No code", "Timed out"]
    # A division that neither queues nor codes name is called by its id.
    assert texts(offered["Division"]) == ["hidden-id", "North && co"]
    assert texts(offered["Note"]) == ["With a note or tags", "Without"]


def test_a_tick_filters_and_a_second_one_takes_it_back(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, Filters(media=frozenset({Media.CALL})))
    offered = menus(driver)

    offered["Medium"][1].trigger()
    offered["Medium"][0].trigger()
    offered["Division"][1].trigger()
    offered["Note"][0].trigger()

    both = frozenset({Media.CALL, Media.MESSAGE})
    calls = Filters(media=frozenset({Media.CALL}))
    assert [one for (one,) in driver.commands("set_filters")] == [
        Filters(media=both),
        Filters(),
        replace(calls, division_ids=frozenset({"north"})),
        replace(calls, note=NoteFilter.WITH),
    ]


def test_how_many_are_set_is_said_and_all_are_cleared_at_once(open_repair: OpenRepair) -> None:
    filters = Filters(media=frozenset({Media.CALL}), note=NoteFilter.WITHOUT, text="kept")
    driver = opened(open_repair, filters)
    more = driver.window.filters.more
    assert more.caption == "2 more filters"

    more.menu.actions()[-1].trigger()

    assert driver.commands("set_filters") == [(Filters(text="kept"),)]
    driver.show(s.state(filters=Filters(note=NoteFilter.WITH)))
    assert more.caption == "1 more filter"
    driver.show(replace(s.state(), revision=1))
    assert more.caption == "More filters"


def test_every_medium_has_a_name() -> None:
    assert len({media_name(each) for each in Media}) == len(Media)


def test_a_saved_view_keeps_all_of_its_filters(open_repair: OpenRepair) -> None:
    window = opened(open_repair).window
    filters = Filters(
        media=frozenset({Media.EMAIL}),
        code_ids=frozenset({"a"}),
        division_ids=frozenset({"north"}),
        note=NoteFilter.WITHOUT,
        text="kept",
    )

    window._views.keep(SavedView("Mine", filters=filters))

    assert window._views.views[0].filters == filters


def test_what_genesys_writes_by_itself_is_called_as_in_the_table(open_repair: OpenRepair) -> None:
    with speaking(LanguageChoice.GERMAN):
        offered = menus(opened(open_repair))

    assert "Abgelaufen" in texts(offered["Code jetzt"])
