"""The command line: what to run, and one clear line when it cannot."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

DEMO_INTERACTIONS = 200
DEMO_HISTORY = 3000
LEARN_MOST_LEGS = 20_000
# Of Genesys' 300 for each token: half, so that the rest of the organisation's tools go on.
LEARN_REQUESTS_PER_MINUTE = 150.0
PROPOSAL_WAIT_S = 600.0
# What the installer registers with Windows; a web page may open it.
LINK_SCHEME = "wrapup-desk:"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for and return the exit code."""
    _write_utf_8()
    # numpy's library for large matrices keeps a thread for each core, which spin while they wait;
    # ours are small, and the cores are needed for the call. Read when numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Linux would clear whole pages of 2 MB for the few rows a lesson touches in the model's tables:
    # the first code sent would hold up the window for 50 ms.
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["simulate"]:
        # The simulator has a command line of its own and never meets the program's code.
        from wrapup_desk.simulator.__main__ import main as simulate

        return simulate(given[1:])
    if given and given[0].lower().startswith(LINK_SCHEME):
        # A link only brings the window forward: whoever made it gets nothing else to say.
        given = []
    options = _parser().parse_args(given)
    from wrapup_desk.main.commands.dispatch import run_command

    return run_command(options)


def _write_utf_8() -> None:
    """Write names of any language: redirected, Windows would take its old code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


class _CommandParser(argparse.ArgumentParser):
    """A command's options; those of the whole program are taken after its name, too."""

    def __init__(self, **details: Any) -> None:
        super().__init__(**details)
        _add_common(self, default=argparse.SUPPRESS, shown_help=argparse.SUPPRESS)


def _add_common(
    parser: argparse.ArgumentParser, default: str | None = None, shown_help: str | None = None
) -> None:
    parser.add_argument(
        "--profile", type=Path, default=default, help=shown_help or "keep all files in this folder"
    )
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        default=default,
        help=shown_help
        or "record what Genesys sends, every text, name, number and id replaced (window,"
        " headless)",
    )
    parser.add_argument(
        "--platform",
        default=default,
        help=shown_help or "the Qt platform to use, such as offscreen",
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wrapup-desk",
        description="Suggests and submits Genesys Cloud wrap-up codes before the agent completes.",
    )
    parser.add_argument("--version", action=_TellVersion, nargs=0, help="print it and end")
    _add_common(parser)
    commands = parser.add_subparsers(
        dest="command", title="commands", metavar="COMMAND", parser_class=_CommandParser
    )
    _add_demo(commands.add_parser("demo", help="show the main job on the embedded simulator"))
    _add_headless(
        commands.add_parser("headless", help="run without a window and print JSON lines")
    )
    _add_propose(commands.add_parser("propose", help="propose a code, as your backend would"))
    _add_repair(commands.add_parser("repair", help="fix missing and wrong codes, as a supervisor"))
    _add_fix(commands.add_parser("fix", help="change many codes without a window, by a plan"))
    _add_learn(commands.add_parser("learn", help="build a team's model from past conversations"))
    _add_report(commands.add_parser("report", help="what suggestions would have got right"))
    _add_doctor(commands.add_parser("doctor", help="check this installation, a line each"))
    replay = commands.add_parser("replay", help="play a recording through the desk")
    replay.add_argument("file", type=Path, metavar="FILE")
    commands.add_parser("simulate", help="run only the stand-in for Genesys Cloud", add_help=False)
    _add_forget(
        commands.add_parser("forget", help="remove one person's traces from this computer")
    )
    commands.add_parser("forget-sign-ins", help="remove every stored sign-in (Windows only)")
    self_test = commands.add_parser("self-test", help="try every part of the program once")
    self_test.add_argument("--report", type=Path, help="write the result as JSON")
    return parser


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pictures", type=Path, default=Path("demo-pictures"))
    parser.add_argument(
        "--speed", type=float, default=1.0, help="speed of the conversations, 2 is twice as fast"
    )
    parser.add_argument(
        "--interactions", type=int, default=3, help="offscreen: stop after this many are coded"
    )


