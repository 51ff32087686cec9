"""Where the windows keep their places: a small file, or this run alone where there can be none."""

from __future__ import annotations

import logging

from PySide6.QtCore import QSettings

from wrapup_desk.adapters.base.regular_file import check_regular
from wrapup_desk.main.system.profile import Profile

log = logging.getLogger(__name__)


def window_memory(profile: Profile) -> QSettings:
    """Return what the windows remember; what is no file is not touched: Qt would wait for a pipe."""
    path = profile.window_path
    try:
        check_regular(path)
    except OSError as error:
        log.warning("the windows' places are not kept: %s", error.strerror)
        return QSettings("", QSettings.Format.IniFormat)
    return QSettings(str(path), QSettings.Format.IniFormat)
