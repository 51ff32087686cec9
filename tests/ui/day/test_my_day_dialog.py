from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from tests.application.desk.test_my_day import NOON, desk, submission
from tests.fakes import a_key, a_leg
from tests.languages.pseudo import pseudo_catalogue
from tests.ui import snapshots as s
from tests.ui.code_lists import FIVE_HUNDRED
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.base.settings import ThemeChoice
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Leg, Phase, Prompt
from wrapup_desk.domain.language.texts import use_catalogue
from wrapup_desk.domain.submission import ONLY_SELECTED, SubmissionState
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.day.my_day import MyDayDialog
from wrapup_desk.ui.day.wording import titles
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.numbers_table import FittingDelegate


def a_dialog(theme: Theme) -> MyDayDialog:
    dialog = MyDayDialog(theme, None)
    failed = submission(3, SubmissionState.REFUSED)
    dialog.show_state(desk(submission(1), submission(2), failed), NOON)
    return dialog


def test_the_list_says_what_was_coded_and_what_to_do_about_the_rest(theme: Theme) -> None:
    dialog = a_dialog(theme)

    states = [line[2] for line in dialog.table.numbers.lines]
    assert states == ["Refused", "Coded", "Coded"]
    todo = [line[3] for line in dialog.table.numbers.lines]
    assert todo == ["Tell your supervisor", *["Ask your supervisor"] * 2]
    assert dialog.figures.shown_text.startswith("2 of 3 coded, 2 as suggested")
    assert "1 without a code in Genesys." in dialog.troubles.shown_text
    dialog.deleteLater()


def test_what_is_said_for_supervisors_is_not_said_to_the_agent(theme: Theme) -> None:
    dialog = MyDayDialog(theme, None)
    meant = replace(submission(3, SubmissionState.TOO_LATE), reason=ONLY_SELECTED)

    dialog.show_state(desk(submission(1), meant), NOON)

    assert dialog.troubles.shown_text == "1 without a code in Genesys."
    dialog.deleteLater()


def choose(dialog: MyDayDialog, text: str) -> None:
    """Choose a day as a person does, by its name."""
    place = next(n for n in range(dialog.days.count()) if dialog.days.itemText(n).startswith(text))
    dialog.days.setCurrentIndex(place)
    dialog.days.activated.emit(place)


def test_earlier_days_are_browsed_each_with_its_own_figures(theme: Theme) -> None:
    dialog = MyDayDialog(theme, None)
    old = submission(4)
    decision = replace(old.decision, decided_at=NOON - timedelta(days=1))
    older = replace(submission(5), decision=replace(decision, decided_at=NOON - timedelta(days=9)))
    kept = {each.key: each for each in (replace(old, decision=decision), older)}
    state = desk(submission(1), past=kept)
    dialog.show_state(state, NOON)

    listed = [dialog.days.itemText(place) for place in range(dialog.days.count())]
    assert listed == ["Today (1)", "Yesterday (1)", "18 Nov (1)", "All days that are kept"]
    choose(dialog, "Yesterday")
    assert [line.key for line in dialog._lines] == [a_key(4)]
    assert dialog.figures.shown_text.startswith("1 of 1 coded")
    choose(dialog, "All")
    assert [line[0][:6] for line in dialog.table.numbers.lines] == ["27 Nov", "26 Nov", "18 Nov"]
    dialog.show_state(state, NOON)
    assert len(dialog._lines) == 3
    dialog.deleteLater()


def test_what_waits_and_what_failed_can_be_listed_alone(theme: Theme) -> None:
    dialog = MyDayDialog(theme, None)
    waiting, failed = (
        submission(2, SubmissionState.WAITING),
        submission(3, SubmissionState.TOO_LATE),
    )
    dialog.show_state(desk(submission(1), waiting, failed), NOON)

    dialog.shown.setCurrentIndex(1)
    assert [line.key for line in dialog._lines] == [waiting.key]
    assert dialog.table.numbers.lines[0][3] == "Nothing: it goes out by itself"
    dialog.shown.setCurrentIndex(2)
    assert [line.key for line in dialog._lines] == [failed.key]
    dialog.deleteLater()


def test_a_failed_one_is_copied_for_the_supervisor_without_words_of_customers(
    theme: Theme,
) -> None:
    dialog = a_dialog(theme)
    assert dialog.report.isHidden()

    dialog.table.setCurrentIndex(dialog.table.model().index(0, 0))
    assert not dialog.report.isHidden()
    dialog.report.click()

    copied = QGuiApplication.clipboard().text()
    assert f"Conversation: {a_key(3).conversation_id}" in copied
    assert "Sends a letter" not in copied
    dialog.deleteLater()


