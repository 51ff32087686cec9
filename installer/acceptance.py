"""Proves the installer: installs, starts, upgrades and removes it, and counts what held."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from installer import acceptance_desk_stories as desk_stories
from installer import acceptance_stories as stories
from installer.acceptance_bench import Bench, Tally
from installer.acceptance_stories import OLD_VERSION
from installer.computer import Computer
from installer.packing import pack
from installer.places import project_version
from installer.wine.display import Display

if TYPE_CHECKING:
    from installer.build import Built


Story = Callable[[Bench, Tally], None]
STORIES: tuple[Story, ...] = (
    stories.installs_silently,
    stories.starts_in_every_way,
    stories.shows_its_window_and_is_not_replaced_meanwhile,
    desk_stories.keeps_a_waiting_code_through_an_upgrade,
    desk_stories.obeys_the_policy,
    stories.leaves_nothing_but_the_data,
    stories.goes_where_it_is_told_and_takes_the_data_along_when_asked,
    stories.refuses_when_damaged,
    stories.serves_a_whole_machine,
    desk_stories.serves_two_users,
)


def accept(built: Built, *, runs: int) -> int:
    """Run all stories *runs* times; 0 when every check held each time.

    The closing line counts the checks of all runs.
    """
    old = _older_setup(built)
    total = Tally()
    for number in range(1, runs + 1):
        print(f"== acceptance, run {number} of {runs}", flush=True)
        tally = Tally()
        with ExitStack() as closing:
            bench = _bench(built, old, closing)
            _tell_stories(bench, tally)
        print(f"   run {number}: {tally.passed} passed, {tally.failed} failed", flush=True)
        total.passed += tally.passed
        total.failed += tally.failed
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if total.failed or not total.passed else 0


def _tell_stories(bench: Bench, tally: Tally) -> None:
    for story in STORIES:
        print(f"-- {story.__name__.replace('_', ' ')}", flush=True)
        try:
            story(bench, tally)
        except Exception:  # noqa: BLE001 -- one story that breaks off is one failure
            tally.check("the story came to its end", holds=False, because=traceback.format_exc())
        finally:
            bench.tidy_up()


def _older_setup(built: Built) -> Path:
    """Pack the same program as an older version, so that there is something to upgrade."""
    folder = built.work / "older" / built.bundle.name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(built.bundle, folder)
    facts = next((folder / "lib").glob("wrapup_desk-*.dist-info"))
    metadata = facts / "METADATA"
    now = f"Version: {project_version()}"
    text = metadata.read_text(encoding="utf-8")
    if now not in text:
        raise ValueError(f"{metadata} does not say {now}")
    metadata.write_text(text.replace(now, f"Version: {OLD_VERSION}"), encoding="utf-8")
    facts.rename(facts.with_name(f"wrapup_desk-{OLD_VERSION}.dist-info"))
    return pack(folder, OLD_VERSION, built.work, is_fast=True).path


def _bench(built: Built, old: Path, closing: ExitStack) -> Bench:
    """Return fresh computers; two Wine prefixes stand for two users as well as for two machines."""
    folder = built.work / "acceptance"
    folder.mkdir(exist_ok=True)
    display: Display | None = None
    computers: list[Computer] = []
    if built.plain_prefix is None:
        from installer.real_windows import RealWindows

        computers.append(RealWindows())
    else:
        from installer.wine.prefix import copy_prefix

        display = closing.enter_context(Display())
        for name in ("first", "second"):
            prefix = copy_prefix(built.plain_prefix, folder / name, display.name)
            closing.callback(prefix.shut_down)
            computers.append(prefix)
    return Bench(
        computers, display, old, built.setup.path, project_version(), built.python, folder
    )
