"""What these tests share: every window of the program on every state there is a picture of."""

from __future__ import annotations

from tests.ui.repair.conftest import open_repair as open_repair
