"""What these tests share: the repair window beside the agent's, and a screen reader that listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from tests.ui.repair.conftest import open_repair as open_repair


@pytest.fixture(autouse=True)
def somebody_listens(qapp: QApplication) -> Iterator[None]:
    """Be assistive technology: without any, tables do not tell their changes."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)
