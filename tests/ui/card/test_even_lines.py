"""Lines break where they read well, stay clear of what stands beside them, and keep in line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPixmap
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.looks.listening_painter import ListeningPainter
from tests.ui.looks.more_states import all_states
from tests.ui.looks.test_texts_fit import at_text_size
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.ui.card.suggestion_rows import SuggestionRow
from wrapup_desk.ui.dialogs.help_window import HelpWindow
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.choice_box import ChoiceBox
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import LEAST_CENTRED_END, LEAST_END, Flow

LONG = "Billing and payments \u203a Request about matter 0 \u203a Customer was charged twice for the same order"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("text", "alone", "least"),
    [
        ("Your administrator gives you both. You enter them once.", "once.", LEAST_END),
        ("Suggestions appear here as soon as you answer.", "answer.", LEAST_CENTRED_END),
        ("34 of 34 coded today \u00b7 31 as suggested", "suggested", LEAST_END),
    ],
)
def test_no_word_is_left_over_alone(text: str, alone: str, least: float) -> None:
    font = QApplication.font()
    wide = QFontMetricsF(font).horizontalAdvance
    room = wide(text.removesuffix(alone)) + 1
    plain = Flow(text, font, room, 9)
    assert plain.lines[-1] == alone

    even = Flow(text, font, room, 9).even_out(least)

    assert len(even.lines) == len(plain.lines)
    assert " ".join(even.lines) == text
    assert even.lines[-1] != alone
    assert wide(even.lines[-1]) >= room * least


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("text", "alone", "lines"),
    [
        (
            "ガード\uff1a残り5秒で第1候補を送信",
            "送信",
            ["ガード\uff1a残り5秒で", "第1候補を送信"],
        ),
        ("元に戻す、または別のコードを選ぶ", "選ぶ", ["元に戻す、または別の", "コードを選ぶ"]),
    ],
)
def test_in_japanese_no_word_is_left_over_alone(text: str, alone: str, lines: list[str]) -> None:
    font = QApplication.font()
    room = QFontMetricsF(font).horizontalAdvance(text.removesuffix(alone)) + 1
    assert Flow(text, font, room, 9).lines[-1] == alone

    assert Flow(text, font, room, 9).even_out(LEAST_END).lines == lines


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["Invoice explained", "Duplicate charge refunded"])
def test_in_japanese_no_name_is_torn_so_that_its_verb_is_not_alone(name: str) -> None:
    font = QApplication.font()
    last = name.rpartition(" ")[2]
    wide = QFontMetricsF(font).horizontalAdvance
    for room in range(int(wide(f"{last}」を")) + 1, int(wide(f"{last}」を送信")), 2):
        lines = Flow(f"「{name}」を送信", font, room, 9).even_out(LEAST_CENTRED_END).lines
        assert lines[-2:] == [f"{last}」を", "送信"], room


@pytest.mark.usefixtures("qapp")
def test_in_japanese_no_word_is_torn_so_that_the_last_line_is_longer() -> None:
    font = QApplication.font()
    text = "インタラクションが終了"
    room = QFontMetricsF(font).horizontalAdvance(text.removesuffix("終了")) + 1

    assert Flow(text, font, room, 9).even_out(0.95).lines == ["インタラクションが", "終了"]


@pytest.mark.usefixtures("qapp")
def test_a_permissions_name_is_broken_between_its_parts() -> None:
    font = QApplication.font()
    text = "Genesys does not permit this (missing permission conversation:participant:wrapup)."
    room = QFontMetricsF(font).horizontalAdvance("conversation:participant:w") + 1

    lines = Flow(text, font, room, 9).lines

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert "conversation:participant:" in lines


@pytest.mark.usefixtures("qapp")
def test_where_no_end_can_be_half_a_line_the_longest_is_taken() -> None:
    font = QApplication.font()
    text = "Codes can still be wrong: \u201cSuggest codes\u201d reads what was said."
    wide = QFontMetricsF(font).horizontalAdvance
    room = wide(text.removesuffix("d.")) + 1

    even = Flow(text, font, room, 9).even_out(0.95)

    assert len(even.lines) == 2
    assert wide(even.lines[1]) >= room * 0.4


@pytest.mark.usefixtures("qapp")
def test_what_stands_between_dots_stays_together() -> None:
    font = QApplication.font()
    room = QFontMetricsF(font).horizontalAdvance("Billing \u00b7 inbound call \u00b7 ") + 1

    even = Flow("Billing \u00b7 inbound call \u00b7 6:42", font, room, 9).even_out(LEAST_END)

    assert even.lines == ["Billing \u00b7", "inbound call \u00b7 6:42"]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "keys",
    [
        "\u2192 öffnet \u00b7 \u2190 zurück \u00b7 Enter wählt \u00b7 Strg+Enter sendet \u00b7 Esc schließt",
        "\u2192\uff1a開く \u00b7 \u2190\uff1a戻る \u00b7 Enter\uff1a選択 \u00b7 Ctrl+Enter\uff1a送信 \u00b7 Esc\uff1a閉じる",
    ],
)
def test_a_key_is_not_parted_from_what_it_does(keys: str) -> None:
    font = QApplication.font()
    parts = keys.split(" \u00b7 ")
    widest = max(QFontMetricsF(font).horizontalAdvance(f"{part} \u00b7") for part in parts)

    for room in range(int(widest) + 1, int(widest) + 80, 8):
        lines = Flow(keys, font, room, 99).even_out(LEAST_END).lines
        shown = [part for line in lines for part in line.removesuffix(" \u00b7").split(" \u00b7 ")]
        plain = Flow(keys, font, room, 99).lines
        assert shown == parts or len(lines) == len(plain), room
        assert len(lines) <= len(plain) + 1
    assert shown == parts


@pytest.mark.usefixtures("qapp")
def test_a_short_part_stands_alone_rather_than_a_name_is_parted() -> None:
    font = QApplication.font()
    room = QFontMetricsF(font).horizontalAdvance("Ben Carter \u00b7 ") + 1

    assert Flow("Ben Carter \u00b7 9 s", font, room, 9).even_out(0.6).lines == [
        "Ben Carter \u00b7",
        "9 s",
    ]


def test_the_lines_of_submit_stay_clear_of_its_key(theme: Theme) -> None:
    button = Button(theme, ButtonKind.PRIMARY, key="\u23ce")
    button.show_caption(LONG, "Submit \u201c", "\u201d")
    looked_at = 0
    for width in range(260, 700, 5):
        button.use_width(width)
        button.resize(width, 100)
        painter = ListeningPainter(QPixmap(button.size()))
        button._paint_front(painter)
        painter.end()
        looked_at += len(painter.texts)
        room = width - button._padding() - button._key_width()
        assert [text for text, end in painter.texts if end > room + 0.5] == [], width

    assert looked_at > 200
    button.deleteLater()


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [320, 400])
def test_submit_takes_another_line_rather_than_shorten_its_code(
    open_desk: OpenDesk, width: int, percent: int
) -> None:
    driver = at_text_size(open_desk, percent)
    driver.window.resize(width, 760)
    QApplication.processEvents()
    button = driver.active.choice.submit_button

    for name in ("Duplicate charge refunded", "Invoice explained", "Delivery delayed"):
        button.show_caption(name, "Submit \u201c", "\u201d")
        QApplication.processEvents()
        lines = button._laid_out()[1]
        shown = button.caption if lines is None else " ".join(lines.lines)
        assert shown == f"Submit \u201c{name}\u201d"
        assert lines is not None or button.sizeHint().width() <= button.width()


def test_a_row_without_a_share_keeps_in_line_with_the_others(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    driver.window.resize(320, 760)
    driver.show(all_states()["05-unclear"])
    QApplication.processEvents()
    rows = [row for row in driver.active.choice._rows.rows if row.isVisible()]
    shares = [row.option is not None and row.option.suggestion is not None for row in rows]

    assert set(shares) == {True, False}
    assert len({row._text_left(is_narrow=row._is_narrow(row.width())) for row in rows}) == 1


def test_one_reason_is_read_whole_at_large_text(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    driver.window.resize(320, 760)
    looked_at = 0
    for name, state in all_states().items():
        driver.show(state)
        QApplication.processEvents()
        rows = driver.window.findChildren(SuggestionRow)
        for row in (each for each in rows if each.isVisible() and name != "16-hostile"):
            looked_at += 1
            lines = row._texts(row.width())[2].lines
            assert not [line for line in lines if "\u2026" in line], (name, lines)

    assert looked_at > 20


@pytest.mark.parametrize("percent", [100, 200])
def test_a_code_in_the_compact_form_keeps_its_end_and_the_customer_the_name(
    open_desk: OpenDesk, percent: int
) -> None:
    state = all_states()["04-not-on-disk"]
    driver = open_desk(state, Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    driver.window.resize(320, 760)
    driver.window.list.use_compact(is_compact=True)
    QApplication.processEvents()
    line = next(p.line for p in driver.window.list.panels if p.line.what.shown_text[:3] == "Dup")

    assert " ".join(line.what._laid_out(line.what.width()).lines).endswith("funded")
    assert line._name.fits(line._name.width())


def test_no_card_and_no_state_is_wider_than_a_narrow_window_in_german(
    open_desk: OpenDesk,
) -> None:
    with speaking(LanguageChoice.GERMAN):
        driver = at_text_size(open_desk, 200)
        driver.window.resize(320, 760)
        faults, looked_at = [], 0
        for name, state in all_states().items():
            driver.show(state)
            QApplication.processEvents()
            room = driver.window.list.viewport().width()
            cards = [each for each in driver.window.list.panels if each.isVisible()]
            faults += [(name, "card") for each in cards if each.geometry().right() > room]
            for pill in driver.window.findChildren(StatePill):
                if pill.isVisible():
                    looked_at += 1
                    painted = ListeningPainter(QPixmap(pill.size()))
                    pill._paint_word(painted)
                    painted.end()
                    faults += [(name, text) for text, end in painted.texts if end > pill.width()]
            place = driver.window.header._place
            faults += [(name, place.shown_text)] * (not place.fits(place.width()))

    assert looked_at > 20
    assert faults == []


def test_choices_are_told_apart_in_a_narrow_box(theme: Theme) -> None:
    box = ChoiceBox(theme)
    cities = ("Sydney", "Tokyo", "Seoul", "Mumbai", "Osaka")
    for city in cities:
        box.addItem(f"Asia Pacific ({city})")
    room = box.fontMetrics().horizontalAdvance("Asia Pacif...")
    shown = []
    for index in range(len(cities)):
        box.setCurrentIndex(index)
        shown.append(box._fitted(room))

    assert len(set(shown)) == len(cities)
    assert [text[-2] for text in shown] == [city[-1] for city in cities]
    box.deleteLater()


def test_the_buttons_over_the_help_break_no_word(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    driver.window.side_windows.open_help()
    shown = driver.window.side_windows.help
    assert isinstance(shown, HelpWindow)
    shown.resize(500, 400)
    QApplication.processEvents()

    assert [
        each.caption for each in shown.buttons.values() if each._laid_out()[1] is not None
    ] == []
    shown.close()


@pytest.mark.parametrize("step", [1, 3])
def test_the_first_steps_keep_their_buttons_in_sight_on_a_small_screen(
    open_desk: OpenDesk, step: int
) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    driver = open_desk(all_states()["10-waiting-empty"] if step == 3 else DeskState(), settings)
    window, first_run = driver.window, driver.window.first_run
    window.resize(683, 384)
    first_run.begin()
    for _ in range(3):
        QApplication.processEvents()
    buttons = [each for each in (first_run.go_on, first_run.skip) if each.isVisible()]

    assert buttons
    for button in buttons:
        assert button.visibleRegion().boundingRect().size() == button.size()
        assert button.height() >= button.sizeHint().height()
    for label in (first_run._count, first_run._title, first_run._text):
        assert label.height() >= label.heightForWidth(label.width())


def test_the_first_step_has_no_scroll_bar_that_only_its_own_width_makes_necessary(
    open_desk: OpenDesk,
) -> None:
    with speaking(LanguageChoice.GERMAN):
        driver = open_desk(DeskState(), Settings(theme=ThemeChoice.LIGHT))
        driver.window.resize(320, 800)
        driver.window.first_run.begin()
        for _ in range(3):
            QApplication.processEvents()
        words = driver.window.first_run._reading

    assert not words.verticalScrollBar().isVisible()
    assert words.sizeHint().height() == words.height()


@pytest.mark.parametrize("name", ["09-waiting", "10-waiting-empty", "11-connecting"])
def test_what_is_waited_for_is_read_whole_on_a_small_screen(
    open_desk: OpenDesk, name: str
) -> None:
    driver = at_text_size(open_desk, 200)
    driver.window.resize(683, 384)
    driver.show(all_states()[name])
    for _ in range(3):
        QApplication.processEvents()
    waiting = driver.window.waiting
    labels = [each for each in (waiting._title, waiting._text) if each.isVisible()]

    assert labels
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("width", [320, 400])
def test_the_region_is_read_whole_at_large_text(open_desk: OpenDesk, width: int) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    driver = open_desk(DeskState(), settings)
    driver.window.resize(width, 800)
    region = driver.window.sign_in.region
    region.choose("ap-southeast-1", "Asia Pacific (Singapore)")
    QApplication.processEvents()
    painted = ListeningPainter(QPixmap(region.size()))
    area = region._text_area(region.width())
    broken = region._shown(region.width())
    broken.draw(painted, QRectF(area))
    painted.end()

    assert " ".join(text for text, _end in painted.texts) == "Asia Pacific (Singapore)"
    assert all(end <= area.right() + 1 for _text, end in painted.texts)
    assert region.height() >= broken.height + 14


def test_a_box_that_has_room_keeps_its_one_line(theme: Theme) -> None:
    box = ChoiceBox(theme)
    box.addItem("Asia Pacific (Singapore)")

    assert box.heightForWidth(400) == box.sizeHint().height()
    assert box.heightForWidth(170) > box.sizeHint().height()
    box.deleteLater()
