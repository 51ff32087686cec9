from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.application.doctor.findings import (
    CheckId,
    CheckOutcome,
    Finding,
    begun,
    not_checked,
    right,
)
from wrapup_desk.ui.doctor.installation_check import InstallationCheck

FINDINGS = (
    right(CheckId.DISK, "there is room", detail="CANARY folder"),
    Finding(CheckId.SCOPES, CheckOutcome.WRONG, "missing <b>scope</b>", "Ask.", "notifications"),
    Finding(CheckId.TRAY, CheckOutcome.WARNING, "none"),
    Finding(
        CheckId.PERMISSIONS, CheckOutcome.NOTE, "missing; for supervisors", subject="a:b:view"
    ),
    not_checked(CheckId.TOPICS, "the OAuth client lacks the scope notifications"),
)


@pytest.fixture
def check(open_desk: OpenDesk) -> InstallationCheck:
    """The dialog as the menu opens it, filled."""
    window = open_desk(s.desk(s.MARTA)).window
    asked: list[InstallationCheck] = []
    window.check_requested.connect(asked.append)
    window.header._actions["monitor"].trigger()
    [dialog] = asked
    dialog.begin()
    for finding in FINDINGS:
        dialog.show_finding(finding)
    dialog.finish()
    return dialog


def test_the_menu_opens_the_check_beside_the_window_and_never_modal(
    check: InstallationCheck,
) -> None:
    assert check.isVisible()
    assert not check.isModal()
    assert check.summary.shown_text == "5 lines; wrong: 1, warning: 1, not checked: 1."


def test_each_line_has_a_word_and_an_icon_of_its_own(check: InstallationCheck) -> None:
    pills = [row.pill for row in check.rows]

    assert [pill.word for pill in pills] == ["Right", "Wrong", "Warning", "Note", "Not checked"]
    assert all(pill._icon for pill in pills)
    assert len({(pill._icon, pill._tone) for pill in pills}) == len(pills)


def test_text_from_outside_is_shown_as_it_is(check: InstallationCheck) -> None:
    [text, advice] = check.rows[1].texts

    assert text.shown_text == "Missing <b>scope</b>"
    assert advice.shown_text == "Ask."


def test_what_was_not_checked_says_so_once(check: InstallationCheck) -> None:
    [text] = check.rows[4].texts

    assert check.rows[4].pill.word == "Not checked"
    assert text.shown_text == "The OAuth client lacks the scope notifications"


@pytest.mark.parametrize("text", ["login.example.com did not answer", "C:\\codes is full"])
def test_a_host_or_a_file_is_written_as_it_is_called(text: str) -> None:
    assert begun(text) == text


def test_what_is_copied_leaves_the_details_out(check: InstallationCheck) -> None:
    check.copy_button.click()

    copied = QApplication.clipboard().text()
    assert "CANARY" not in copied
    assert "✗ Scopes: notifications — wrong" in copied
    assert copied.endswith("not checked: 1.")


def test_checking_again_starts_an_empty_list(check: InstallationCheck) -> None:
    asked: list[object] = []
    check.again_requested.connect(lambda: asked.append(True))
    check.again_button.click()

    check.begin()

    assert asked == [True]
    assert check.rows == []
    assert not check.copy_button.isEnabled()


def test_the_dialog_grows_with_its_lines(check: InstallationCheck) -> None:
    QApplication.processEvents()
    QApplication.processEvents()

    bottom = check.rows[-1].mapTo(check.content, check.rows[-1].rect().bottomLeft()).y()
    assert check.height() >= min(bottom, check.screen().availableSize().height() - 100)
    assert all(row.height() >= row.sizeHint().height() for row in check.rows)


def test_the_dialog_grows_while_the_checks_run(check: InstallationCheck) -> None:
    check.begin()
    check.fit()
    for finding in FINDINGS:
        check.show_finding(finding)
    QApplication.processEvents()
    QApplication.processEvents()

    bottom = check.rows[-1].mapTo(check, check.rows[-1].rect().bottomLeft()).y()
    assert bottom < check.height()


@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_nothing_to_click_moves_while_the_checks_run(
    open_desk: OpenDesk, language: LanguageChoice
) -> None:
    with speaking(language):
        window = open_desk(s.desk(s.MARTA)).window
        window.header._actions["monitor"].trigger()
        [check] = window.findChildren(InstallationCheck)
        check.begin()
        QApplication.processEvents()
        buttons = (check.copy_button, check.again_button)
        before = [each.mapToGlobal(QPoint(0, 0)) for each in buttons]

        for finding in 8 * FINDINGS:
            check.show_finding(finding)
            QApplication.processEvents()
            assert [each.mapToGlobal(QPoint(0, 0)) for each in buttons] == before
        check.finish()
        QApplication.processEvents()

        assert [each.mapToGlobal(QPoint(0, 0)) for each in buttons] == before
