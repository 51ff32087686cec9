"""What these tests share: windows that keep their place in a file, on made-up monitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.placement.desks import FakeScreens
from wrapup_desk.ui.placement.window_place import WindowPlace

PlaceWindow = Callable[[FakeScreens], WindowPlace]


def settle(place: WindowPlace) -> None:
    """Let the time go by after which a change of monitors is over, without waiting for it."""
    place._settling.stop()
    place.settle()


@pytest.fixture
def place_file(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def place_window(open_desk: OpenDesk, place_file: QSettings) -> Iterator[PlaceWindow]:
    """Return a function that starts the window on some monitors; all starts share one file."""
    places: list[WindowPlace] = []

    def start(screens: FakeScreens) -> WindowPlace:
        window = open_desk(s.desk(s.TOM, s.AISHA)).window
        place = WindowPlace(window, place_file, screens)
        places.append(place)
        place.restore()
        settle(place)
        return place

    yield start
    for place in places:
        place.keep()