def test_how_long_a_code_can_be_changed_is_told_as_genesys_has_it(theme: Theme) -> None:
    def todo(leg: Leg) -> str:
        dialog.show_state(desk(submission(1), cards=(InteractionCard(leg),)), NOON)
        return str(dialog.table.numbers.lines[0][3])

    dialog = MyDayDialog(theme, None)
    at_work = replace(a_leg(1), phase=Phase.CONNECTED)
    after = replace(
        a_leg(1),
        phase=Phase.AFTER_CALL,
        prompt=Prompt.TIMEOUT,
        acw_started_at=NOON,
        wrapup_timeout=timedelta(seconds=60),
    )
    until = after.deadline_at
    assert until is not None

    assert todo(at_work) == "Change it until Done"
    assert todo(after) == f"Change it until {until.astimezone():%H:%M:%S}"
    assert todo(replace(after, phase=Phase.COMPLETED)) == "Ask your supervisor"
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
    assert driver.desk.commands == [("look_back",)]
    assert windows.day is not None
    assert windows.day.isVisible()
    QTest.keyClick(windows.day, Qt.Key.Key_Escape)

    assert not windows.day.isVisible()


def test_no_two_of_500_long_codes_read_alike_and_twins_say_what_they_differ_in(
    theme: Theme,
) -> None:
    dialog = MyDayDialog(theme, None)
    twins = (WrapupCode("code-twin-1", "Refund"), WrapupCode("code-twin-2", "Refund"))
    made = []
    for number, code in enumerate((*FIVE_HUNDRED, *twins), start=1):
        one = submission(number)
        made.append(replace(one, decision=replace(one.decision, code=code)))
    dialog.show_state(desk(*made), NOON)
    dialog.days.setCurrentIndex(dialog.days.count() - 1)
    dialog.days.activated.emit(dialog.days.count() - 1)
    cells = dialog.table.itemDelegate()
    assert isinstance(cells, FittingDelegate)

    option = QStyleOptionViewItem()
    dialog.table.initViewItemOption(option)
    shown = [cells.shown_text(1, line[1], option) for line in dialog.table.numbers.lines]

    assert len(shown) == len(set(shown)) == 502
    assert {text for text in shown if text.startswith("Refund")} == {
        "Refund (… twin-1)",
        "Refund (… twin-2)",
    }
    dialog.deleteLater()


def test_code_and_state_are_in_sight_in_the_usual_window_at_twice_the_text_size(
    theme: Theme,
) -> None:
    theme.use(ThemeChoice.LIGHT, 200)
    dialog = MyDayDialog(theme, None)
    dialog.show_state(desk(submission(1)), NOON)
    dialog.show()
    QApplication.processEvents()

    left = dialog.table.columnViewportPosition(titles().index("State"))
    assert titles().index("Code") < titles().index("State")
    assert left + dialog.table.columnWidth(2) <= dialog.table.viewport().width()
    dialog.deleteLater()
    theme.use(ThemeChoice.LIGHT, 100)


def test_what_has_no_room_in_a_narrow_window_stands_below_the_code(theme: Theme) -> None:
    dialog = MyDayDialog(theme, None)
    dialog.show_state(desk(submission(1)), NOON)
    dialog.show()
    table = dialog.table
    dialog.resize(940, 500)
    QApplication.processEvents()
    low = table.rowHeight(0)
    dialog.resize(400, 500)
    QApplication.processEvents()

    assert table.columnWidth(1) >= 100
    assert table.horizontalScrollBar().maximum() == 0
    assert [place for place in range(6) if table.isColumnHidden(place)] == [4, 5]
    option = QStyleOptionViewItem()
    cells, code = table.itemDelegate(), table.numbers.index(0, 1)
    assert isinstance(cells, FittingDelegate)
    cells.initStyleOption(option, code)
    drawn = " ".join(option.text.split("\N{LINE SEPARATOR}"))
    assert drawn.endswith(" call · Billing · Sends a letter")
    assert table.rowHeight(0) > low
    spoken = code.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Code: Billing question, Interaction: call · Billing, Note: Sends a letter"

    dialog.resize(940, 500)
    QApplication.processEvents()
    assert not any(map(table.isColumnHidden, range(6)))
    assert table.rowHeight(0) == low
    dialog.deleteLater()


def test_a_code_of_several_levels_takes_further_lines_before_its_end_is_left_out(
    theme: Theme,
) -> None:
    dialog = MyDayDialog(theme, None)
    made = []
    for number, code in enumerate(FIVE_HUNDRED[::7][:12], start=1):
        one = submission(number)
        made.append(replace(one, decision=replace(one.decision, code=code)))
    dialog.show_state(desk(*made), NOON)
    dialog.resize(780, 900)
    dialog.show()
    QApplication.processEvents()
    table, option = dialog.table, QStyleOptionViewItem()
    cells = table.itemDelegate()
    assert isinstance(cells, FittingDelegate)
    table.initViewItemOption(option)

    drawn = [cells.shown_text(1, line[1], option) for line in table.numbers.lines]

    assert [" ".join(text.split("\N{LINE SEPARATOR}")) for text in drawn] == [
        line[1] for line in table.numbers.lines
    ]
    most = max(len(text.split("\N{LINE SEPARATOR}")) for text in drawn)
    assert most > 1
    assert table.rowHeight(0) >= most * option.fontMetrics.height()
    dialog.deleteLater()


