"""The probe against the simulator, which answers each open question either way."""

from __future__ import annotations

import asyncio
import json
import urllib.error
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.adapters.genesys.rest_harness import local_network
from tests.doctor.installations import Installed
from tests.simulator_process import token_of_user
from wrapup_desk.adapters.files.capabilities_file import CapabilitiesFile
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import Clock, ContactCentreError, StoreBroken
from wrapup_desk.application.doctor.capabilities import OrganisationCapabilities
from wrapup_desk.application.doctor.probe import ProbeStep
from wrapup_desk.main.doctor.assembly import place_of
from wrapup_desk.main.doctor.probing import ProbeOptions, probe

ALL = frozenset(ProbeStep)


class ShortClock(SystemClock):
    """A clock on which waiting for an effect is over thirty times as soon."""

    def monotonic(self) -> float:
        return super().monotonic() * 30

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 30)


class Bench:
    """A signed-in agent with one test conversation."""

    def __init__(self, installed: Installed, rest: RestClient, clock: Clock) -> None:
        self.installed = installed
        self.rest = rest
        self.clock = clock
        self.file = CapabilitiesFile(installed.profile.capabilities_path, installed.simulator.api)
        self.asked: list[str] = []
        self.told: list[str] = []
        simulator = installed.simulator
        self.leg: dict[str, Any] = simulator.start_conversation(
            queue="Billing", media="call", agent=simulator.ready["agents"][0]["id"], answered=True
        )

    @property
    def conversation_id(self) -> str:
        return str(self.leg["conversation_id"])

    def press(self, button: str) -> None:
        path = f"/simulator/legs/{self.leg['communication_id']}/{button}"
        self.installed.simulator.post(path)

    def end(self) -> None:
        """Leave no conversation to the next test."""
        for button in ("hangup", "complete"):
            state = self.installed.simulator.leg(str(self.leg["communication_id"]))["state"]
            if state not in ("complete", "skipped"):
                with suppress(urllib.error.HTTPError):
                    self.press(button)

    async def ask(self, question: str) -> str:
        self.asked.append(question)
        return "no"

    def tell(self, text: str) -> None:
        """Do in Genesys' window what the probe asks the agent for."""
        self.told.append(text)
        state = self.installed.simulator.leg(str(self.leg["communication_id"]))["state"]
        if text.startswith("Hang up") and state == "connected":
            self.press("hangup")
        elif text.startswith("Complete") and state == "acw":
            self.press("complete")

    async def run(self, agreed: frozenset[ProbeStep] = ALL) -> OrganisationCapabilities:
        options = ProbeOptions(self.conversation_id, agreed)
        return await probe(options, self.rest, self.file, self.clock, self.ask, self.tell)


@pytest.fixture
async def bench(installed: Installed) -> AsyncIterator[Bench]:
    address, _ = place_of(installed.settings)
    token = AccessToken()
    email = installed.simulator.ready["agents"][0]["email"]
    token.hold(await asyncio.to_thread(token_of_user, installed.simulator.ready, email))
    clock = ShortClock()
    async with local_network().http_client(address) as http:
        made = Bench(installed, RestClient(address, token, http, clock, Random(1)), clock)
        yield made
        made.end()


async def test_the_likeliest_organisation_answers_every_question(bench: Bench) -> None:
    found = await bench.run()

    assert found == OrganisationCapabilities(
        drafts=True,
        write_a=True,
        write_b=True,
        code_while_connected=True,
        list_has_after_call_work=True,
        code_ends_after_call_work=True,
        code_after_completion=True,
    )
    assert bench.file.load() == found
    assert bench.asked == []


ANSWERS: tuple[tuple[dict[str, object], dict[str, bool | None]], ...] = (
    ({"provisional_stored": False}, {"drafts": False}),
    ({"write_a": 400}, {"write_a": False, "drafts": False, "write_b": True}),
    ({"code_while_connected": 400}, {"code_while_connected": False, "write_a": True}),
    ({"active_list_has_acw": False}, {"list_has_after_call_work": False}),
    ({"code_ends_acw": False}, {"code_ends_after_call_work": False}),
    ({"code_after_complete": 400}, {"code_after_completion": False}),
    ({"code_after_complete": 403}, {"code_after_completion": None}),
)


@pytest.mark.parametrize(("switches", "expected"), ANSWERS, ids=lambda each: str(dict(each)))
async def test_the_other_answer_is_found_out_as_well(
    bench: Bench, switches: dict[str, object], expected: dict[str, bool | None]
) -> None:
    bench.installed.switch(**switches)

    found = await bench.run()

    assert {name: getattr(found, name) for name in expected} == expected


async def test_nothing_is_written_without_a_yes_for_that_very_step(bench: Bench) -> None:
    found = await bench.run(frozenset())

    assert found == OrganisationCapabilities()
    assert len(bench.asked) == len(ProbeStep)
    assert len(set(bench.asked)) == len(ProbeStep)
    assert bench.installed.simulator.leg(str(bench.leg["communication_id"]))["codes"] == []


async def test_one_yes_is_one_write(bench: Bench) -> None:
    found = await bench.run(frozenset({ProbeStep.CONNECTED}))

    row = bench.installed.simulator.leg(str(bench.leg["communication_id"]))
    assert [code["via"] for code in row["codes"]] == ["A"]
    assert row["state"] == "connected"
    assert found.write_a is True
    assert found.write_b is None


async def test_a_later_probe_keeps_what_an_earlier_one_found(bench: Bench) -> None:
    bench.file.save(OrganisationCapabilities(drafts=False))

    found = await bench.run(frozenset({ProbeStep.CONNECTED}))

    assert (found.drafts, found.write_a) == (False, True)


async def test_a_conversation_that_is_not_the_agents_is_no_test(bench: Bench) -> None:
    options = ProbeOptions("00000000-0000-4000-8000-000000000001", ALL)

    with pytest.raises(ContactCentreError, match="no conversation of yours"):
        await probe(options, bench.rest, bench.file, bench.clock, bench.ask, bench.tell)
    assert bench.asked == []


async def test_without_a_person_and_without_an_id_nothing_is_chosen(bench: Bench) -> None:
    with pytest.raises(ContactCentreError):
        await probe(
            ProbeOptions(agreed=ALL), bench.rest, bench.file, bench.clock, bench.ask, bench.tell
        )
    assert bench.conversation_id in bench.asked[0]


# --- what is kept ------------------------------------------------------------------------------


def test_answers_of_another_organisation_are_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "capabilities.json"
    CapabilitiesFile(path, "https://api.one").save(OrganisationCapabilities(write_a=False))

    assert CapabilitiesFile(path, "https://api.one").load().write_a is False
    assert CapabilitiesFile(path, "https://api.two").load() == OrganisationCapabilities()


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"place": "x", "answers": 3}', "\udcff", '{"place": "x", "answers": null}'],
)
def test_a_file_that_cannot_be_read_says_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "capabilities.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))

    assert CapabilitiesFile(path, "x").load() == OrganisationCapabilities()


def test_strange_answers_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "capabilities.json"
    answers = {"write_a": "no", "drafts": False, "unheard_of": True}
    path.write_text(json.dumps({"place": "x", "answers": answers}), "utf-8")

    assert CapabilitiesFile(path, "x").load() == OrganisationCapabilities(drafts=False)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", "utf-8")

    with pytest.raises(StoreBroken):
        CapabilitiesFile(tmp_path / "taken" / "c.json", "x").save(OrganisationCapabilities())
