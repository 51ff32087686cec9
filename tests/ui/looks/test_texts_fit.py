"""No text of the agent's window is cut in any state, at any width and text size it is used at.

Names that others gave (of customers, queues, codes) may be longer than any window; those have
the rest in a tooltip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetricsF, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from tests.languages.speaking import speaking
from tests.ui.card.note_pictures import NOTE_PICTURES
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.listening_painter import ListeningPainter
from tests.ui.looks.more_states import all_states
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.ui.card.header import CardHeader
from wrapup_desk.ui.card.suggestion_rows import SuggestionRow
from wrapup_desk.ui.card.wording import customer_text
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.text_label import Flow, TextLabel

# Whose names are longer than the window on purpose.
LONG_NAMES = ("16-hostile", "18-japanese", "18-long-shift")
SIZES = [(320, 100), (320, 200), (400, 100), (520, 100), (400, 200), (520, 200), (320, 140)]


def names_in(state: DeskState) -> tuple[str, ...]:
    """Return what a line of the compact form may shorten: whom it is about, and codes."""
    codes = (code.name for card in state.cards for code in card.codes)
    return (*(customer_text(card.leg) for card in state.cards), *codes)


def cut_texts(window: QWidget) -> Iterator[str]:
    for label in window.findChildren(TextLabel):
        if label.isVisible() and label._laid_out(label.width()).is_elided:
            yield label.shown_text
    for button in window.findChildren(Button):
        # A code's name, between lead and trail, is shortened by rules of its own.
        if button.isVisible() and not button._caption.lead and not button.shows_whole_caption:
            yield button.caption


def found_in_all_states(
    driver: Driver, width: int, find: Callable[[Driver], Iterable[str]]
) -> list[tuple[str, str]]:
    """Show every state at a width, and return what *find* finds in each."""
    driver.window.resize(width, 760)
    faults = []
    for name, state in all_states().items():
        driver.show(state)
        QApplication.processEvents()
        if name not in LONG_NAMES:
            faults += [(name, text) for text in find(driver)]
    return faults


def at_text_size(open_desk: OpenDesk, percent: int) -> Driver:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    return open_desk(all_states()["01-agent"], settings)


@pytest.mark.parametrize(("width", "percent"), SIZES)
def test_no_text_is_cut(open_desk: OpenDesk, width: int, percent: int) -> None:
    driver = at_text_size(open_desk, percent)

    assert found_in_all_states(driver, width, lambda driver: cut_texts(driver.window)) == []


@pytest.mark.parametrize("language", [LanguageChoice.GERMAN, LanguageChoice.JAPANESE])
def test_no_text_is_cut_in_another_language_in_a_narrow_window(
    open_desk: OpenDesk, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = at_text_size(open_desk, 140)

        assert found_in_all_states(driver, 320, lambda driver: cut_texts(driver.window)) == []


def test_a_percent_keeps_its_distance_from_the_name_in_german(open_desk: OpenDesk) -> None:
    with speaking(LanguageChoice.GERMAN):
        driver = at_text_size(open_desk, 140)
        driver.window.resize(320, 760)
        QApplication.processEvents()
        row = driver.active.choice._rows.rows[0]
        painter = ListeningPainter(QPixmap(row.size()))
        row._paint_probability(painter)
        painter.end()

        assert [text for text, _end in painter.texts] == ["91\N{NO-BREAK SPACE}%"]
        assert painter.texts[0][1] + 8 <= row._text_left(is_narrow=True)


@pytest.mark.usefixtures("qapp")
def test_no_line_ends_between_a_number_and_its_unit() -> None:
    font = QApplication.font()
    whole = "Submits automatically in 8 s"
    room = QFontMetricsF(font).horizontalAdvance("Submits automatically in 8") + 1

    flow = Flow(whole, font, room, 4)

    assert flow.lines == ["Submits automatically in", "8 s"]


@pytest.mark.parametrize(
    "text",
    [
        "Saved, being sent \u2026",
        "Billing \u00b7 inbound call \u00b7 6:42",
        "Billing and payments > Request about matter 7 > Kind 5",
    ],
)
@pytest.mark.usefixtures("qapp")
def test_no_line_begins_with_what_ends_the_one_before(text: str) -> None:
    font = QApplication.font()
    font.setPixelSize(13)  # whatever size the window of the test before had
    whole = QFontMetricsF(font).horizontalAdvance(text)

    for width in range(90, int(whole)):
        lines = Flow(text, font, width, 9).lines
        assert not [each for each in lines if each[0] in "\u2026\u00b7>"]


@pytest.mark.parametrize("name", NOTE_PICTURES)
def test_no_text_about_a_note_is_cut_in_a_narrow_window(open_desk: OpenDesk, name: str) -> None:
    with speaking(LanguageChoice.GERMAN):
        driver = at_text_size(open_desk, 100)
        driver.window.resize(320, 760)
        QApplication.processEvents()
        NOTE_PICTURES[name](driver.window)
        QApplication.processEvents()

        assert list(cut_texts(driver.active.choice)) == []


def test_an_end_of_line_that_somebody_wrote_only_spaces_words(theme: Theme) -> None:
    label = TextLabel(theme, max_lines=3)
    label.show_text("OK\N{LINE SEPARATOR}second\nthird")
    assert label._laid_out(300).lines == ["OK second third"]

    label.show_sentences(["One\N{LINE SEPARATOR}of two.", "The other."])
    assert label._laid_out(300).lines == ["One of two.", "The other."]
    label.deleteLater()


def test_a_japanese_name_leaves_the_ring_beside_it(open_desk: OpenDesk) -> None:
    driver = open_desk(all_states()["18-japanese"])
    driver.window.resize(320, 760)
    QApplication.processEvents()
    header = driver.active.findChild(CardHeader)

    assert header is not None
    assert header._name.geometry().right() < header.ring.mapTo(header, QPoint(0, 0)).x()


def test_the_compact_form_always_names_whom_a_card_is_about(open_desk: OpenDesk) -> None:
    with speaking(LanguageChoice.JAPANESE):
        driver = at_text_size(open_desk, 140)
        driver.window.resize(320, 560)
        driver.window.list.use_compact(is_compact=True)
        driver.show(all_states()["04-sending"])
        QApplication.processEvents()
        names = [panel.line._name for panel in driver.window.list.panels]

        assert len(names) == 2
        assert all(name._laid_out(name.width()).lines[0][:2] in ("No", "In") for name in names)


def test_notices_that_fit_have_no_scroll_bar(open_desk: OpenDesk) -> None:
    with speaking(LanguageChoice.JAPANESE):
        driver = at_text_size(open_desk, 140)
        driver.window.resize(320, 700)
        driver.show(all_states()["07-not-as-asked"])
        QApplication.processEvents()
        QApplication.processEvents()

        assert driver.window.notices.verticalScrollBar().maximum() == 0


def test_a_button_is_as_high_as_its_lines_once_its_width_is_known(theme: Theme) -> None:
    button = Button(theme, key="G")
    button.show_caption("↓  Maximiliane-Charlotte Kofi Mensah · 21 s")
    one_line = button.sizeHint().height()

    button.use_width(200)

    lines = button._laid_out()[1]
    assert lines is not None
    assert button.sizeHint().height() >= lines.height + 8 > one_line
    button.deleteLater()


def test_a_code_shortened_at_its_beginning_starts_with_a_whole_word(theme: Theme) -> None:
    button = Button(theme, ButtonKind.PRIMARY)
    name = "Billing and payments \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Other"
    button.show_caption(name, "Submit ", full="of the whole list: " + name)
    whole = button._metrics().horizontalAdvance(name)

    shown = {
        button._shortened(button._caption, whole - less) for less in range(5, int(whole * 0.6), 5)
    }

    begun = {each.lstrip("\N{HORIZONTAL ELLIPSIS}").split(" ")[0] for each in shown}
    assert begun <= set(name.split())
    button.deleteLater()


def broken_words(driver: Driver) -> Iterator[str]:
    """Yield each name of a customer or a code of which a line ends within a word."""
    for panel in driver.window.findChildren(CardHeader):
        if panel.isVisible() and panel._name.widest_word > panel._name.width():
            yield panel._name.shown_text
    for row in driver.window.findChildren(SuggestionRow):
        if row.isVisible():
            whole = row.option.code.name.split() if row.option is not None else []
            lines = " ".join(row._texts(row.width())[0].lines).split()
            yield from (word for word in lines if word not in whole)


@pytest.mark.parametrize(("width", "percent"), [(320, 200), (400, 200), (320, 140)])
def test_names_are_not_broken_within_words_at_large_text(
    open_desk: OpenDesk, width: int, percent: int
) -> None:
    driver = at_text_size(open_desk, percent)

    assert found_in_all_states(driver, width, broken_words) == []


@pytest.mark.parametrize(("width", "percent"), SIZES)
def test_submit_always_names_its_code(open_desk: OpenDesk, width: int, percent: int) -> None:
    driver = at_text_size(open_desk, percent)
    driver.window.resize(width, 760)
    QApplication.processEvents()
    button = driver.active.choice.submit_button

    for topics in (0, 2):
        trail = f"” + {topics} topics" if topics else "”"
        button.show_caption("Duplicate charge refunded", "Submit “", trail)
        QApplication.processEvents()
        lines = button._laid_out()[1]
        if lines is not None:
            assert not lines.is_elided
            shown = " ".join(lines.lines)
            assert shown.startswith("Submit “Dupl")
            assert shown.endswith(f"ded{trail}")
            name = shown.removeprefix("Submit “").removesuffix(trail).replace("…", " ")
            assert set(name.split()) <= {"Duplicate", "charge", "refunded"}
        else:
            metrics = button._metrics()
            fixed = metrics.horizontalAdvance(f"Submit “{trail}")
            room = button.width() - 2 * button._padding() - button._key_width() - fixed
            assert room >= metrics.horizontalAdvance("Duplicate charge refunded") / 2


@pytest.mark.parametrize("percent", [100, 200])
def test_a_line_of_the_compact_form_shortens_nothing_but_names(
    open_desk: OpenDesk, percent: int
) -> None:
    states = all_states()
    driver = open_desk(states["01-agent"], Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    driver.window.resize(320, 760)
    driver.window.list.use_compact(is_compact=True)
    faults, looked_at = [], 0
    for name, state in states.items():
        driver.show(state)
        QApplication.processEvents()
        lines = [panel.line for panel in driver.window.list.panels if panel.line.isVisible()]
        looked_at += len(lines)
        for label in (label for line in lines for label in line.findChildren(TextLabel)):
            is_cut = label.isVisible() and label._laid_out(label.width()).is_elided
            if is_cut and not label.shown_text.startswith(names_in(state)):
                faults.append((name, label.shown_text))

    assert looked_at > 20
    assert faults == []


def test_notices_that_are_cut_off_do_not_touch_what_comes_next(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    driver.show(all_states()["17-notices"])
    QApplication.processEvents()
    notices = driver.window.notices

    assert notices.verticalScrollBar().maximum() > 0
    assert notices.height() - notices.viewport().geometry().bottom() > 4


@pytest.mark.parametrize("percent", [100, 140, 200])
def test_no_line_of_a_notice_and_no_sliver_of_the_next_is_cut_at_their_foot(
    open_desk: OpenDesk, percent: int
) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(all_states()["17-notices"], settings)
    notices, ends, is_cut = driver.window.notices, set(), 0
    for height in (800, *range(400, 900, 7)):
        driver.window.resize(400, height)
        QApplication.processEvents()
        QApplication.processEvents()
        seen = notices.viewport().height()
        for bar in notices.bars:
            shown, text = seen - bar.y(), bar._text
            if 0 < shown < bar.height():
                is_cut += 1
                lines = [text.y() + end for _, end in text.line_spans()]
                ends.add((height, shown >= lines[0], shown in lines))

    assert is_cut > 3
    assert {(is_line, is_whole) for _height, is_line, is_whole in ends} == {(True, True)}, ends
