"""Each broken set-up shows exactly its own fault; what depends on it says that it does."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.doctor.installations import Installed, faults_in, of
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets
from wrapup_desk.application.doctor.findings import CheckId, CheckOutcome
from wrapup_desk.application.doctor.needs import DoctorJob
from wrapup_desk.main.doctor.computer import Desktop
from wrapup_desk.main.system.profile import Profile


@dataclass(frozen=True)
class Fault:
    """One broken set-up, and what has to be found."""

    name: str
    make: Callable[[Installed], object]
    check: CheckId
    words: str
    subject: str = ""
    # What then cannot be checked.
    unchecked: frozenset[CheckId] = frozenset()


def without(*names: str) -> Callable[[Installed], object]:
    scopes = {
        "conversations", "notifications", "routing:readonly", "users:readonly",
        "speech-and-text-analytics:readonly", "analytics:readonly",
    }  # fmt: skip
    kept = ",".join(sorted(scopes - set(names)))
    return lambda installed: installed.switch(granted_scopes=kept)


def take_ports(installed: Installed) -> None:
    for port in installed.ports:
        taken = installed.closing.enter_context(socket.socket())
        taken.bind(("127.0.0.1", port))
        taken.listen()


def close_login_host(installed: Installed) -> None:
    closed = installed.closing.enter_context(socket.socket())
    closed.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
    installed.use(
        replace(installed.settings, login_url=f"http://127.0.0.1:{closed.getsockname()[1]}")
    )


def damage_database(installed: Installed) -> None:
    installed.profile.database_path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)


def take_keyring(installed: Installed) -> None:
    installed.secrets = KeyringSecrets()  # the tests' own has none


def put_profile_nowhere(installed: Installed) -> None:
    installed.profile = Profile.at(installed.profile.root / "locked" / "profile")
    (installed.profile.root.parent).mkdir(mode=0o500)


def take_tray(installed: Installed) -> None:
    installed.desktop = Desktop(is_there=True, has_tray=False, shows_messages=True)


NEEDS_CLIENT = frozenset(
    {
        CheckId.SIGN_IN, CheckId.SCOPES, CheckId.PERMISSIONS, CheckId.TOPICS, CheckId.CHANNELS,
        CheckId.SETTINGS, CheckId.CODES,
    }
)  # fmt: skip
FAULTS = (
    Fault(
        "a missing scope",
        without("notifications"),
        CheckId.SCOPES,
        "App not authorized to use scope [notifications]",
        "notifications",
        frozenset({CheckId.TOPICS, CheckId.CHANNELS}),
    ),
    Fault(
        "a missing permission",
        lambda installed: installed.switch(denied_permissions="conversation:participant:wrapup"),
        CheckId.PERMISSIONS,
        "needed to write a wrap-up code",
        "conversation:participant:wrapup",
    ),
    Fault(
        "a permission that also topics need",
        lambda installed: installed.switch(denied_permissions="conversation:transcription:view"),
        CheckId.PERMISSIONS,
        "follow the words of calls",
        "conversation:transcription:view",
        frozenset({CheckId.TOPICS}),
    ),
    Fault(
        "a wrong clock",
        lambda installed: installed.switch(date_ahead_s=3600),
        CheckId.CLOCK,
        "behind the server",
    ),
    Fault("a closed host", close_login_host, CheckId.LOGIN_HOST, "could not be reached"),
    Fault(
        "a client ID of the wrong form",
        lambda installed: installed.use(replace(installed.settings, client_id="WrapUp Desk")),
        CheckId.CLIENT,
        "no GUID",
        unchecked=NEEDS_CLIENT,
    ),
    Fault(
        "an unknown client ID",
        lambda installed: installed.use(
            replace(installed.settings, client_id="00000000-0000-4000-8000-000000000001")
        ),
        CheckId.CLIENT,
        "the client ID is unknown",
        unchecked=NEEDS_CLIENT,
    ),
    Fault("taken redirect ports", take_ports, CheckId.PORTS, "no sign-in can come back"),
    Fault("a damaged database", damage_database, CheckId.DATABASE, "desk.sqlite3"),
    Fault("an absent keyring", take_keyring, CheckId.KEYRING, "sign in again at each start"),
    Fault("a desktop without a tray", take_tray, CheckId.TRAY, "the window still works"),
    Fault(
        "settings that may not be read",
        lambda installed: installed.switch(settings_answer=404),
        CheckId.SETTINGS,
        "one code for each participant is assumed",
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
async def test_a_broken_installation_shows_exactly_its_fault(
    installed: Installed, fault: Fault
) -> None:
    fault.make(installed)

    findings = await installed.check()

    assert faults_in(findings) == {(fault.check, fault.subject)}
    found = next(each for each in findings if faults_in([each]))
    assert fault.words in found.text
    unchecked = {each.check for each in findings if each.outcome is CheckOutcome.NOT_CHECKED}
    assert unchecked == fault.unchecked
    reasons = [each.text for each in findings if each.outcome is CheckOutcome.NOT_CHECKED]
    assert all(reasons)
    assert not any("not checked" in reason for reason in reasons), "its outcome says so already"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root"
)
async def test_a_profile_that_cannot_be_written_is_found(installed: Installed) -> None:
    put_profile_nowhere(installed)

    findings = await installed.check()

    assert faults_in(findings) == {(CheckId.DISK, "")}


async def test_a_good_installation_is_right_in_every_line_and_left_as_it_was(
    installed: Installed,
) -> None:
    findings = await installed.check()

    assert faults_in(findings) == set()
    assert {each.outcome for each in findings} <= {CheckOutcome.RIGHT, CheckOutcome.NOTE}
    assert [each.check for each in findings] == sorted(
        (each.check for each in findings), key=list(CheckId).index
    )
    assert {each.check for each in findings} == set(CheckId)
    assert installed.told == list(findings)
    assert list(installed.profile.root.iterdir()) == []
    requests = installed.simulator.record()["requests"]
    written = [
        route for route in requests if not route.startswith(("GET", "HEAD", "POST /oauth/token"))
    ]
    assert written == []


async def test_an_organisation_without_copilot_has_no_warning(installed: Installed) -> None:
    installed.switch(denied_permissions="conversation:summary:view")

    findings = await installed.check()

    assert faults_in(findings) == set()
    notes = {each.subject for each in findings if each.outcome is CheckOutcome.NOTE}
    assert "conversation:summary:view" in notes


async def test_a_supervisors_permissions_are_asked_only_where_that_is_the_job(
    installed: Installed,
) -> None:
    as_agent = await installed.check()
    as_supervisor = await installed.check([DoctorJob.SUPERVISOR])

    name = "analytics:conversationDetail:view or analytics:agentConversationDetail:view"
    assert (CheckId.PERMISSIONS, name) in faults_in(as_supervisor)
    notes = {each.subject for each in as_agent if each.outcome is CheckOutcome.NOTE}
    assert name in notes


async def test_without_a_region_nothing_of_it_is_checked_but_the_computer_is(
    installed: Installed,
) -> None:
    installed.use(replace(installed.settings, api_url="", login_url=""))

    findings = await installed.check()

    assert faults_in(findings) == {(CheckId.REGION, "")}
    assert of(findings, CheckId.API_HOST).outcome is CheckOutcome.NOT_CHECKED
    assert of(findings, CheckId.DISK).outcome is CheckOutcome.RIGHT
