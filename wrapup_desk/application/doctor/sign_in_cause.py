"""Finds out why nobody can sign in: the first of the grounds of a sign-in that is wrong."""

from __future__ import annotations

from wrapup_desk.application.doctor.computer_checks import ALL_CHECKS
from wrapup_desk.application.doctor.diagnosis import CheckEvidence, Diagnosis
from wrapup_desk.application.doctor.findings import CheckId, CheckOutcome, Finding
from wrapup_desk.domain.language.texts import tr

# What a sign-in stands on, each before what stands on it in turn.
_GROUNDS = (
    CheckId.REGION,
    CheckId.PROXY,
    CheckId.DNS,
    CheckId.TLS,
    CheckId.LOGIN_HOST,
    CheckId.API_HOST,
    CheckId.CLOCK,
    CheckId.CLIENT,
    CheckId.PORTS,
)


async def sign_in_cause(evidence: CheckEvidence) -> str:
    """Return what is wrong and the one thing to do; empty when all grounds are right."""
    checks = [check for check in ALL_CHECKS if check.id in _GROUNDS]
    findings: list[Finding] = []
    await Diagnosis(checks, evidence).run(findings.append)
    wrong = [each for each in findings if each.outcome is CheckOutcome.WRONG]
    if not wrong:
        return ""
    first = min(wrong, key=lambda each: _GROUNDS.index(each.check))
    found = first.text.rstrip(".\u3002")  # what a server's trouble is called is a sentence already
    return tr("{what}: {found}. {advice}", what=first.title, found=found, advice=first.advice)
