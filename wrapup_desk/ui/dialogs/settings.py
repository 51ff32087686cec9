"""Lets the agent change the settings that are theirs; it blocks nothing and applies at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.domain.identifiers import pasted_id
from wrapup_desk.domain.language.conventions import percent
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.notes.note_draft import NoteDrafting
from wrapup_desk.ui.dialogs.client_id_advice import advice_on
from wrapup_desk.ui.dialogs.hot_key_field import HotKeyField
from wrapup_desk.ui.scrolled.side_dialog import SideDialog
from wrapup_desk.ui.shortcuts import single_keys
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, RADIUS, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.choice_box import ChoiceBox
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph
from wrapup_desk.ui.widgets.tick_box import TickBox

# Each in its own language: whoever cannot read the window finds theirs.
_LANGUAGES = (
    (LanguageChoice.SYSTEM, ""),
    (LanguageChoice.ENGLISH, "English"),
    (LanguageChoice.GERMAN, "Deutsch"),
    (LanguageChoice.JAPANESE, "日本語"),
)
_TEXT_SIZES = (100, 125, 150, 175, 200)


class SettingsDialog(SideDialog):
    """Theme, text size, window and keys at once; region and client ID with "Save"."""

    settings_changed = Signal(object)  # Settings

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        settings: Settings,
        locked: frozenset[str],
        regions: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(theme, window, tr("Settings"))
        self._settings = settings
        self._locked = locked
        self._is_filling = False
        self.theme_choice = ChoiceBox(theme)
        self.text_percent = ChoiceBox(theme)
        self.language = ChoiceBox(theme)
        self.notes = ChoiceBox(theme)
        self.hot_key = HotKeyField(theme, tr("Keys to come forward and go back"))
        self.region = ChoiceBox(theme)
        for region_id, label in regions:
            self.region.addItem(label, region_id)
        self.client_id = QLineEdit()
        self.advice = paragraph(theme)
        self.checks: dict[str, TickBox] = {}
        self.save = Button(theme, ButtonKind.PRIMARY)
        self._box = QVBoxLayout(self.content)
        self._box.setContentsMargins(PADDING + 4, PADDING, PADDING + 4, PADDING)
        self._box.setSpacing(RADIUS)
        self._build()
        self.use_settings(settings)

    def _build(self) -> None:
        self._heading(tr("Appearance"))
        for theme, label in (
            (ThemeChoice.SYSTEM, tr("Same as system")),
            (ThemeChoice.LIGHT, tr("Light")),
            (ThemeChoice.DARK, tr("Dark")),
        ):
            self.theme_choice.addItem(label, theme)
        self._field(tr("Colours"), self.theme_choice, "theme")
        for size in _TEXT_SIZES:
            self.text_percent.addItem(percent(size / 100), size)
        self._field(tr("Text size"), self.text_percent, "text_percent")
        for language, label in _LANGUAGES:
            self.language.addItem(label or tr("Same as system"), language)
        self._field(tr("Language"), self.language, "language")
        self._heading(tr("Window and keys"))
        self._check("stays_on_top", tr("Stay above other windows"))
        self._check("shows_toasts", tr("Notify me when a code is due"))
        self._check("plays_sounds", tr("Play a quiet sound when a code is due"))
        self._field(self.hot_key.label, self.hot_key, "hot_key")
        keys = tr("Single-key shortcuts {keys}", keys=single_keys())
        self._check("has_single_keys", keys)
        self._check(
            "sends_selected",
            tr("Send what I selected before after-call work runs out"),
        )
        for drafting, label in (
            (NoteDrafting.OFF, tr("None")),
            (NoteDrafting.SHOWN, tr("Offer one under the code")),
            (NoteDrafting.TAKEN, tr("Send it with the code, unless I write")),
        ):
            self.notes.addItem(label, drafting)
        self._field(tr("Drafted notes"), self.notes, "notes")
        self._heading(tr("Genesys Cloud"))
        self._field(tr("Region"), self.region, "region")
        self._field(tr("Client ID"), self.client_id, "client_id")
        self.client_id.setPlaceholderText(tr("Paste it here"))
        self._box.addWidget(self.advice)
        self.save.show_caption(tr("Save the connection"))
        self._box.addSpacing(GAP)
        self._box.addWidget(self.save)
        self._box.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.theme_choice.currentIndexChanged.connect(self._on_look_changed)
        self.text_percent.currentIndexChanged.connect(self._on_look_changed)
        self.language.currentIndexChanged.connect(self._on_look_changed)
        self.notes.currentIndexChanged.connect(self._on_look_changed)
        self.hot_key.changed.connect(self._on_look_changed)
        self.save.clicked.connect(self._on_save)
        self.region.currentIndexChanged.connect(self._refresh_save)
        self.client_id.textChanged.connect(self._refresh_save)

    def _heading(self, text: str) -> None:
        heading = TextLabel(self.theme, Size.LEAD, "text", Weight.SEMIBOLD, max_lines=0)
        heading.show_text(text)
        self._box.addSpacing(GAP - 2)
        self._box.addWidget(heading)

    def _field(self, label: str, widget: QWidget, key: str) -> None:
        text = paragraph(self.theme)
        text.show_text(label)
        if isinstance(widget, ChoiceBox):
            widget.name_it(label)
        else:
            widget.setAccessibleName(label)
        self._box.addWidget(text)
        self._box.addWidget(widget)
        self._mark_locked(widget, key)

    def _check(self, key: str, label: str) -> None:
        check = TickBox(self.theme, label)
        check.toggled.connect(self._on_look_changed)
        self.checks[key] = check
        self._box.addWidget(check)
        self._mark_locked(check, key)

    def _mark_locked(self, widget: QWidget, key: str) -> None:
        if key not in self._locked:
            return
        widget.setEnabled(False)
        note = paragraph(self.theme, size=Size.CAPTION)
        note.show_text(tr("Set by your administrator"))
        widget.setAccessibleDescription(note.shown_text)
        self._box.addWidget(note)

    def use_settings(self, settings: Settings) -> None:
        """Show *settings*, without reporting them as a change."""
        self._is_filling = True
        self._settings = settings
        self.theme_choice.choose(settings.theme, settings.theme.value)
        self.text_percent.choose(settings.text_percent, percent(settings.text_percent / 100))
        self.language.choose(settings.language, settings.language.value)
        self.notes.choose(settings.notes, settings.notes.value)
        for key, check in self.checks.items():
            check.setChecked(bool(getattr(settings, key)))
        self.hot_key.show_keys(settings.hot_key)
        self.region.choose(settings.region, settings.region)
        self.client_id.setText(settings.client_id)
        self._is_filling = False
        self._refresh_save()

    def _shown(self) -> Settings:
        return replace(
            self._settings,
            theme=self.theme_choice.currentData(),
            language=self.language.currentData(),
            notes=self.notes.currentData(),
            text_percent=self.text_percent.currentData(),
            stays_on_top=self.checks["stays_on_top"].isChecked(),
            shows_toasts=self.checks["shows_toasts"].isChecked(),
            plays_sounds=self.checks["plays_sounds"].isChecked(),
            hot_key=self.hot_key.keys,
            has_single_keys=self.checks["has_single_keys"].isChecked(),
            sends_selected=self.checks["sends_selected"].isChecked(),
        )

    def _connection(self) -> tuple[str, str]:
        return str(self.region.currentData() or ""), pasted_id(self.client_id.text())

    def _refresh_save(self) -> None:
        known = (self._settings.region, self._settings.client_id)
        self.save.setEnabled(self._connection() != known)
        self.advice.show_text(advice_on(self._connection()[1]))

    def _on_look_changed(self) -> None:
        if not self._is_filling:
            self._report(self._shown())

    def _on_save(self) -> None:
        region, client_id = self._connection()
        self._report(replace(self._shown(), region=region, client_id=client_id))

    def _report(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self._refresh_save()
            self.settings_changed.emit(settings)
