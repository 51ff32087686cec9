"""Prepares what is played: the organisation, and the scripts of a folder or of a file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from wrapup_desk.simulator.script import conversation_files
from wrapup_desk.simulator.script.player import Player
from wrapup_desk.simulator.script.scenarios import ORGANIZATION_FILE, read_scenarios
from wrapup_desk.simulator.script.script import Script
from wrapup_desk.simulator.world.leg_life import Prompt
from wrapup_desk.simulator.world.organization import (
    Organization,
    Queue,
    agents,
    read_queues,
    supervisor,
)
from wrapup_desk.simulator.world.wall_clock import WallClock


@dataclass(frozen=True)
class PlaybackOptions:
    """What the command line wants played."""

    scenarios: Path
    conversations: Path | None = None
    codes: Path | None = None
    is_idle: bool = False
    agents: int | None = None
    seed: int = 0
    limit: int | None = None
    split: str | None = None
    # Overrides for every queue
    prompt: Prompt | None = None
    acw_timeout_ms: int | None = None


@dataclass(frozen=True)
class Playback:
    """A prepared day: the organisation, and how to play it."""

    organization: Organization
    scripts: list[Script]
    is_in_lanes: bool

    async def play(self, player: Player) -> None:
        """Play everything to its end."""
        if self.is_in_lanes:
            await player.play_in_lanes(self.scripts)
        else:
            await player.play_timetable(self.scripts)


def prepare(options: PlaybackOptions, clock: WallClock) -> Playback:
    """Read what is to be played.

    Raises:
        ValueError: A file cannot be used; the message names it.
    """
    if options.conversations is not None:
        return _playback_of_file(options, options.conversations, clock)
    queues = read_queues(options.scenarios / ORGANIZATION_FILE, real_ms=clock.real_ms)
    organization = Organization(
        agents(options.agents or 3), supervisor(), _overridden(queues, options, clock.real_ms)
    )
    scripts = [] if options.is_idle else read_scenarios(options.scenarios, organization)
    return Playback(organization, scripts[: options.limit], is_in_lanes=False)


def _playback_of_file(options: PlaybackOptions, path: Path, clock: WallClock) -> Playback:
    file_options = conversation_files.FileOptions(options.seed, options.limit, options.split)
    codes_path = options.codes or conversation_files.codes_file_of(path)
    rows = conversation_files.read_rows(path, file_options)
    queues = conversation_files.queues_of(rows, codes_path, file_options)
    scaled = [_with_timeout(queue, queue.timeout_ms, clock.real_ms) for queue in queues]
    organization = Organization(
        agents(options.agents or 1), supervisor(), _overridden(scaled, options, clock.real_ms)
    )
    scripts = conversation_files.scripts_of(rows, organization.queues, codes_path, file_options)
    return Playback(organization, [] if options.is_idle else scripts, is_in_lanes=True)


def _overridden(
    queues: list[Queue], options: PlaybackOptions, real_ms: Callable[[float], int]
) -> list[Queue]:
    if options.prompt is not None:
        prompt = options.prompt
        queues = [replace(queue, prompt=prompt) for queue in queues]
    if options.acw_timeout_ms is not None:
        timeout_ms = options.acw_timeout_ms
        queues = [_with_timeout(queue, timeout_ms, real_ms) for queue in queues]
    default_ms = real_ms(conversation_files.DEFAULT_TIMEOUT_MS)
    return [
        replace(
            queue,
            timeout_ms=(queue.timeout_ms or default_ms) if queue.prompt.has_timeout else None,
        )
        for queue in queues
    ]


def _with_timeout(queue: Queue, scripted_ms: int | None, real_ms: Callable[[float], int]) -> Queue:
    return replace(queue, timeout_ms=None if scripted_ms is None else real_ms(scripted_ms))
