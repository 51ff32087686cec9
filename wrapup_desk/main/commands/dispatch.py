"""Turns a parsed command line into a run; every foreseeable trouble is one clear line."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from wrapup_desk.adapters.crash_log import keep_crashes
from wrapup_desk.adapters.files.settings_file import SettingsFile, policy_path
from wrapup_desk.adapters.log_files import redact_standard_error
from wrapup_desk.application.base.ports import ContactCentreError, StoreError
from wrapup_desk.application.base.settings import Settings, SettingsError
from wrapup_desk.application.services.headless_agent import Choice
from wrapup_desk.application.services.program_version import program_version
from wrapup_desk.domain.identifiers import pasted_id
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.before_qt import import_desk_parts, import_repair_parts
from wrapup_desk.main.commands.given import (
    MOST_DAYS,
    MOST_LEGS,
    MOST_REQUESTS_PER_MINUTE,
    check_within,
    service_credentials,
)
from wrapup_desk.main.commands.output import NOBODY_READS, write_nowhere
from wrapup_desk.main.language import use_language
from wrapup_desk.main.system.error_text import error_text
from wrapup_desk.main.system.profile import Profile, ProfileInUse
from wrapup_desk.main.system.simulator_process import SimulatorFailed

if TYPE_CHECKING:
    from pathlib import Path

    from wrapup_desk.main.apps.repair_session import SessionRequest
    from wrapup_desk.main.doctor.probing import ProbeOptions

log = logging.getLogger(__name__)

Run = Callable[[argparse.Namespace], int]

_PACE = "--requests-per-minute"
MOST_WEEKS = 26
# EX_SOFTWARE: nothing a person did wrong.
FAULT_OF_OURS = 70


def run_command(options: argparse.Namespace, runs: Mapping[str, Run] | None = None) -> int:
    """Run one command; 0 is well, 1 an error that was reported, 2 a wrong command line."""
    redact_standard_error()
    try:
        code = _run_told(options, _RUNS if runs is None else runs)
        if sys.stdout is not None:  # a windowed program on Windows has none
            sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        write_nowhere()
        return NOBODY_READS
    except Exception as error:
        # Left to itself, Python would print what went through our hands as it is.
        log.exception("the program failed")
        sys.stderr.write(
            tr("wrapup-desk: a fault of the program: {name}\n", name=type(error).__name__)
        )
        return FAULT_OF_OURS
    return code


def _run_told(options: argparse.Namespace, runs: Mapping[str, Run]) -> int:
    keep_crashes()
    _use_language(Profile.chosen(getattr(options, "profile", None)))
    try:
        return runs[options.command or "window"](options)
    except BrokenPipeError:
        raise  # nobody reads any more; no trouble to be told
    except (
        SettingsError,
        ProfileInUse,
        SimulatorFailed,
        StoreError,
        ContactCentreError,
        ValueError,
        OSError,
    ) as error:
        sys.stderr.write(f"wrapup-desk: {error_text(error)}\n")
        return 1


def _use_language(profile: Profile) -> None:
    """Speak the language of the settings, or the system's; nothing is reported of them yet."""
    loaded = SettingsFile(profile.settings_path, policy_path()).load_leniently()
    use_language(loaded.settings.language)


def _headless(options: argparse.Namespace) -> int:
    from wrapup_desk.main.commands.headless import HeadlessOptions, run_headless

    profile = _profile(options)
    settings = Settings()
    if not options.demo:
        settings = SettingsFile(profile.settings_path, policy_path()).load().settings
    choice = Choice(options.choose or ("first" if options.demo else "none"))
    return run_headless(
        HeadlessOptions(
            settings=settings,
            profile=profile,
            is_demo=options.demo,
            simulator_arguments=_simulator_arguments(options),
            speed=options.speed,
            choice=choice,
            key_after_s=options.key_after_ms / 1000,
        )
    )


