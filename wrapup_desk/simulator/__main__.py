"""Runs the simulator from the command line."""

import argparse
import asyncio
import json
import logging
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from wrapup_desk.simulator.history.history import HistoryOptions
from wrapup_desk.simulator.http.server import (
    Address,
    CannotListen,
    Server,
    listening_socket,
    ready_facts,
    write_ready_file,
)
from wrapup_desk.simulator.platform.simulation import Options, Simulation
from wrapup_desk.simulator.script.playback import Playback, PlaybackOptions, prepare
from wrapup_desk.simulator.script.player import Player
from wrapup_desk.simulator.script.scenarios import scenarios_folder
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.leg_life import Prompt
from wrapup_desk.simulator.world.wall_clock import WallClock

logger = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; 0 for a stop, 2 for something wrong on the command line."""
    arguments = _parser().parse_args(argv)
    try:
        _set_up_log(arguments.log)
        _check_ready_file(arguments.ready_file)
        clock = WallClock(arguments.speed)
        capabilities = _capabilities(arguments.set)
        day = prepare(_playback_options(arguments), clock)
        simulation = Simulation(day.organization, capabilities, clock, _options(arguments))
        listener = listening_socket(Address(arguments.host, arguments.port))
    except (ValueError, OverflowError, OSError, CannotListen) as problem:
        sys.stderr.write(f"wrapup-desk simulate: {problem}\n")
        return 2
    simulation.analytics.pace.lag_s = arguments.history_lag_s
    simulation.base_url = f"http://{arguments.host}:{listener.getsockname()[1]}"
    run_key = secrets.token_hex(8) if arguments.seed is None else f"seed {arguments.seed}"
    complete_after_s = None
    if arguments.complete_after_ms is not None:
        complete_after_s = arguments.complete_after_ms / 1000
    player = Player(simulation, run_key, complete_after_s)
    run = _Run(Server(simulation, player), simulation, arguments)
    asyncio.run(run.serve(listener, day, player))
    return 1 if run.has_failed else 0


class _Run:
    """One run of the server with what the command line wants around it."""

    def __init__(
        self, server: Server, simulation: Simulation, arguments: argparse.Namespace
    ) -> None:
        self._server = server
        self._simulation = simulation
        self._arguments = arguments
        self.has_failed = False

    async def serve(self, listener: socket.socket, day: Playback, player: Player) -> None:
        """Serve and play until stopped."""

        def when_listening() -> None:
            facts = ready_facts(self._simulation)
            if self._arguments.ready_file is not None:
                write_ready_file(self._arguments.ready_file, facts)
            sys.stdout.write(json.dumps(facts) + "\n")
            sys.stdout.flush()
            self._simulation.start(self._play(day, player))

        self._simulation.when_failed = self._fail
        if self._arguments.exit_with_parent:
            _when_stdin_closes(self._stop)
        await self._server.run_until_stopped(listener, when_listening)

    async def _play(self, day: Playback, player: Player) -> None:
        await self._simulation.sockets.until_connected(self._arguments.wait_for_clients)
        await day.play(player)
        self._simulation.is_finished = True
        if self._arguments.exit_when_done:
            self._stop()

    def _fail(self, problem: BaseException) -> None:
        logger.error("The simulator stops: %r", problem, exc_info=problem)
        self.has_failed = True
        self._stop()

    def _stop(self) -> None:
        self._server.should_exit = True


def _when_stdin_closes(stop: Callable[[], None]) -> None:
    """Call *stop* on the loop once the parent has closed our stdin, or died."""
    loop = asyncio.get_running_loop()

    def watch() -> None:
        # os.read, not sys.stdin: a thread inside a buffered reader cannot be left at exit
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(stop)

    threading.Thread(target=watch, daemon=True, name="parent watch").start()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wrapup-desk simulate",
        description="A stand-in for Genesys Cloud: login, REST and notifications on one port.",
    )
    _add_line_options(parser)
    _add_play_options(parser)
    _add_past_options(parser)
    return parser


def _add_line_options(parser: argparse.ArgumentParser) -> None:
    line = parser.add_argument_group("the line")
    line.add_argument("--host", default="127.0.0.1")
    line.add_argument("--port", type=int, default=8089, help="0 takes any free one")
    line.add_argument("--ready-file", type=Path, help="written once the server listens")
    line.add_argument("--rtt-ms", type=float, default=0, help="round trip added to REST")
    line.add_argument("--token-seconds", type=float, default=86_400)
    line.add_argument("--heartbeat-seconds", type=float, default=30)
    line.add_argument("--redirect-uri", action="append", default=[], help="one more to accept")
    line.add_argument("--dialect", action="store_true", help="also speak /api/v2/interactions")
    line.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    line.add_argument("--log", type=Path, help="write a log to this file")
    line.add_argument("--exit-with-parent", action="store_true", help="stop when stdin closes")
    line.add_argument("--exit-when-done", action="store_true", help="stop when all is played")


def _add_play_options(parser: argparse.ArgumentParser) -> None:
    play = parser.add_argument_group("what is played")
    play.add_argument("--scenarios", type=Path, default=scenarios_folder())
    play.add_argument("--conversations", type=Path, help=".jsonl or .jsonl.gz, played live")
    play.add_argument("--codes", type=Path, help="the codes of --conversations")
    play.add_argument("--idle", action="store_true", help="play nothing by itself")
    play.add_argument(
        "--wait-for-clients",
        type=int,
        default=0,
        metavar="N",
        help="play only once N notification sockets are open",
    )
    play.add_argument("--speed", type=float, default=1, help="factor for all conversation times")
    play.add_argument("--seed", type=int, help="same ids and choices each run")
    play.add_argument("--agents", type=int)
    play.add_argument("--limit", type=int, help="only the first conversations")
    play.add_argument("--split", choices=("train", "dev", "test"))
    play.add_argument("--prompt", choices=[prompt.name for prompt in Prompt])
    play.add_argument("--acw-timeout-ms", type=int, help="scripted time, every queue")
    play.add_argument("--complete-after-ms", type=float, help="scripted time from hang-up")


def _add_past_options(parser: argparse.ArgumentParser) -> None:
    past = parser.add_argument_group("the past that analytics tells of")
    past.add_argument("--history", type=int, default=0, metavar="LEGS", help="how many agent legs")
    past.add_argument("--history-days", type=int, default=30)
    past.add_argument("--history-seed", type=int, default=0)
    past.add_argument(
        "--history-month", type=int, default=0, metavar="LEGS", help="legs in every shape seen"
    )
    past.add_argument(
        "--history-ends", type=datetime.fromisoformat, metavar="TIME", help="when the past ends"
    )
    past.add_argument("--history-lag-s", type=float, default=5, help="analytics is behind by this")


def _playback_options(arguments: argparse.Namespace) -> PlaybackOptions:
    return PlaybackOptions(
        scenarios=arguments.scenarios,
        conversations=arguments.conversations,
        codes=arguments.codes,
        is_idle=arguments.idle,
        agents=arguments.agents,
        seed=arguments.seed or 0,
        limit=arguments.limit,
        split=arguments.split,
        prompt=Prompt[arguments.prompt] if arguments.prompt else None,
        acw_timeout_ms=arguments.acw_timeout_ms,
    )


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        round_trip=timedelta(milliseconds=arguments.rtt_ms),
        token_life=timedelta(seconds=arguments.token_seconds),
        heartbeat_seconds=arguments.heartbeat_seconds,
        extra_redirect_uris=tuple(arguments.redirect_uri),
        speaks_dialect=arguments.dialect,
        history=HistoryOptions(
            arguments.history,
            arguments.history_days,
            arguments.history_seed,
            arguments.history_month,
            arguments.history_ends,
        ),
    )


def _capabilities(settings: Sequence[str]) -> Capabilities:
    capabilities = Capabilities()
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise ValueError(f"--set wants NAME=VALUE, not {setting!r}.")
        capabilities.set(name, value)
    return capabilities


def _check_ready_file(path: Path | None) -> None:
    if path is not None and not path.parent.is_dir():
        raise ValueError(f"The folder of --ready-file {path} does not exist.")


def _set_up_log(path: Path | None) -> None:
    """Everything to *path*; without one, only what went wrong, on stderr."""
    root = logging.getLogger()
    if path is None:
        logging.getLogger("uvicorn").setLevel(logging.ERROR)
        return
    log_file = logging.FileHandler(path, encoding="utf-8")
    log_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(log_file)
    root.setLevel(logging.INFO)


if __name__ == "__main__":
    sys.exit(main())
