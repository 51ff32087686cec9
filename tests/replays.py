"""Turns a recording into a test: what the desk showed then, it shows again."""

from __future__ import annotations

import json
from pathlib import Path

from wrapup_desk.application.services.headless_agent import Change
from wrapup_desk.main.doctor.replaying import replay

# A recording `name.jsonl` and beside it what `wrapup-desk replay` printed, `name.expected.jsonl`:
# put both here, and they are a test.
RECORDINGS = Path(__file__).parent / "recordings"
EXPECTED = ".expected.jsonl"


def recordings() -> list[Path]:
    """Return every recording that is a test."""
    return [
        path for path in sorted(RECORDINGS.glob("*.jsonl")) if not path.name.endswith(EXPECTED)
    ]


async def changes_of(path: Path) -> list[Change]:
    """Return each change of the desk's state while the recording at *path* is played."""
    changes: list[Change] = []
    await replay(path, changes.append)
    return changes


def expected_of(path: Path) -> list[Change]:
    """Return the changes that the recording at *path* is known to lead to."""
    text = path.with_name(path.stem + EXPECTED).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def ends_of(changes: list[Change]) -> list[tuple[object, object, object]]:
    """Return medium, phase and submission of each leg as the last change left it, in order."""
    last: dict[object, tuple[object, object, object]] = {}
    for change in changes:
        if change["event"] == "interaction":
            end = (change["media"], change["phase"], change.get("submission"))
            last[change["communication"]] = end
    return list(last.values())