def _simulator_arguments(options: argparse.Namespace) -> tuple[str, ...]:
    arguments = ["--speed", f"{options.speed:g}", "--seed", str(options.seed)]
    arguments += ["--rtt-ms", f"{options.rtt_ms:g}"]
    if options.conversations is not None:
        if not options.conversations.is_file():
            raise SettingsError(tr("there is no file {path}", path=options.conversations))
        arguments += ["--conversations", str(options.conversations)]
        arguments += ["--limit", str(options.limit), "--agents", str(options.agents)]
    return tuple(arguments)


def _demo(options: argparse.Namespace) -> int:
    import_desk_parts()
    from wrapup_desk.main.demo.desk_demo import run_demo

    return run_demo(options)


def _window(options: argparse.Namespace) -> int:
    import_desk_parts()
    from wrapup_desk.main.apps.desk_window import run_window
    from wrapup_desk.main.demo.desk_demo import show_demo

    return run_window(options, show_demo)


def _propose(options: argparse.Namespace) -> int:
    from wrapup_desk.main.commands.propose import Proposal, propose

    return propose(
        Proposal(
            settings=_settings_at(options),
            conversation_id=pasted_id(options.conversation),
            code=options.code,
            note=options.note,
            client_id=options.client_id,
            secret_variable=options.client_secret_env,
            wait_s=options.wait,
            tells_json=options.json,
        )
    )


def _settings_at(options: argparse.Namespace) -> Settings:
    """Return the settings, with the place the command line names instead of theirs."""
    profile = Profile.chosen(options.profile)
    settings = SettingsFile(profile.settings_path, policy_path()).load().settings
    if options.region:
        settings = replace(settings, region=options.region, api_url="", login_url="")
    if options.api_url:
        settings = replace(settings, api_url=options.api_url, login_url="")
    return settings


def _learn(options: argparse.Namespace) -> int:
    from wrapup_desk.main.commands.learn import LearnOptions, run_learn

    check_within("--history", options.history, MOST_DAYS)
    check_within("--most", options.most, MOST_LEGS)
    check_within(_PACE, options.requests_per_minute, MOST_REQUESTS_PER_MINUTE)
    client_id, secret = _service(options)
    return run_learn(
        LearnOptions(
            settings=Settings() if options.demo else _settings_at(options),
            profile=Profile.chosen(options.profile),
            out=options.out.absolute(),
            days=options.history,
            most=options.most,
            requests_per_minute=options.requests_per_minute,
            client_id=client_id,
            secret="" if options.demo else secret,
            begins_anew=options.restart,
            includes_automatic=options.include_automatic,
            publishes=options.publish,
            is_demo=options.demo,
            tells_json=options.json,
        )
    )


def _weekly(options: argparse.Namespace) -> int:
    from wrapup_desk.main.commands.weekly import WeeklyOptions, run_weekly

    if not (options.week and options.html):
        raise SettingsError(tr("the week's page needs both --week and --html FILE"))
    check_within("--weeks", options.weeks, MOST_WEEKS)
    session = _session(options)
    return run_weekly(
        WeeklyOptions(
            session,
            options.html.absolute(),
            options.weeks,
            names_agents=not options.no_agents and session.settings.repair_names_agents,
            suggestions=_outcome_paths(options),
            made_by=f"WrapUp Desk {program_version()}".strip(),
        )
    )


def _outcome_paths(options: argparse.Namespace) -> tuple[Path, ...]:
    """Return where figures of suggestions are: in the files given, or in this profile."""
    if missing := [str(path) for path in options.files if not path.is_file()]:
        raise SettingsError(tr("there is no file {path}", path=", ".join(missing)))
    return tuple(options.files) or (Profile.chosen(options.profile).outcomes_path,)


def _report(options: argparse.Namespace) -> int:
    if options.week or options.html:
        return _weekly(options)
    from wrapup_desk.main.commands.report import ReportFormat, run_report

    check_within("--days", options.days, MOST_DAYS)
    form = (
        ReportFormat.CSV
        if options.csv
        else ReportFormat.JSON
        if options.json
        else ReportFormat.TEXT
    )
    return run_report(_outcome_paths(options), options.days, form)


