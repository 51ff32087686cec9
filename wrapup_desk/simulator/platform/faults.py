"""Failures on request: a table of what goes wrong next, on which path or topic."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from wrapup_desk.simulator.platform.spoilt_text import SPOILT

HTTP_EFFECTS = frozenset({"status", "drop", "delay", "truncate", "garbage", *SPOILT})
EVENT_EFFECTS = frozenset({"drop", "duplicate", "swap", "truncate", "garbage", "delay"})


class UnknownFault(ValueError):
    """A fault was asked for that does not exist; the message says what does."""


@dataclass
class HttpFault:
    """Befalls the next *times* requests whose "METHOD /path" matches.

    `before`: the request has no effect. `after`: it takes effect, the answer suffers.
    """

    EFFECTS: ClassVar = HTTP_EFFECTS

    effect: str
    match: str = ".*"
    times: int = 1
    when: str = "before"
    status: int = 503
    retry_after: int | None = None
    delay_ms: int = 0


@dataclass
class EventFault:
    """Befalls the next *times* events whose topic matches."""

    EFFECTS: ClassVar = EVENT_EFFECTS

    effect: str
    match: str = ".*"
    times: int = 1
    # Copies sent for "duplicate", milliseconds for "delay"
    copies: int = 1
    delay_ms: int = 0


class Faults:
    """What is still to go wrong."""

    def __init__(self) -> None:
        self._http: list[HttpFault] = []
        self._events: list[EventFault] = []

    def add_http(self, asked: Mapping[str, Any]) -> None:
        self._http.append(HttpFault(**_checked(asked, HttpFault, HTTP_EFFECTS)))

    def add_event(self, asked: Mapping[str, Any]) -> None:
        self._events.append(EventFault(**_checked(asked, EventFault, EVENT_EFFECTS)))

    def clear(self) -> None:
        self._http.clear()
        self._events.clear()

    def take_http(self, method: str, path: str) -> HttpFault | None:
        """The fault for this request, now used up by one."""
        subject = f"{method} {path}"
        fault = next((one for one in self._http if re.search(one.match, subject)), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._http.remove(fault)
        return fault

    def take_event(self, topic: str) -> EventFault | None:
        """The fault for this event, now used up by one."""
        fault = next((one for one in self._events if re.search(one.match, topic)), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._events.remove(fault)
        return fault

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        return {
            "http": [vars(fault) for fault in self._http],
            "events": [vars(fault) for fault in self._events],
        }


def _checked(
    asked: Mapping[str, Any], kind: type[HttpFault] | type[EventFault], effects: frozenset[str]
) -> dict[str, Any]:
    known = {field.name for field in fields(kind)}
    unknown = set(asked) - known - {"kind"}
    if unknown:
        raise UnknownFault(f"Unknown fields {sorted(unknown)}; known: {sorted(known)}.")
    if asked.get("effect") not in effects:
        raise UnknownFault(f"Unknown effect {asked.get('effect')!r}; known: {sorted(effects)}.")
    return {name: value for name, value in asked.items() if name in known}
