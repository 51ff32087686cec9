"""Takes pictures of the setup's pages and of the installed program's windows, to be looked at."""

from __future__ import annotations

import time
from contextlib import ExitStack

from installer.acceptance_bench import Bench, programs, until
from installer.built import Built
from installer.computer import run_well
from installer.places import project_version
from installer.wine.display import Display
from installer.wine.prefix import copy_prefix

# Japanese needs a font of the machine's own: Debian's fonts-vlgothic, for one.
_LANGUAGES = ("en_US.UTF-8", "de_DE.UTF-8", "ja_JP.UTF-8")
_PAGES = ("welcome", "licence", "folder")
# What the windows show by then is for the eye; nothing here is a check.
_SETTLE_S = 2.0
_CALL_S = 15.0
_WINDOWS: dict[str, tuple[tuple[str, ...], str, float]] = {
    "sign-in": ((), "WrapUp Desk", _SETTLE_S),
    "demo": (("demo",), "WrapUp Desk", _CALL_S),
    "repair": (("repair", "--demo"), "Fix wrap-up codes", _CALL_S),
}
# A desktop that Wine draws itself: so windows have their frame and title without a window manager.
_DESKTOP = (
    (r"HKCU\Software\Wine\Explorer", "Desktop", "Default"),
    (r"HKCU\Software\Wine\Explorer\Desktops", "Default", "1280x900"),
)


def take_pictures(built: Built) -> int:
    """Save them in the folder `pictures` beside the build; 1 where there is no Wine."""
    if built.plain_prefix is None:
        print("installer: pictures are taken under Wine only")
        return 1
    folder = built.work / "pictures"
    folder.mkdir(exist_ok=True)
    with ExitStack() as closing:
        display = closing.enter_context(Display())
        computer = copy_prefix(built.plain_prefix, folder / "prefix", display.name)
        closing.callback(computer.shut_down)
        for key, value, data in _DESKTOP:
            run_well(computer, ["reg", "add", key, "/v", value, "/d", data, "/f"])
        computer.shut_down()
        computer.stay_up()
        setup = built.setup.path
        bench = Bench([computer], display, setup, setup, project_version(), built.python, folder)
        for language in _LANGUAGES:
            _picture_pages(bench, language)
        bench.set_up(setup)
        for name in _WINDOWS:
            _picture_window(bench, name)
    print(f"pictures: {folder}")
    return 0


def _picture_pages(bench: Bench, language: str) -> None:
    bench.start(bench.new_setup, environment={"LC_ALL": language})
    until(lambda: bench.person("find").is_well)
    for page in _PAGES:
        time.sleep(_SETTLE_S)
        bench.take_picture(f"setup-{language[:2]}-{page}.png")
        bench.person("read")
    bench.tidy_up()


def _picture_window(bench: Bench, name: str) -> None:
    options, title, seconds = _WINDOWS[name]
    windowed, _ = programs(bench.installed())
    bench.start(windowed, *options)
    until(lambda: bench.person("find", title).is_well)
    time.sleep(seconds)
    bench.take_picture(f"window-{name}.png")
    bench.person("close", title)
    bench.tidy_up()
