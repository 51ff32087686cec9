"""Tests what the detail offers of its row: a link, the id, and nothing for a row out of the list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair


def test_a_row_out_of_the_list_is_only_looked_at(open_repair: OpenRepair) -> None:
    shown = s.gallery()["40-repair"]
    assert shown.focus is not None
    driver = open_repair(
        replace(shown, rows=[row for row in shown.rows if row != shown.focus.row])
    )
    detail = driver.window.detail

    assert not detail.fix.isVisible()
    assert not detail.search.isVisible()
    assert not detail.rows.isVisible()
    assert detail.unlisted.isVisible()
    driver.window.setFocus()
    driver.press("1")
    driver.press("/")
    assert driver.commands("choose_code") == []
    assert not driver.window.choosing.palette.isVisible()


def test_a_conversation_is_opened_in_genesys_cloud_and_its_id_copied(
    open_repair: OpenRepair,
) -> None:
    shown = s.gallery()["40-repair"]
    assert shown.focus is not None
    driver = open_repair(shown, domain="mypurecloud.de")
    detail, wanted = driver.window.detail, shown.focus.leg.key.conversation_id
    opened: list[str] = []
    driver.window.link_requested.connect(opened.append)

    driver.click(detail.open_link)
    driver.click(detail.copy_id)

    assert opened == [
        f"https://apps.mypurecloud.de/directory/#/analytics/interactions/{wanted}/admin"
    ]
    assert QApplication.clipboard().text() == wanted
    assert detail.copy_id.caption == "Copied"


def test_where_no_region_is_known_no_link_is_offered(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["40-repair"])

    assert not driver.window.detail.open_link.isVisible()
