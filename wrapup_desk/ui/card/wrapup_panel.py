"""Offers the choice of a code: suggestions, search, note, submit, and what goes out by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.codes.names import NamedCodes
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.privacy.card_data import without_card_data
from wrapup_desk.domain.wrapup import MOST_TAGS, Decider, WrapupCode
from wrapup_desk.ui.card.appearance import Option, Uses, options_for
from wrapup_desk.ui.card.note_area import NoteArea
from wrapup_desk.ui.card.submit_button import SubmitButton, WideButton
from wrapup_desk.ui.card.suggestion_rows import SuggestionRows
from wrapup_desk.ui.card.wording import held_text, hold_text, plan_text, unclear_text
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import line_direction
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.layouts import LaidOutPart
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

# What Enter sends must have stood on the button this long, so that a key meant for the code
# before never sends the one that just took its place.
SETTLE_MS = 300
# A card that came under the hand by itself takes a bare Enter only after a look at it: the longer,
# the more is at stake. Whoever chooses a row, types or goes there by key or pointer aims at it.
LOOK_MS = 1000
LOOK_AT_LIVE_MS = 2500


class WrapupPanel(LaidOutPart):
    """The expanded part of a card that needs a code.

    It keeps the agent's draft: which code is selected, and the note. A selection made by hand
    stays, and keeps the rows as they are, whatever the ranking does meanwhile.
    """

    submit_requested = Signal(str, str, tuple)  # code id, note, ids of further topics
    selected = Signal(str, str, tuple)  # code id or "", note, ids of further topics: not sent yet
    search_requested = Signal()
    hold_requested = Signal()
    retry_requested = Signal()
    leave_out_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._card: InteractionCard | None = None
        self._selected: WrapupCode | None = None  # by the agent's hand
        self._topics: tuple[WrapupCode, ...] = ()  # further ones, which go as tags
        self._is_begun = False
        self._options: tuple[Option, ...] = ()
        self._offered_id = ""
        self._settled = QElapsedTimer()
        self._settle_ms = SETTLE_MS
        self._is_aimed_at = False
        self._is_surprise = False
        self._was_sent = False  # just now: what is pressed again is the same press
        # Whether what an earlier run of the program kept may still be taken over.
        self._is_untouched = True
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.timeout.connect(self._draw_key)
        self._unclear = paragraph(theme, size=Size.SMALL)
        self._rows = SuggestionRows(theme)
        self._search = WideButton(theme, ButtonKind.FIELD, key="/", icon="search")
        self._retry = WideButton(theme, ButtonKind.PLAIN, key="R")
        self._retry.show_caption(tr("Load the codes again"))
        self.notes = NoteArea(theme)
        self.note = self.notes.field
        self._submit = SubmitButton(theme)
        self._plan = TextLabel(theme, Size.SMALL, "wrap", Weight.MEDIUM, max_lines=6)
        self._hold = Button(theme, ButtonKind.QUIET, key="Esc")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        above = (self._unclear, self._rows, self._search, self._retry, self.notes)
        for widget in (*above, self._submit):
            box.addWidget(widget)
        self._plan_line = LaidOutPart()
        line = self._plan_box = QHBoxLayout(self._plan_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self._plan, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._hold, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self._plan_line)

    def _connect(self) -> None:
        self._rows.chosen.connect(lambda option: self.select(option.code))
        self._rows.topic_chosen.connect(lambda option: self.turn_topic(option.code))
        self._search.clicked.connect(self.search_requested)
        self._submit.clicked.connect(self.submit)
        self._hold.clicked.connect(self.hold_requested)
        self._retry.clicked.connect(self.retry_requested)
        self.notes.edited.connect(self._on_note_edited)
        self.notes.leave_out_requested.connect(self.leave_out_requested)

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        choice = (*self._rows.rows, self._search, self._retry)
        return (*choice, *self.notes.tab_stops, self._submit, self._hold)

    def clickables(self) -> Iterator[Clickable]:
        """Return what can be clicked; a row stands for its code."""
        for row in self._rows.rows:
            yield Clickable(row, row.option.code.id if row.option is not None else None)
        for each in self.tab_stops[len(self._rows.rows) :]:
            yield Clickable(each, self._submit.times_changed if each is self._submit else None)

    @property
    def options(self) -> tuple[Option, ...]:
        return self._options

    @property
    def code_to_submit(self) -> WrapupCode | None:
        """What Enter sends: the agent's own selection, or else a clear first suggestion.

        Where a code is chosen again, it is the present one until another is selected: whoever
        only adds a note must not change the code.
        """
        if self._selected is not None or self._card is None:
            return self._selected
        present = self._card.chosen_code
        if present is not None:
            return next((code for code in self._card.codes if code.id == present.id), None)
        first = self._card.ranking.first if self._card.ranking.is_clear else None
        offered = [option.code for option in self._options]  # those of before, under a pointer
        return first.code if first is not None and first.code in offered else None

    @property
    def has_draft(self) -> bool:
        """Whether the agent has begun something here that must not be taken away."""
        return self._selected is not None or bool(self.note.text()) or bool(self._topics)

    @property
    def is_settled(self) -> bool:
        needed_ms = SETTLE_MS if self._is_aimed_at else self._settle_ms
        return self._settled.isValid() and self._settled.elapsed() >= needed_ms

    @property
    def came_just_now(self) -> bool:
        """Whether the card came by itself so lately that no key can be meant for it."""
        is_new = self._settled.isValid() and self._settled.elapsed() < SETTLE_MS
        return is_new and self._is_surprise and self._look.isActive() and not self._is_aimed_at

    @property
    def search_anchor(self) -> QWidget:
        """Where the code palette opens."""
        return self._unclear if self._search.isHidden() else self._search

    def unsettle(self) -> None:
        """Ignore submits for a moment: what stands here just came or moved."""
        left_ms = self._settle_ms - self._settled.elapsed() if self._settled.isValid() else 0
        self._settle_ms = max(SETTLE_MS, left_ms)
        self._settled.restart()
        self._submit.times_changed += 1
        self._was_sent = False

    def await_look(self, *, is_surprise: bool = False) -> None:
        """Ignore a bare Enter until this card can have been seen: it came by itself.

        With *is_surprise* nobody can have expected it: for a moment no key is meant for it.
        """
        self._is_surprise = is_surprise
        is_live = self._card is not None and self._card.leg.phase.is_live
        self._settle_ms = LOOK_AT_LIVE_MS if is_live else LOOK_MS
        self._is_aimed_at = False
        self._settled.restart()
        self._look.start(self._settle_ms)
        self._draw_key()

    def aim(self) -> None:
        """Note that the agent means this card: they chose here, typed here, or went here."""
        self._is_aimed_at = True
        self._draw_key()

    @property
    def submit_button(self) -> SubmitButton:
        return self._submit

    @property
    def plan_line(self) -> QWidget:
        """Where the choice says what goes out by itself."""
        return self._plan_line

    def show_card(
        self, card: InteractionCard, used: Uses, now: datetime, *, is_aimed_at: bool = False
    ) -> None:
        if self._card is None and card.submission is not None and not self.note.text():
            self.note.put(card.submission.decision.note)
        self._card = card
        if not self._is_begun and self._selected is None:
            self._topics = card.topics_decided
        self._is_begun = True
        self._take_over(card)
        self.notes.show_note_of(card)
        if self._selected is not None:
            # The queue's list may have changed under it: gone, or called otherwise.
            chosen_id = self._selected.id
            self._selected = next((code for code in card.codes if code.id == chosen_id), None)
        if self._topics and card.codes:
            listed = {code.id for code in card.codes}
            self._topics = tuple(each for each in self._topics if each.id in listed)
        if not self._must_stay_put(card, is_aimed_at=is_aimed_at):
            self._options = options_for(card, used)
        self._draw(now)

    def _take_over(self, card: InteractionCard) -> None:
        """Select again what an earlier run of the program knew to be selected."""
        kept = card.selection
        if not self._is_untouched or kept is None or not card.codes:
            return
        self._is_untouched = False
        self._selected = kept.code
        self._topics = kept.topics
        if kept.note:
            self.note.put(kept.note)

    def _must_stay_put(self, card: InteractionCard, *, is_aimed_at: bool) -> bool:
        """Whether the rows may not change now: the agent chose among them, or aims at them."""
        if not self._options or any(each.code not in card.codes for each in self._options):
            return False
        if is_aimed_at and self._rows.underMouse():
            return True
        return self._selected is not None or any(row.isDown() for row in self._rows.rows)

    def select(self, code: WrapupCode) -> None:
        """Select *code* by hand; what would go out by itself stops."""
        self._selected = code
        self._topics = tuple(each for each in self._topics if each.id != code.id)
        self.aim()
        self._stop_the_clock()
        self._tell_selected()
        self._draw_choice()

    def select_row(self, index: int) -> bool:
        """Select the row of key 1, 2 or 3; False when there is none."""
        if index >= len(self._options):
            return False
        self.select(self._options[index].code)
        return True

    def turn_topic(self, code: WrapupCode) -> bool:
        """Take *code* as a further topic, or take it off; False where that is not possible."""
        main = self.code_to_submit
        if self._card is None or not self._card.takes_topics or main is None or main.id == code.id:
            return False
        left = tuple(each for each in self._topics if each.id != code.id)
        if len(left) == len(self._topics):
            left = (*left, code)[-MOST_TAGS:]
        # What it is beside is meant, too: a ranking that moves must not change that.
        self._selected = main
        self._topics = left
        self.aim()
        self._stop_the_clock()
        self._tell_selected()
        self._draw_choice()
        return True

    def turn_topic_of_row(self, index: int) -> bool:
        """Take the row of key 1, 2 or 3 as a further topic, or take it off."""
        return index < len(self._options) and self.turn_topic(self._options[index].code)

    def deselect(self) -> bool:
        """Drop the agent's own selection; False when there was none."""
        if self._selected is None:
            return False
        self._selected = None
        self._topics = self._card.topics_decided if self._card is not None else ()
        self._tell_selected()
        self._draw_choice()
        return True

    def submit(self) -> None:
        code = self.code_to_submit
        if code is not None and not self.is_settled:
            if not self._was_sent:
                self._submit.say_too_early()
        elif code is not None and not self.notes.holds_back():
            # A bouncing key must not send what takes the place of the code just sent.
            self.unsettle()
            self._was_sent = True
            self.submit_requested.emit(code.id, self.notes.fit_to_send(), self._topic_ids)

    def use_keys(self, *, has_single_keys: bool) -> None:
        self._search.show_key("/" if has_single_keys else "")
        self._retry.show_key("R" if has_single_keys else "")

    def end(self) -> None:
        """Note that nothing is to be chosen: the next choice begins at what is decided by then."""
        self._is_begun = False

    def forget_draft(self) -> None:
        """Start afresh: the code was sent."""
        self._selected = None
        self._topics = ()

    def tick(self, now: datetime) -> None:
        self._draw_plan(now)

    def _on_note_edited(self) -> None:
        self.aim()
        self._stop_the_clock()
        self._tell_selected()

    def _tell_selected(self) -> None:
        self._is_untouched = False
        code_id = self._selected.id if self._selected is not None else ""
        # It may be kept, and sent by itself: nobody is asked then.
        note = without_card_data(self.note.text_as_seen().strip())
        self.selected.emit(code_id, note, self._topic_ids)

    @property
    def _topic_ids(self) -> tuple[str, ...]:
        return tuple(topic.id for topic in self._topics)

    def _draw_key(self) -> None:
        """Show the key while it counts."""
        is_watched = self._look.isActive() and not self._is_aimed_at
        self._submit.show_key("" if is_watched else "⏎")

    def _stop_the_clock(self) -> None:
        """Any touch stops what is sent by itself soon; what goes in the last seconds stays."""
        plan = self._card.plan if self._card is not None else None
        if plan is not None and plan.decider not in (Decider.GUARD, Decider.AGENT):
            self.hold_requested.emit()

    def _draw(self, now: datetime) -> None:
        if self._card is None:
            return
        card = self._card
        self._unclear.setVisible(not card.ranking.is_clear)
        self._unclear.show_text(unclear_text(card))
        self._unclear.use_ink("bad" if card.codes_problem else "muted")
        has_codes = bool(card.codes)
        show_or_hide(self._search, visible=has_codes)
        show_or_hide(self._retry, visible=bool(card.codes_problem))
        self._search.show_caption(tr_n("Search 1 code", "Search {count} codes", len(card.codes)))
        show_or_hide(self.notes, visible=card.expects_codes)
        show_or_hide(self._submit, visible=has_codes)
        self._draw_choice()
        self._draw_plan(now)

    def _draw_choice(self) -> None:
        code = self.code_to_submit
        code_id = code.id if code is not None else ""
        self.notes.use_code(code.name if code is not None else "")
        if code_id != self._offered_id:
            self._offered_id = code_id
            if self._selected is None:
                self.unsettle()
        is_offered = any(option.code.id == code_id for option in self._options)
        found = None
        if code is not None and not is_offered:
            present = self._card.chosen_code if self._card is not None else None
            is_present = present is not None and code.id == present.id
            found = Option(code, is_present_code=is_present)
        names = self._card.names if self._card is not None else NamedCodes()
        self._rows.show_options(self._options, code_id, found, names, self._topics)
        choices = [option.code for option in self._options]
        self._submit.show_code(code, names, choices, len(self._topics))

    def _draw_plan(self, now: datetime) -> None:
        card = self._card
        if card is None or (card.plan is None and not (card.is_on_hold or card.keeps_selection)):
            show_or_hide(self._plan_line, visible=False)
            return
        self._plan_line.setVisible(True)
        show_or_hide(self._hold, visible=card.plan is not None)
        if card.plan is not None:
            self._hold.show_caption(hold_text(card.plan))
            self._plan.use_ink("wrap")
            self._plan.show_text(plan_text(card, card.plan, now))
        else:
            self._plan.use_ink("muted")
            self._plan.show_text(held_text(card))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._plan_box.setDirection(line_direction(self._theme, event.size().width()))
        super().resizeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._look.stop()
        super().hideEvent(event)
