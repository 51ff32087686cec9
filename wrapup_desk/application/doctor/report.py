"""Renders findings: as text, as JSON, and as a report that holds nobody's data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from wrapup_desk.application.doctor.findings import CheckOutcome, Finding, worst_of
from wrapup_desk.domain.language.conventions import labelled, listed
from wrapup_desk.domain.language.texts import tr, tr_marked, tr_n

_MARKS = {
    CheckOutcome.RIGHT: "✓",
    CheckOutcome.NOTE: "·",
    CheckOutcome.WARNING: "!",
    CheckOutcome.WRONG: "✗",
    CheckOutcome.NOT_CHECKED: "?",
}
# The second line of defence of the report file: a text of a check never names these, but what
# a server or the system answered might.
_PRIVATE = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),  # e-mail
    re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),  # ids
    re.compile(r"\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b"),  # IPv4
    re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])"),  # IPv6
    re.compile(r"\b(?:wss?|https?)://(?!localhost:)\S+"),
    re.compile(r"\b[A-Za-z0-9_-]{32,}\b"),  # tokens
    re.compile(r"[A-Za-z]:\\\S+|(?<![\w.:/])/(?:home|Users|root|tmp|var)/\S+"),  # folders
)


def line_of(finding: Finding, *, with_detail: bool = True) -> str:
    """Return the finding as one line, its advice after an arrow."""
    detail = f" ({finding.detail})" if with_detail and finding.detail else ""
    advice = f" → {finding.advice}" if finding.advice else ""
    said = labelled(tr_marked(finding.outcome.value), finding.text)
    return f"{_MARKS[finding.outcome]} {finding.title} — {said}{detail}{advice}"


def summary_of(findings: Sequence[Finding]) -> str:
    """Return one sentence for all."""
    counts = dict.fromkeys(CheckOutcome, 0)
    for finding in findings:
        counts[finding.outcome] += 1
    parts = [
        labelled(tr_marked(outcome.value), counts[outcome])
        for outcome in (CheckOutcome.WRONG, CheckOutcome.WARNING, CheckOutcome.NOT_CHECKED)
        if counts[outcome]
    ]
    said = listed(parts) or tr("all is right")
    return tr_n("1 line; {what}.", "{count} lines; {what}.", len(findings), what=said)


def as_json(findings: Sequence[Finding]) -> str:
    """Return all findings for a program, details included."""
    rows = [_row(finding) | {"detail": finding.detail} for finding in findings]
    return json.dumps({"result": worst_of(findings).value, "findings": rows}, ensure_ascii=False)


def as_report(findings: Sequence[Finding], facts: Mapping[str, str]) -> str:
    """Return a text to be mailed: no details, and nothing that looks like somebody's own.

    *facts* are of the program and the system, such as versions.
    """
    lines = [tr("WrapUp Desk: check of an installation"), ""]
    lines += [f"{name}: {value}" for name, value in facts.items()]
    lines += ["", *(line_of(each, with_detail=False) for each in findings), ""]
    lines.append(summary_of(findings))
    return "\n".join(map(_scrubbed, lines)) + "\n"


def _scrubbed(line: str) -> str:
    for pattern in _PRIVATE:
        line = pattern.sub("[left out]", line)
    return line


def _row(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check.value,
        "subject": finding.subject,
        "outcome": finding.outcome.value,
        "text": finding.text,
        "advice": finding.advice,
    }
