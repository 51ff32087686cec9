"""Proves the installer: installs, starts, upgrades and removes it, and counts what held."""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from installer import acceptance_desk_stories as desk_stories
from installer import acceptance_machine_stories as machine_stories
from installer import acceptance_stories as stories
from installer.acceptance_bench import Bench, Tally
from installer.acceptance_stories import OLD_VERSION
from installer.built import Built
from installer.msi import msi_path, pack_msi
from installer.packing import pack, setup_path
from installer.places import project_version
from installer.wine.display import Display

Story = Callable[[Bench, Tally], None]
# Told one after the other on the first computer, beside the second one's.
FIRST: tuple[Story, ...] = (
    stories.installs_silently,
    stories.starts_in_every_way,
    stories.speaks_the_language_of_windows,
    stories.shows_its_window_and_is_not_replaced_meanwhile,
    desk_stories.keeps_a_waiting_code_through_an_upgrade,
    desk_stories.ends_in_order_when_windows_wants_it_gone,
    desk_stories.ends_one_that_hangs_and_sends_what_it_left,
    desk_stories.obeys_the_policy,
    stories.leaves_nothing_but_the_data,
    stories.goes_where_it_is_told_and_takes_the_data_along_when_asked,
    stories.refuses_when_damaged,
)
SECOND: tuple[Story, ...] = (
    machine_stories.refuses_an_older_windows_in_the_persons_language,
    machine_stories.serves_a_whole_machine,
    machine_stories.serves_a_whole_machine_by_msi,
)
LAST: tuple[Story, ...] = (desk_stories.serves_two_users,)


def accept(built: Built, *, runs: int) -> int:
    """Run all stories *runs* times; 0 when every check held each time.

    The closing line counts the checks of all runs.
    """
    old = _older_setup(built)
    msis = None if built.msi is None else (_older_msi(built), built.msi)
    total = Tally()
    for number in range(1, runs + 1):
        print(f"== acceptance, run {number} of {runs}", flush=True)
        began = time.monotonic()
        tally = Tally()
        with ExitStack() as closing:
            benches = _benches(built, old, closing)
            benches[-1].msis = msis
            _tell_all(benches, tally)
        took = time.monotonic() - began
        print(f"   run {number}: {tally.passed} passed, {tally.failed} failed, {took:.0f} s")
        total.passed += tally.passed
        total.failed += tally.failed
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if total.failed or not total.passed else 0


def _tell_all(benches: list[Bench], tally: Tally) -> None:
    """Tell the stories of both computers at the same time, if there are two."""
    heard: list[str] = []
    aside = Tally(say=heard.append)
    with ThreadPoolExecutor(1) as beside:
        telling = beside.submit(_tell, SECOND, benches[-1], aside) if len(benches) > 1 else None
        _tell(FIRST, benches[0], tally)
        if telling is None:
            _tell(SECOND, benches[0], aside)
        else:
            telling.result()
    for line in heard:
        tally.say(line)
    tally.passed += aside.passed
    tally.failed += aside.failed
    _tell(LAST, benches[0], tally)


def _tell(stories: tuple[Story, ...], bench: Bench, tally: Tally) -> None:
    for story in stories:
        began = time.monotonic()
        tally.say(f"-- {story.__name__.replace('_', ' ')}")
        try:
            story(bench, tally)
        except Exception:  # noqa: BLE001 -- one story that breaks off is one failure
            tally.check("the story came to its end", holds=False, because=traceback.format_exc())
        finally:
            bench.tidy_up()
        tally.say(f"        {time.monotonic() - began:.0f} s")


def _older_bundle(built: Built) -> Path:
    return built.work / "older" / built.bundle.name


def _is_of_this_build(packed: Path, built: Built) -> bool:
    """Whether the older version was packed from today's program already."""
    return packed.is_file() and packed.stat().st_mtime > built.setup.path.stat().st_mtime


def _older_msi(built: Built) -> Path:
    """Pack what the older setup holds once more, as an MSI."""
    packed = msi_path(built.work, OLD_VERSION)
    if _is_of_this_build(packed, built):
        return packed
    return pack_msi(_older_bundle(built), OLD_VERSION, built.work)


def _older_setup(built: Built) -> Path:
    """Pack the same program as an older version, so that there is something to upgrade."""
    packed = setup_path(built.work, OLD_VERSION)
    if _is_of_this_build(packed, built):
        return packed
    folder = _older_bundle(built)
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


def _benches(built: Built, old: Path, closing: ExitStack) -> list[Bench]:
    """Return fresh computers, one for each bench; the first bench knows all of them.

    Two Wine prefixes stand for two users as well as for two machines.
    """
    folder = built.work / "acceptance"
    setups = (old, built.setup.path, project_version(), built.python)
    if built.plain_prefix is None:
        from installer.real_windows import RealWindows

        folder.mkdir(exist_ok=True)
        return [Bench([RealWindows()], None, *setups, folder)]
    from installer.wine.prefix import copy_prefix

    benches: list[Bench] = []
    for name, papers in (("first", folder), ("second", folder / "beside")):
        papers.mkdir(parents=True, exist_ok=True)
        display = closing.enter_context(Display())
        computer = copy_prefix(built.plain_prefix, folder / name, display.name)
        closing.callback(computer.shut_down)
        benches.append(Bench([computer], display, *setups, papers))
    benches[0].computers.append(benches[1].computer)
    return benches
