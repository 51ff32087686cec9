"""Reads the scripted day from a folder: the organisation and one file a conversation."""

import json
from pathlib import Path
from typing import Any, TypeVar

from wrapup_desk.simulator.script.script import (
    Predict,
    Propose,
    PutOnHold,
    Say,
    Script,
    Step,
    Transfer,
)
from wrapup_desk.simulator.world.media import BY_NAME
from wrapup_desk.simulator.world.organization import Code, Organization, Queue, User

Found = TypeVar("Found")

ORGANIZATION_FILE = "organization.json"
_CHARACTERS_PER_SECOND = 25
_KNOWN = {
    "title",
    "starts_after_s",
    "agent",
    "queue",
    "media",
    "customer",
    "direction",
    "subject",
    "rings_s",
    "missed_alerts",
    "dialer",
    "code",
    "completes_after_s",
    "requests_acw",
    "attributes",
    "steps",
    "prediction",
}


class BrokenScenario(ValueError):
    """A scenario cannot be played; the message names the file and the fault."""


def scenarios_folder() -> Path:
    """Where the shipped scenarios are: in the package when installed, else in the checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "resources" / "scenarios"
    return inside if inside.is_dir() else package.parent / "resources" / "scenarios"


def read_scenarios(folder: Path, organization: Organization) -> list[Script]:
    """All scripts of *folder*, by the time they start.

    Raises:
        BrokenScenario: A file does not fit.
    """
    files = sorted(path for path in folder.glob("*.json") if path.name != ORGANIZATION_FILE)
    scripts = [_read(path, organization) for path in files]
    return sorted(scripts, key=lambda script: script.starts_after_s)


def script_of(key: str, scenario: dict[str, Any], organization: Organization) -> Script:
    """One script from its JSON.

    Raises:
        BrokenScenario: The message says what is missing or unknown.
    """
    unknown = set(scenario) - _KNOWN
    if unknown:
        raise BrokenScenario(f"Unknown fields {sorted(unknown)}; known: {sorted(_KNOWN)}.")
    reader = _Reader(organization)
    queue = reader.queue(scenario["queue"]) if scenario.get("queue") else None
    media = scenario.get("media", "call")
    if media not in BY_NAME:
        raise BrokenScenario(f"Unknown media {media!r}; known: {sorted(BY_NAME)}.")
    customer = scenario.get("customer", {})
    prediction = scenario.get("prediction")
    return Script(
        key=key,
        title=scenario.get("title", key),
        medium=BY_NAME[media],
        queue=queue,
        steps=tuple(reader.step(step) for step in scenario.get("steps", [])),
        agent=reader.agent(scenario["agent"]) if scenario.get("agent") else None,
        starts_after_s=float(scenario.get("starts_after_s", 0)),
        rings_s=float(scenario.get("rings_s", 2)),
        missed_alerts=int(scenario.get("missed_alerts", 0)),
        customer_name=customer.get("name", "Mobile Number, Australia"),
        customer_address=customer.get("address", "tel:+61491570006"),
        direction=scenario.get("direction", "inbound"),
        subject=scenario.get("subject", ""),
        is_dialer=bool(scenario.get("dialer", False)),
        expected_code=reader.code(scenario["code"]) if scenario.get("code") else None,
        completes_after_s=scenario.get("completes_after_s"),
        requests_acw=bool(scenario.get("requests_acw", False)),
        prediction=reader.prediction(prediction) if prediction else None,
        attributes=dict(scenario.get("attributes", {})),
    )


def prediction_of(entry: dict[str, Any], organization: Organization) -> Predict:
    """The Copilot's view from {"text", "codes": [[name, score], ...]}."""
    return _Reader(organization).prediction(entry)


def speaking_seconds(text: str) -> float:
    """How long a turn takes to say: about 150 words a minute, and a breath."""
    return 1.0 + len(text) / _CHARACTERS_PER_SECOND


def _read(path: Path, organization: Organization) -> Script:
    try:
        return script_of(path.stem, json.loads(path.read_text(encoding="utf-8")), organization)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BrokenScenario(f"Cannot play {path}: {problem}") from problem


class _Reader:
    """Finds what the JSON names in the organisation."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization

    def queue(self, name: str) -> Queue:
        return _found(self._organization.queue_of_name(name), "queue", name)

    def agent(self, name: str) -> User:
        """The named agent; when the run has fewer agents, the first one does the work."""
        return self._organization.agent_of_name(name) or self._organization.agents[0]

    def code(self, name: str) -> Code:
        by_name = {code.name: code for code in self._organization.codes}
        return _found(by_name.get(name), "code", name)

    def prediction(self, entry: dict[str, Any]) -> Predict:
        codes = tuple((self.code(name), float(score)) for name, score in entry["codes"])
        return Predict(entry["text"], codes, float(entry.get("after_s", 0)))

    def step(self, entry: dict[str, Any]) -> Step:
        """One step; its first key says which."""
        after_s = entry.get("after_s")
        for speaker in ("customer", "agent"):
            if speaker in entry:
                text = str(entry[speaker])
                seconds = speaking_seconds(text) if after_s is None else float(after_s)
                return Say(speaker, text, seconds)
        wait_s = float(after_s or 0)
        if "hold_s" in entry:
            return PutOnHold(float(entry["hold_s"]), wait_s)
        if "propose" in entry:
            return Propose(self._proposal(entry["propose"]), wait_s)
        if "predict" in entry:
            return self.prediction({**entry["predict"], "after_s": wait_s})
        if "transfer_to" in entry:
            queue = self.queue(entry["queue"]) if "queue" in entry else None
            is_consult = bool(entry.get("consult", False))
            return Transfer(self.agent(entry["transfer_to"]), queue, wait_s, is_consult)
        raise BrokenScenario(f"Unknown step {entry!r}.")

    def _proposal(self, attributes: dict[str, str]) -> dict[str, str]:
        # Scripts name the code; a backend may write its name or its id, both are seen
        return {name: str(value) for name, value in attributes.items()}


def _found(thing: Found | None, kind: str, name: str) -> Found:
    if thing is None:
        raise BrokenScenario(f"There is no {kind} {name!r} in this organisation.")
    return thing
