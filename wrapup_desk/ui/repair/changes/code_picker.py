"""Opens the code palette for one row or for the whole selection, and asks for what is picked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.codes.synonyms import with_synonyms
from wrapup_desk.domain.quality.sample import Verdict
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.palette.palette import CodePalette
from wrapup_desk.ui.repair.bridge import RepairCommands
from wrapup_desk.ui.theme import Theme

# What the palette is open for when it is no single row.
_SELECTION = "selection"
_VERDICT = "verdict "
_MARGIN = 18
_LEAST_WIDTH = 320


class CodePicker(QObject):
    """The palette of the repair window; *go_back* takes the focus when it closes."""

    def __init__(
        self, theme: Theme, window: QWidget, commands: RepairCommands, go_back: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._commands = commands
        # Favourites are an agent's, and nothing is changed here without its preview.
        self.palette = CodePalette(theme, window, has_favourites=False)
        self.palette.picked.connect(self._on_picked)
        self.palette.picked_to_send.connect(self._on_picked_to_send)
        self.palette.closed.connect(go_back)
        self._words: Mapping[str, Sequence[str]] = {}

    def use_settings(self, settings: Settings) -> None:
        """Know codes by the administrator's other words, and divide their names as they say."""
        self._words = settings.code_synonyms
        self.palette.codes.use_separators(settings.code_separators)

    def open_for_selection(self, state: RepairState, anchor: QWidget) -> None:
        """Offer the codes of every queue in the selection; the preview skips what does not fit."""
        queues = {state.legs.table.queue_id(row) for row in state.selection}
        codes = {
            code.id: code for queue in sorted(queues) for code in state.directory.codes_of(queue)
        }
        self._open(_SELECTION, tuple(codes.values()), anchor)

    def open_for_row(self, state: RepairState, anchor: QWidget) -> None:
        """Offer the codes of the queue of the leg whose details are shown."""
        if state.focus is not None:
            self._open(str(state.focus.row), state.focus.codes, anchor)

    def open_for_verdict(self, state: RepairState, anchor: QWidget) -> None:
        """Ask which code would have been right for the sampled leg that is shown."""
        if state.focus is not None:
            self._open(f"{_VERDICT}{state.focus.row}", state.focus.codes, anchor)

    def _open(self, target: str, codes: tuple[WrapupCode, ...], anchor: QWidget) -> None:
        if not codes:
            return
        corner = anchor.mapTo(self._window, anchor.rect().topLeft())
        width = max(anchor.width(), self._theme.px(_LEAST_WIDTH))
        left = min(corner.x(), self._window.width() - width - _MARGIN)
        area = QRect(left, corner.y(), width, anchor.height())
        self.palette.open_for(area, target, with_synonyms(codes, self._words), {}, ())

    def _on_picked(self, target: str, code: WrapupCode) -> None:
        if target == _SELECTION:
            self._commands.preview_fix(code.id)
        elif target.startswith(_VERDICT):
            row = int(target.removeprefix(_VERDICT))
            self._commands.judge(row, Verdict.WRONG, code.id)
        else:
            self._commands.choose_code(int(target), code.id)

    def _on_picked_to_send(self, target: str, code: WrapupCode) -> None:
        self._on_picked(target, code)
        if target.isdigit():
            self._commands.preview_fix(rows=(int(target),))