def _add_repair(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="on the embedded simulator")
    parser.add_argument("--history", type=int, default=DEMO_HISTORY, help="demo: how many legs")
    parser.add_argument("--pictures", type=Path, default=Path("repair-pictures"))


def _add_fix(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Changes many codes in two steps: a plan to look at, then its execution. Signs in as the"
        " supervisor, or with client credentials (WRAPUP_DESK_CLIENT_ID and the secret in"
        " WRAPUP_DESK_CLIENT_SECRET), which Genesys may not let change codes."
    )
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    plan = steps.add_parser("plan", help="write what would change; nothing is changed")
    plan.add_argument(
        "--from",
        dest="source",
        required=True,
        metavar="RULES|CSV",
        help="a kept rule list's name, a CSV of rules, or a CSV of conversations and new codes",
    )
    plan.add_argument("--out", type=Path, required=True, metavar="PLAN.csv")
    plan.add_argument("--days", type=int, default=7, help="how far back rules look")
    plan.add_argument("--queue", action="append", metavar="NAME", help="only this queue; repeat")
    apply = steps.add_parser(
        "apply",
        help="do what a plan says; run again, it goes on where it stopped",
        epilog="Ends with 0 when every row has its code, 4 when some are left (refused, changed by"
        " others), 5 when it could not finish: run it again; 1 is a trouble.",
    )
    apply.add_argument("plan", type=Path, metavar="PLAN.csv")
    apply.add_argument("--reason", default="", help="goes into the audit trail")
    apply.add_argument("--note", default="", help="goes with each code; else the agents' stay")
    for step in (plan, apply):
        step.add_argument("--json", action="store_true", help="print each step as a JSON line")
        step.add_argument("--requests-per-minute", type=float, default=0.0, metavar="N")
        _add_service_sign_in(step)


def _add_learn(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Builds a model from past conversations: their codes, and their words where they may be"
        " read. It may be stopped at any time: the same command resumes it. Signs in as the"
        " supervisor, or with client credentials (WRAPUP_DESK_CLIENT_ID and the secret in"
        " WRAPUP_DESK_CLIENT_SECRET)."
    )
    parser.add_argument("--history", type=int, default=30, metavar="DAYS", help="how far back")
    parser.add_argument("--out", type=Path, default=Path("team.model"), metavar="FILE")
    parser.add_argument(
        "--most",
        type=int,
        default=LEARN_MOST_LEGS,
        metavar="LEGS",
        help="use at most this many, chosen at random",
    )
    parser.add_argument(
        "--requests-per-minute", type=float, default=LEARN_REQUESTS_PER_MINUTE, metavar="N"
    )
    parser.add_argument(
        "--restart", action="store_true", help="discard an unfinished run of this file"
    )
    parser.add_argument(
        "--include-automatic",
        action="store_true",
        help="also learn from queues where the settings let codes go out without a person",
    )
    parser.add_argument(
        "--publish", action="store_true", help="also publish it in the team's store"
    )
    parser.add_argument("--demo", action="store_true", help="on the embedded simulator")
    _add_service_sign_in(parser)
    parser.add_argument("--json", action="store_true", help="print each step as a JSON line")


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Prints, for each queue and code, how often the first suggestion was what the person"
        " chose, and what sending it automatically would have achieved; from the figures of this"
        " computer, or from the learning.sqlite3 files of several."
    )
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--days", type=int, default=30, help="how far back")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="one line for each queue and code")
    form.add_argument("--json", action="store_true")
    week = parser.add_argument_group(
        "the week's page",
        "Signs in as the supervisor, or with client credentials, and writes the figures of the"
        " last whole week (Monday to Sunday), and how suggestions did in it by the same FILEs, as"
        " one page that a scheduler can mail.",
    )
    week.add_argument("--week", action="store_true", help="write the page; needs --html")
    week.add_argument("--html", type=Path, metavar="FILE", help="where to write the page")
    week.add_argument("--weeks", type=int, default=4, help="how many weeks the trend shows")
    week.add_argument("--no-agents", action="store_true", help="leave agents' names out")
    week.add_argument("--requests-per-minute", type=float, default=0.0, metavar="N")
    _add_service_sign_in(parser)


