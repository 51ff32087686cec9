"""Replaces every text, name, number and id of a JSON document, the same each time it comes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from wrapup_desk.adapters.genesys.recording.known_words import (
    KEYS,
    NUMBER_KEYS,
    SEGMENTS,
    WORD_KEYS,
    WORDS,
    is_system_literal,
)

_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)")
_PERMISSION = re.compile(r"[a-zA-Z]{3,40}:[a-zA-Z]{3,40}:[a-zA-Z]{3,40}")
_PERMISSION_KEYS = frozenset({"permissions", "missingPermissions", "requiresPermissions"})
# Maps whose keys are somebody's own.
_FREE_MAPS = frozenset({"attributes", "additionalProperties", "messageParams", "metadata"})
_OWN_ATTRIBUTES = frozenset({"wrapup_code", "wrapup_notes"})
_OWN_METADATA = frozenset({"CorrelationId", "type"})
# Every recording begins here: when something happened tells whom it happened to.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
# Numbers between are milliseconds since 1970, from 2001 to 2096.
_FIRST_EPOCH_MS, _LAST_EPOCH_MS = 10**12, 4 * 10**12


class Pseudonyms:
    """One recording's replacements; *began_at* becomes `BEGINNING`."""

    def __init__(self, began_at: datetime) -> None:
        self._shift = BEGINNING - began_at
        self._known: dict[tuple[str, object], int] = {}

    def document(self, value: Any, key: str = "") -> Any:
        """Return *value*, which stands under *key*, with everything replaced."""
        if isinstance(value, dict):
            return {self._key(each, key): self.document(value[each], each) for each in value}
        if isinstance(value, list):
            return [self.document(each, key) for each in value]
        if isinstance(value, str):
            return self.text(value, key)
        if value is None or isinstance(value, bool):
            return value
        return self._number(value, key)

    def text(self, text: str, key: str = "") -> str:
        """Return the replacement of one text, or the text itself where it is Genesys' own."""
        if not text.strip() or is_system_literal(text):
            return text  # a blank is a shape, and says nothing
        if key in WORD_KEYS and text in WORDS:
            return text
        if key in _PERMISSION_KEYS and _PERMISSION.fullmatch(text):
            return text
        if _GUID.fullmatch(text):
            return self.guid(text)
        if _TIME.fullmatch(text):
            return self._time(text)
        if key in ("topicName", "id") and text.startswith(("v2.", "channel.")):
            return ".".join(self._segments(text.split(".")))
        marks = "".join(each for each in text if "\ud800" <= each <= "\udfff")
        return f"text {self._count('text', text)}{marks[:1]}"

    def path(self, path: str) -> str:
        """Return the replacement of a REST path without its query."""
        return "/".join(self._segments(path.split("/")))

    def guid(self, guid: str) -> str:
        count = self._count("guid", guid.lower())
        return f"{count:08x}-0000-4000-8000-{count:012x}"

    def _segments(self, segments: Iterable[str]) -> Iterable[str]:
        for segment in segments:
            if segment in SEGMENTS or not segment:
                yield segment
            elif _GUID.fullmatch(segment):
                yield self.guid(segment)
            else:
                yield f"x{self._count('segment', segment)}"

    def _key(self, key: str, map_name: str) -> str:
        own = _OWN_ATTRIBUTES | _OWN_METADATA if map_name in _FREE_MAPS else KEYS
        return key if key in own else f"key {self._count('key', key)}"

    def _number(self, number: float, key: str) -> float | None:
        if number != number or number in (float("inf"), float("-inf")):
            return None
        if key in NUMBER_KEYS:
            return number
        if _FIRST_EPOCH_MS <= number <= _LAST_EPOCH_MS:
            return round(number + self._shift / timedelta(milliseconds=1))
        return type(number)(self._count("number", number))

    def _time(self, text: str) -> str:
        try:
            moment = datetime.fromisoformat(text)
            shifted = (moment + self._shift).astimezone(UTC)
        except (ValueError, OverflowError):
            return f"text {self._count('text', text)}"
        return shifted.strftime("%Y-%m-%dT%H:%M:%S.") + f"{shifted.microsecond // 1000:03d}Z"

    def _count(self, kind: str, value: object) -> int:
        """Return the number under which *value* is known from now on."""
        return self._known.setdefault((kind, value), len(self._known) + 1)
