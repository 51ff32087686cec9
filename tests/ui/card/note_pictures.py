"""The states of a note to be looked at: drafted, taken over, going along, and with a template's gaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tests.ui.snapshots import NOW
from wrapup_desk.domain.notes.note_draft import DraftSource, NoteDraft
from wrapup_desk.ui.card.note_field import NoteField
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.desk.window import MainWindow

DRAFTED = (
    "I was charged twice for my order, 42 dollars each time."
    " I will refund 42 dollars to your account by Friday."
)


def _with_draft(window: MainWindow, draft: NoteDraft, **templates: str) -> CardPanel:
    panel = window.list.active_panel
    assert panel is not None
    assert panel.card is not None
    window.activateWindow()
    panel.choice.notes.use_templates(templates)
    panel.choice.show_card(replace(panel.card, draft=draft), (), NOW)
    return panel


def _note_draft(window: MainWindow) -> QWidget:
    _with_draft(window, NoteDraft(DRAFTED))
    return window


def _note_draft_of_copilot(window: MainWindow) -> QWidget:
    draft = NoteDraft("The customer disputes a charge.", DraftSource.COPILOT)
    _with_draft(window, draft).choice.note.setFocus()
    return window


def _note_goes_along(window: MainWindow) -> QWidget:
    _with_draft(window, NoteDraft(DRAFTED, goes_along=True))
    return window


def _note_taken(window: MainWindow) -> QWidget:
    field = _with_draft(window, NoteDraft(DRAFTED)).choice.note
    field.setFocus()
    field.take_draft()
    return window


def _note_called(window: MainWindow, call: str) -> NoteField:
    template = "Refund of {amount} for {customer} by {date}, {queue}"
    panel = _with_draft(window, NoteDraft(DRAFTED, date="Friday"), refund=template, late="Late")
    panel.choice.note.setFocus()
    panel.choice.note.insertPlainText(call)
    return panel.choice.note


def _note_gap(window: MainWindow) -> QWidget:
    _note_called(window, "/refund").fill_template()
    return window


def _note_names(window: MainWindow) -> QWidget:
    _note_called(window, "/")
    return window


NOTE_PICTURES: dict[str, Callable[[MainWindow], QWidget]] = {
    "40-note-draft": _note_draft,
    "40-note-draft-copilot": _note_draft_of_copilot,
    "40-note-goes-along": _note_goes_along,
    "40-note-taken": _note_taken,
    "40-note-gap": _note_gap,
    "40-note-names": _note_names,
}
