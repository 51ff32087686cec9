"""Says what the program is, its version, and the licences of what it is built from."""

from __future__ import annotations

from PySide6 import __version__ as pyside_version
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.ui.scrolled.side_dialog import SideDialog
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Weight
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph


class AboutDialog(SideDialog):
    """Version and licences. The LGPL asks for the notice on Qt and where its source is."""

    def __init__(self, theme: Theme, window: QWidget, version: str) -> None:
        super().__init__(theme, window, tr("About WrapUp Desk"))
        title = TextLabel(theme, Size.TITLE, "text", Weight.SEMIBOLD, max_lines=0)
        title.show_text(tr("WrapUp Desk {version}", version=version).strip())
        box = QVBoxLayout(self.content)
        box.setContentsMargins(PADDING + 4, PADDING, PADDING + 4, PADDING)
        box.setSpacing(GAP)
        box.addWidget(title)
        for text in _paragraphs():
            label = paragraph(theme, "text")
            label.show_text(text)
            box.addWidget(label)
        box.addStretch(1)


def _paragraphs() -> tuple[str, ...]:
    qt = tr(
        "Uses Qt and PySide6 {version} under the GNU LGPL version 3. You may replace its library "
        "files for your own, and debug the program for that. Licence texts are in the program's "
        "folder; the source is at download.qt.io and code.qt.io.",
    )
    return (
        tr("Suggests a wrap-up code and submits it before you complete."),
        fill(qt, version=pyside_version),
        tr("Typeface: Inter (SIL Open Font License 1.1). Icons: Lucide (ISC)."),
        tr("Not a product of Genesys. Genesys Cloud is a trademark of its owner."),
    )
