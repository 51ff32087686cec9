from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.application.desk.test_my_day import NOON, desk, submission
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.day.my_day import MyDayDialog
from wrapup_desk.ui.theme import Theme


def a_dialog(theme: Theme) -> MyDayDialog:
    dialog = MyDayDialog(theme, None)
    failed = submission(3, SubmissionState.REFUSED)
    dialog.show_state(desk(submission(1), submission(2), failed), NOON)
    return dialog


def test_the_list_says_what_was_coded_and_what_to_do_about_the_rest(theme: Theme) -> None:
    dialog = a_dialog(theme)

    states = [line[1] for line in dialog.table.numbers.lines]
    assert states == ["Refused: choose again", "Coded", "Coded"]
    assert dialog.figures.shown_text.startswith("2 of 3 coded, 2 as suggested")
    assert "1 without a code in Genesys." in dialog.troubles.shown_text
    dialog.deleteLater()


def test_typing_narrows_the_list(theme: Theme) -> None:
    dialog = a_dialog(theme)

    dialog.search.setText("no such thing")
    assert dialog.table.numbers.lines == []
    dialog.search.setText("letter")
    assert len(dialog.table.numbers.lines) == 3
    dialog.deleteLater()


def test_d_opens_the_day_and_closes_it_again(open_desk: OpenDesk) -> None:
    driver = open_desk(s.gallery()["02-live"])
    windows = driver.window.side_windows

    driver.press("d")
    assert windows.day is not None
    assert windows.day.isVisible()
    QTest.keyClick(windows.day, Qt.Key.Key_Escape)

    assert not windows.day.isVisible()