def test_what_is_left_over_beside_few_columns_is_for_what_stands_below_the_code(
    theme: Theme,
) -> None:
    theme.use(ThemeChoice.LIGHT, 200)
    dialog = MyDayDialog(theme, None)
    failed = replace(submission(1), state=SubmissionState.REFUSED, reason="403")
    dialog.show_state(desk(failed, submission(2)), NOON)
    dialog.resize(780, 700)
    dialog.show()
    QApplication.processEvents()
    table = dialog.table
    shown = [place for place in range(6) if not table.isColumnHidden(place)]

    assert len(shown) < 6
    assert table.columnWidth(0) == table._taken_by(0)
    assert table.columnWidth(1) > table._taken_by(1)
    dialog.deleteLater()
    theme.use(ThemeChoice.LIGHT, 100)


def test_a_low_window_is_one_page_that_follows_the_line_and_not_a_list_in_a_page(
    theme: Theme,
) -> None:
    dialog = MyDayDialog(theme, None)
    dialog.show_state(desk(*map(submission, range(1, 13))), NOON)
    dialog.show()
    dialog.resize(660, 260)
    QApplication.processEvents()
    table, page = dialog.table, dialog._area.verticalScrollBar()

    assert dialog.hint.isHidden()
    assert table.verticalScrollBar().maximum() == 0
    assert page.maximum() > 0
    table.setFocus()
    for row in (11, 0):
        table.selectRow(row)
        QApplication.processEvents()
        line = table.visualRect(table.numbers.index(row, 0))
        top = table.viewport().mapTo(dialog._area.viewport(), line.topLeft()).y()
        assert 0 <= top <= dialog._area.viewport().height() - line.height()

    dialog.fit()
    QApplication.processEvents()
    assert page.maximum() == 0
    assert not dialog.hint.isHidden()
    dialog.deleteLater()


def test_an_open_day_grows_with_its_lines_unless_somebody_gave_it_another_size(
    theme: Theme,
) -> None:
    dialog = MyDayDialog(theme, None)
    dialog.show_state(desk(submission(1)), NOON)
    dialog.fit()
    dialog.show()
    QApplication.processEvents()
    low = dialog.height()

    dialog.show_state(desk(*map(submission, range(1, 9))), NOON)
    QApplication.processEvents()
    grown = dialog.height()
    assert grown > low
    assert dialog.table.verticalScrollBar().maximum() == 0
    assert not dialog.hint.isHidden()

    dialog.search.setText("nothing has this")
    QApplication.processEvents()
    assert dialog.height() == grown
    dialog.search.setText("")

    dialog.resize(dialog.width(), low)
    dialog.show_state(desk(*map(submission, range(1, 11))), NOON)
    QApplication.processEvents()
    assert dialog.height() == low
    dialog.deleteLater()


@pytest.mark.parametrize("percent", [100, 200])
def test_when_how_it_stands_and_what_to_do_are_never_shortened(theme: Theme, percent: int) -> None:
    former = use_catalogue(pseudo_catalogue())
    try:
        dialog = MyDayDialog(theme, None)
        failed, waiting = (
            submission(2, SubmissionState.REFUSED),
            submission(3, SubmissionState.WAITING),
        )
        dialog.show_state(desk(submission(1), failed, waiting), NOON)
        dialog.show()
        # The text grows while the list is there, too.
        theme.use(ThemeChoice.LIGHT, percent)
        cells = dialog.table.itemDelegate()
        assert isinstance(cells, FittingDelegate)
        option = QStyleOptionViewItem()
        dialog.table.initViewItemOption(option)

        for row, line in enumerate(dialog.table.numbers.lines):
            for column in (0, 2, 3):
                if dialog.table.isColumnHidden(column):
                    cells.initStyleOption(option, dialog.table.numbers.index(row, 1))
                    assert line[column].replace(" ", "") in "".join(option.text.split())
                else:
                    assert cells.shown_text(column, line[column], option) == line[column]
        dialog.deleteLater()
    finally:
        use_catalogue(former)
        theme.use(ThemeChoice.LIGHT, 100)


def test_what_is_copied_for_the_supervisor_stays_the_same_line_as_others_come(
    theme: Theme,
) -> None:
    dialog = a_dialog(theme)
    failed = submission(3, SubmissionState.REFUSED)
    dialog.table.selectRow(0)
    assert dialog.current_line is not None
    assert dialog.current_line.key == failed.key

    waiting = submission(6, SubmissionState.TOO_LATE)
    dialog.show_state(desk(submission(1), submission(2), failed, waiting), NOON)

    assert [line.key for line in dialog._lines].index(failed.key) > 0
    assert dialog.current_line is not None
    assert dialog.current_line.key == failed.key
    assert not dialog.report.isHidden()
    dialog.deleteLater()
