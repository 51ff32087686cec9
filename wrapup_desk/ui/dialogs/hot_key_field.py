"""Takes the keys that bring the window forward by having them pressed, and says whether they work."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QLineEdit, QVBoxLayout, QWidget

from wrapup_desk.application.base.hot_key import HOT_KEY_PATTERN, HotKeyReport, HotKeyState
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.shortcuts import sign_of
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.text_label import paragraph

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_BARE = Qt.KeyboardModifier.NoModifier


class HotKeyField(QWidget):
    """The keys, and one line below them."""

    changed = Signal()

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__()
        self.label = label
        self.keys = ""
        self._report = HotKeyReport()
        self.edit = _KeysEdit(label)
        self.remove = Button(theme, ButtonKind.QUIET)
        self.remove.show_caption(tr("Remove"))
        self.note = paragraph(theme, size=Size.CAPTION)
        self.setFocusProxy(self.edit)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.edit, 1)
        line.addWidget(self.remove)
        box.addLayout(line)
        box.addWidget(self.note)
        # Each key press clears the field first: what counts is what it ends with.
        self.edit.editingFinished.connect(self._on_pressed)
        self.edit.removed.connect(self._on_removed)
        self.remove.clicked.connect(self._on_removed)
        self._show_note()

    def show_keys(self, keys: str) -> None:
        """Show the keys that are set; empty: none."""
        self.keys = keys
        self.edit.show_keys(QKeySequence.fromString(keys, _PORTABLE))
        self._show_note()

    def show_report(self, report: HotKeyReport) -> None:
        """Say what became of the keys; where none are offered, none can be set."""
        self._report = report
        self._show_note()

    def _on_pressed(self) -> None:
        keys = self.edit.keySequence().toString(_PORTABLE)
        if keys in ("", self.keys):  # Ctrl alone was held, or the field was left
            self.show_keys(self.keys)
        elif re.search(HOT_KEY_PATTERN, keys) is None:
            self.show_keys(self.keys)
            self.note.use_ink("bad")
            self.note.show_text(
                tr("Hold Ctrl, Alt or the Windows key, and press a letter, a figure or an F key.")
            )
        else:
            self._take(keys)

    def _on_removed(self) -> None:
        if self.keys:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._take("")

    def _take(self, keys: str) -> None:
        self.show_keys(keys)
        self.changed.emit()

    def _show_note(self) -> None:
        is_offered = self._report.state is not HotKeyState.NOT_OFFERED
        self.edit.setVisible(is_offered)
        show_or_hide(self.remove, visible=is_offered and bool(self.keys))
        is_bad = self._report.state in (HotKeyState.TAKEN, HotKeyState.DECLINED)
        self.note.use_ink("bad" if is_bad else "muted")
        self.note.show_text(_note_for(self._report))
        self.edit.setAccessibleDescription(self.note.shown_text)


class _KeysEdit(QKeySequenceEdit):
    """One combination: Esc closes the window as ever, and Backspace takes the keys away."""

    removed = Signal()

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)
        self.setAccessibleName(label)
        for line in self.findChildren(QLineEdit):
            line.setAccessibleName(label)

    def show_keys(self, keys: QKeySequence) -> None:
        """Show *keys*, or how to set some; Qt puts words of its own there each time."""
        self.setKeySequence(keys)
        for line in self.findChildren(QLineEdit):
            line.setPlaceholderText(tr("None"))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == _BARE:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit()
        else:
            super().keyPressEvent(_as_latin(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        # Qt waits for the key to come up that it was told of.
        super().keyReleaseEvent(_as_latin(event))


def _as_latin(event: QKeyEvent) -> QKeyEvent:
    """Return the key as the setting names it: Ctrl+Shift+1 is no "!", nor a Russian W a "Ц"."""
    sign = sign_of(event)
    if len(sign) != 1 or not sign.isascii() or not sign.isalnum():
        return event
    return QKeyEvent(event.type(), ord(sign.upper()), event.modifiers())


def _note_for(report: HotKeyReport) -> str:
    if report.state is HotKeyState.WORKS and report.trigger:
        return tr("Your desktop has set them to: {keys}", keys=report.trigger)
    return {
        HotKeyState.OFF: tr(
            "Click into the field and press keys. Pressed again, they give the keyboard back to where you were."
        ),
        HotKeyState.WORKS: tr("Pressed again, they give the keyboard back to where you were."),
        HotKeyState.TAKEN: tr("Another program has these keys. Choose others."),
        HotKeyState.DECLINED: tr("Your desktop was not allowed to set these keys."),
        HotKeyState.NOT_OFFERED: tr("This desktop lets no program have such keys."),
    }[report.state]
