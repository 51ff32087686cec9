"""Plays the person of the acceptance who closes a window; runs under the Windows Python."""

from __future__ import annotations

import ctypes
import sys

_WM_CLOSE = 0x0010


def main(arguments: list[str]) -> int:
    """Close each visible window whose title begins so: closer.py TITLE. 1 when there is none."""
    [wanted] = arguments
    if sys.platform != "win32":
        raise RuntimeError("windows are closed on Windows, or under Wine")
    user32 = ctypes.windll.user32
    closed: list[int] = []

    @ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
    def close(window: int, _extra: int) -> bool:
        title = ctypes.create_unicode_buffer(200)
        user32.GetWindowTextW(ctypes.c_void_p(window), title, len(title))
        if title.value.startswith(wanted) and user32.IsWindowVisible(ctypes.c_void_p(window)):
            user32.PostMessageW(ctypes.c_void_p(window), _WM_CLOSE, None, None)
            closed.append(window)
        return True

    user32.EnumWindows(close, None)
    return 0 if closed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
