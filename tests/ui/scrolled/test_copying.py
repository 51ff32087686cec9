"""What was copied from a page outlives the page, and the program's end."""

from __future__ import annotations

import subprocess
import sys

COPIES = """
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QTextBrowser
from wrapup_desk.ui.scrolled.copying import copied_from

class Page(QTextBrowser):
    def createMimeDataFromSelection(self) -> QMimeData:
        return copied_from(self)

app = QApplication([])
page = Page()
page.setPlainText("two words")
page.selectAll()
page.copy()
app.processEvents()
del page
print(app.clipboard().text())
"""


def test_a_program_from_which_something_was_copied_ends_without_a_fault() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COPIES], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, "two words")