def _add_forget(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Removes what this computer keeps of one person: codes and notes, figures, what was learnt"
        " of the customer, logs, and copies set aside. Close WrapUp Desk first. Ends with 3 when"
        " codes of theirs still wait to be sent."
    )
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument(
        "--customer",
        default="",
        metavar="TEXT",
        help="number, address, external contact id, conversation id, or a name as in notes",
    )
    whom.add_argument("--agent", default="", metavar="ID", help="the user id in Genesys Cloud")
    whom.add_argument("--all", action="store_true", help="everything but the settings")
    parser.add_argument(
        "--even-waiting", action="store_true", help="with --all: codes not sent yet, too"
    )


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Checks everything the program stands on, from the proxy to the tray, and says what is"
        " right, what is not, and the one thing to do. It only reads."
    )
    jobs = ["agent", "supervisor", "learn"]
    parser.add_argument(
        "--for", dest="jobs", action="append", choices=jobs, help="for this job (agent)"
    )
    parser.add_argument("--sign-in", action="store_true", help="sign in for the check, if needed")
    parser.add_argument("--json", action="store_true", help="tell all as one JSON document")
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write a report that can be mailed: no personal data",
    )
    parser.add_argument("--demo", action="store_true", help="on the embedded simulator")
    probe = parser.add_argument_group("what no document says (this writes, each time after a yes)")
    probe.add_argument(
        "--probe", action="store_true", help="find it out on a test conversation of your own"
    )
    probe.add_argument(
        "--conversation", default="", metavar="ID", help="the test conversation, connected now"
    )
    steps = ["draft", "connected", "participant", "after-call", "completed"]
    probe.add_argument(
        "--yes", action="append", choices=steps, metavar="STEP", help="agree to this write now"
    )


def _add_service_sign_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--client-id", default="", help="of the client credentials; or set WRAPUP_DESK_CLIENT_ID"
    )
    parser.add_argument(
        "--client-secret-env",
        default="WRAPUP_DESK_CLIENT_SECRET",
        metavar="VAR",
        help="the environment variable that holds the secret (never on the command line)",
    )
    parser.add_argument("--region", default="", help="instead of the one in the settings")
    parser.add_argument("--api-url", default="", help="of a simulator on this computer")


def _add_headless(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="on the embedded simulator")
    parser.add_argument("--conversations", type=Path, help="play this .jsonl or .jsonl.gz file")
    parser.add_argument("--limit", type=int, default=DEMO_INTERACTIONS)
    parser.add_argument("--speed", type=float, default=40.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rtt-ms", type=float, default=0.0)
    parser.add_argument("--agents", type=int, default=1)
    parser.add_argument("--choose", choices=["first", "none", "expected"])
    parser.add_argument(
        "--key-after-ms", type=float, default=0.0, help="from hang-up to the key press"
    )


def _add_propose(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--conversation", required=True, metavar="ID")
    parser.add_argument("--code", required=True, metavar="NAME", help="the code's name or id")
    parser.add_argument("--note", default="")
    _add_service_sign_in(parser)
    parser.add_argument(
        "--wait",
        type=float,
        nargs="?",
        const=PROPOSAL_WAIT_S,
        default=0.0,
        metavar="SECONDS",
        help="wait until a code is on record, and print it",
    )
    parser.add_argument("--json", action="store_true", help="print each event as a JSON line")


class _TellVersion(argparse.Action):
    """Prints the version; looked up only when asked for, as that takes longer than parsing."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object, **_named: object) -> None:
        from wrapup_desk.application.services.program_version import program_version

        sys.stdout.write(f"{program_version() or 'from source'}\n")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