def _session(options: argparse.Namespace) -> SessionRequest:
    """Return who signs in for repairing without a window."""
    from wrapup_desk.main.apps.repair_session import SessionRequest

    client_id, secret = _service(options)
    settings = _settings_at(options)
    pace = options.requests_per_minute or settings.repair_requests_per_minute
    check_within(_PACE, pace, MOST_REQUESTS_PER_MINUTE)
    return SessionRequest(settings, Profile.chosen(options.profile), client_id, secret, pace)


def _service(options: argparse.Namespace) -> tuple[str, str]:
    """Return the id and the secret of client credentials; without a secret there are none."""
    return service_credentials(options.client_id, options.client_secret_env, are_needed=False)


def _fix(options: argparse.Namespace) -> int:
    from wrapup_desk.main.commands.fix import ApplyOptions, PlanOptions, run_apply, run_plan

    session = _session(options)
    if options.step == "apply":
        return run_apply(
            ApplyOptions(session, options.plan, options.reason, options.note, options.json)
        )
    check_within("--days", options.days, MOST_DAYS)
    queues = tuple(options.queue or ())
    return run_plan(
        PlanOptions(session, options.source, options.out, options.days, queues, options.json)
    )


def _repair(options: argparse.Namespace) -> int:
    import_repair_parts()
    from wrapup_desk.main.commands.repair import run_repair

    return run_repair(options)


def _doctor(options: argparse.Namespace) -> int:
    from wrapup_desk.application.doctor.needs import DoctorJob
    from wrapup_desk.main.apps.desk_window import has_display
    from wrapup_desk.main.doctor.command import DoctorOptions, run_doctor

    profile = Profile.chosen(options.profile)
    return run_doctor(
        DoctorOptions(
            settings=SettingsFile(profile.settings_path, policy_path()).load().settings,
            profile=profile,
            jobs=tuple(map(DoctorJob, options.jobs or ["agent"])),
            signs_in=options.sign_in,
            tells_json=options.json,
            report=options.report,
            is_demo=options.demo,
            probe=_probe_options(options) if options.probe else None,
        ),
        has_display,
    )


def _replay(options: argparse.Namespace) -> int:
    from wrapup_desk.main.doctor.replaying import run_replay

    return run_replay(options.file)


def _profile(options: argparse.Namespace) -> Profile:
    """Return the profile of a run that may be recorded."""
    path = options.record.absolute() if options.record else None
    return replace(Profile.chosen(options.profile), recording_path=path)


def _probe_options(options: argparse.Namespace) -> ProbeOptions:
    from wrapup_desk.application.doctor.probe import ProbeStep
    from wrapup_desk.main.doctor.probing import ProbeOptions

    return ProbeOptions(options.conversation.strip(), frozenset(map(ProbeStep, options.yes or ())))


def _self_test(options: argparse.Namespace) -> int:
    from wrapup_desk.main.selftest.self_test import run_self_test

    return run_self_test(options)


def _forget(options: argparse.Namespace) -> int:
    from wrapup_desk.main.commands.forget import PersonToForget, forget

    person = PersonToForget(options.customer, options.agent, is_everybody=options.all)
    return forget(Profile.chosen(options.profile), person, drops_waiting=options.even_waiting)


def _forget_sign_ins(_options: argparse.Namespace) -> int:
    from wrapup_desk.main.commands.forget_sign_ins import forget_sign_ins

    return forget_sign_ins()


_RUNS: dict[str, Run] = {
    "headless": _headless,
    "doctor": _doctor,
    "replay": _replay,
    "demo": _demo,
    "window": _window,
    "learn": _learn,
    "fix": _fix,
    "repair": _repair,
    "report": _report,
    "propose": _propose,
    "self-test": _self_test,
    "forget": _forget,
    "forget-sign-ins": _forget_sign_ins,
}
