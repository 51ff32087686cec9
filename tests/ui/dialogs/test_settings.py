from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from tests.languages.pseudo import pseudo_catalogue
from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.test_texts_fit import cut_texts
from tests.ui.markup import hovered
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.domain.language.texts import use_catalogue
from wrapup_desk.domain.notes.note_draft import NoteDrafting
from wrapup_desk.ui.dialogs.settings import SettingsDialog
from wrapup_desk.ui.shortcuts import overview

GIVEN = Settings(theme=ThemeChoice.LIGHT, region="mypurecloud.de", client_id="abc", keep_days=7)


def opened(
    open_desk: OpenDesk, locked: frozenset[str] = frozenset()
) -> tuple[Driver, SettingsDialog]:
    driver = open_desk(s.desk(s.MARTA), GIVEN, locked)
    driver.window.open_settings()
    dialog = driver.window.side_windows.settings
    assert isinstance(dialog, SettingsDialog)
    return driver, dialog


def test_opening_the_settings_changes_nothing(open_desk: OpenDesk) -> None:
    driver, dialog = opened(open_desk)

    assert not dialog.isModal()
    assert dialog._shown() == GIVEN
    with driver.qtbot.assertNotEmitted(driver.window.settings_changed):
        dialog.close()


def test_a_new_theme_applies_at_once_and_is_reported_with_all_else_kept(
    open_desk: OpenDesk,
) -> None:
    driver, dialog = opened(open_desk)

    with driver.qtbot.waitSignal(driver.window.settings_changed) as changed:
        dialog.theme_choice.setCurrentIndex(dialog.theme_choice.findData(ThemeChoice.DARK))

    assert changed.args == [replace(GIVEN, theme=ThemeChoice.DARK)]
    assert driver.window.theme.is_dark


def test_what_becomes_of_drafted_notes_is_chosen_here_unless_it_is_locked(
    open_desk: OpenDesk,
) -> None:
    driver, dialog = opened(open_desk)

    with driver.qtbot.waitSignal(driver.window.settings_changed) as changed:
        dialog.notes.setCurrentIndex(dialog.notes.findData(NoteDrafting.OFF))

    assert changed.args == [replace(GIVEN, notes=NoteDrafting.OFF)]
    locked = SettingsDialog(driver.window.theme, driver.window, GIVEN, frozenset({"notes"}), ())
    assert not locked.notes.isEnabled()
    locked.deleteLater()


def test_switches_are_reported_one_by_one(open_desk: OpenDesk) -> None:
    driver, dialog = opened(open_desk)

    for key in ("has_single_keys", "shows_toasts"):
        with driver.qtbot.waitSignal(driver.window.settings_changed) as changed:
            dialog.checks[key].click()
        (reported,) = changed.args
        assert getattr(reported, key) is not getattr(GIVEN, key)


def test_region_and_client_id_wait_for_save(open_desk: OpenDesk) -> None:
    driver, dialog = opened(open_desk)
    assert not dialog.save.isEnabled()

    with driver.qtbot.assertNotEmitted(driver.window.settings_changed):
        dialog.client_id.setText("new-id")
    with driver.qtbot.waitSignal(driver.window.settings_changed) as changed:
        driver.click(dialog.save)

    assert changed.args == [replace(GIVEN, client_id="new-id")]


def test_what_the_administrator_set_is_shown_and_cannot_be_changed(open_desk: OpenDesk) -> None:
    _driver, dialog = opened(open_desk, frozenset({"region", "theme"}))

    assert not dialog.region.isEnabled()
    assert not dialog.theme_choice.isEnabled()
    assert dialog.client_id.isEnabled()
    assert dialog.region.accessibleDescription() == "Set by your administrator"


def test_everything_in_the_settings_fits_at_large_text(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(), replace(GIVEN, text_percent=200))
    driver.window.open_settings()
    dialog = driver.window.side_windows.settings
    assert dialog is not None
    QApplication.processEvents()

    content = dialog.content
    layout = content.layout()
    assert layout is not None
    needed = layout.totalHeightForWidth(content.width())
    assert content.height() >= needed
    driver.window.use_settings(GIVEN, frozenset())


def test_a_value_set_by_hand_survives_a_change_of_something_else(open_desk: OpenDesk) -> None:
    by_hand = replace(GIVEN, text_percent=110, region="private.example")
    driver = open_desk(s.desk(), by_hand)
    driver.window.open_settings()
    dialog = driver.window.side_windows.settings
    assert isinstance(dialog, SettingsDialog)
    assert not dialog.save.isEnabled()

    with driver.qtbot.waitSignal(driver.window.settings_changed) as changed:
        dialog.checks["shows_toasts"].click()

    assert changed.args == [replace(by_hand, shows_toasts=False)]


def test_side_windows_go_with_the_agents_window(open_desk: OpenDesk) -> None:
    driver, dialog = opened(open_desk)

    driver.window.close()

    assert not dialog.isVisible()


def test_every_label_is_read_whole_in_a_language_of_longer_words(open_desk: OpenDesk) -> None:
    with speaking(LanguageChoice.ENGLISH):
        use_catalogue(pseudo_catalogue())
        _driver, dialog = opened(open_desk)

        assert list(cut_texts(dialog)) == []


def test_a_choice_that_has_no_room_is_read_whole_under_the_pointer(open_desk: OpenDesk) -> None:
    _driver, dialog = opened(open_desk)
    box, shown = dialog.region, []
    box.choose("far", "Asia Pacific (Sydney, New South Wales, Australia)")
    for width in (700, 120):
        box.setFixedWidth(width)
        QApplication.processEvents()
        shown.append(hovered(box))

    assert shown[0] == ""
    assert "New South Wales" in shown[1]


def test_the_client_id_is_asked_for_as_at_the_sign_in(open_desk: OpenDesk) -> None:
    _driver, dialog = opened(open_desk)

    dialog.client_id.setText("")
    assert dialog.client_id.placeholderText() == "Paste it here"
    assert "administrator" in dialog.advice.shown_text
    dialog.client_id.setText("“1b9d6bcd”")
    assert "A client ID looks like" in dialog.advice.shown_text
    dialog.client_id.setText("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")
    assert "looks like" not in dialog.advice.shown_text


def test_the_settings_name_every_single_key(open_desk: OpenDesk) -> None:
    _driver, dialog = opened(open_desk)
    named = dialog.checks["has_single_keys"].accessibleName().split()

    of_the_overview = {key for keys, _meaning in overview() for key in keys.split()}
    assert {"1", "2", "3", "/", "N", "Z", "R", "G", "D", "L", "?"} <= set(named)
    assert set(named[named.index("1") :]) <= of_the_overview
