"""Checks the line: proxy, names, certificates, each host of the region, and the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from wrapup_desk.application.doctor.diagnosis import Check, CheckEvidence
from wrapup_desk.application.doctor.findings import (
    CheckId,
    CheckOutcome,
    Finding,
    not_checked,
    right,
)
from wrapup_desk.application.doctor.ports import Failure, Host, HostAnswer
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import tr

HOSTS = (
    CheckId.LOGIN_HOST,
    CheckId.API_HOST,
    CheckId.STREAMING_HOST,
    CheckId.APPS_HOST,
)
# Without this host the program cannot work; apps only serves pages to the browser.
_NEEDED = frozenset({CheckId.LOGIN_HOST, CheckId.API_HOST, CheckId.STREAMING_HOST})
# Deadlines come from the server's clock, so a few seconds harm nobody.
_TOLERATED = timedelta(seconds=30)
# Then certificates and sign-ins begin to look expired, or not yet good.
_INTOLERABLE = timedelta(minutes=5)
# Who signs for hosts on the public internet; an office's own authority is none of them.
_PUBLIC_SIGNERS = (
    "amazon", "digicert", "let's encrypt", "globalsign", "sectigo", "google trust services",
    "entrust", "identrust", "godaddy", "starfield", "comodo", "usertrust",
)  # fmt: skip


async def check_proxy(evidence: CheckEvidence) -> Sequence[Finding]:
    """A proxy that is set is taken; a script (PAC) is not run, so its answer has to be set."""
    facts = evidence.proxy = evidence.network.proxy()
    if facts.problem:
        advice = tr("Correct or remove it, then check again.")
        return [Finding(CheckId.PROXY, CheckOutcome.WRONG, facts.problem, advice)]
    if facts.address and await _is_closed(evidence):
        text = tr("the proxy lets none of Genesys' hosts through")
        advice = tr(
            "Ask your administrator for an exception for them, without a sign-in at the proxy."
        )
        return [Finding(CheckId.PROXY, CheckOutcome.WRONG, text, advice, detail=facts.address)]
    if facts.address:
        return [right(CheckId.PROXY, tr("a proxy is set and is used"), detail=facts.address)]
    if facts.script:
        return [
            Finding(
                CheckId.PROXY,
                CheckOutcome.WARNING,
                tr(
                    "this computer uses a proxy script (PAC), which the program does not run;"
                    " it connects directly"
                ),
                tr(
                    "If the hosts below cannot be reached, ask your administrator for the proxy's"
                    " address and set it as HTTPS_PROXY."
                ),
                detail=facts.script,
            )
        ]
    return [right(CheckId.PROXY, tr("none is set; the program connects directly"))]


async def _is_closed(evidence: CheckEvidence) -> bool:
    answers = (await evidence.ask_hosts()).values()
    return bool(answers) and all(answer.failure is Failure.PROXY for answer in answers)


async def check_names(evidence: CheckEvidence) -> Sequence[Finding]:
    """Every host's name has to be known, except where a proxy looks names up."""
    hosts = evidence.installation.hosts
    known = await asyncio.gather(*map(evidence.network.knows, hosts))
    unknown = [host.name for host, is_known in zip(hosts, known, strict=True) if not is_known]
    if not unknown:
        return [right(CheckId.DNS, tr("the names of all hosts are known"))]
    named = listed(dict.fromkeys(unknown))
    if evidence.proxy.address:
        text = tr(
            "this computer does not know {named}; the proxy looks names up instead", named=named
        )
        return [right(CheckId.DNS, text)]
    advice = tr("Check the network connection, then ask your administrator about DNS.")
    return [
        Finding(
            CheckId.DNS,
            CheckOutcome.WRONG,
            tr("no address is known for {named}", named=named),
            advice,
        )
    ]


async def check_certificates(evidence: CheckEvidence) -> Sequence[Finding]:
    """Who signed for each host; an unknown signer is a proxy that reads along, as a rule."""
    if evidence.installation.is_demo:
        return [right(CheckId.TLS, tr("the simulator on this computer needs none"))]
    answers = await evidence.ask_hosts()
    for host in evidence.installation.hosts:
        answer = answers[host.check]
        if answer.failure is Failure.CERTIFICATE:
            advice = tr(
                "Ask your administrator to install the authority that signs for the proxy."
            )
            text = f"{host.name}: {answer.text}"
            return [Finding(CheckId.TLS, CheckOutcome.WRONG, text, advice)]
    signers = sorted({answer.signed_by for answer in answers.values() if answer.signed_by})
    if not signers:
        return [not_checked(CheckId.TLS, tr("no host answered"))]
    named = listed(signers)
    if all(_is_public(signer) for signer in signers):
        return [right(CheckId.TLS, tr("certificates are trusted, signed by {named}", named=named))]
    return [
        Finding(
            CheckId.TLS,
            CheckOutcome.WARNING,
            tr(
                "certificates are trusted, but not signed by a public authority: a proxy of this"
                " network reads the traffic"
            ),
            tr("If live news breaks off, ask your administrator to leave Genesys' hosts out."),
            detail=tr("signed by {named}", named=named),
        )
    ]


def _is_public(signer: str) -> bool:
    return any(known in signer.lower() for known in _PUBLIC_SIGNERS)


def host_check(check_id: CheckId) -> Check:
    """Return the check that one host of the region answers at all."""

    async def run(evidence: CheckEvidence) -> Sequence[Finding]:
        host = next(each for each in evidence.installation.hosts if each.check is check_id)
        return [_host_finding(host, (await evidence.ask_hosts())[check_id])]

    return Check(check_id, run, needs=(CheckId.REGION, CheckId.PROXY))


def _host_finding(host: Host, answer: HostAnswer) -> Finding:
    if answer.failure is None:
        return right(host.check, f"{host.name} answers")
    if answer.failure is Failure.NAME:
        return not_checked(host.check, tr("its name is not known"))
    if answer.failure is Failure.CERTIFICATE:
        return not_checked(host.check, tr("a certificate is not trusted"))
    outcome = CheckOutcome.WRONG if host.check in _NEEDED else CheckOutcome.WARNING
    advice = tr("Ask your administrator to let this computer reach {name}.", name=host.name)
    return Finding(host.check, outcome, answer.text, advice)


async def check_clock(evidence: CheckEvidence) -> Sequence[Finding]:
    """This computer's clock against the server's."""
    answer = (await evidence.ask_hosts())[CheckId.API_HOST]
    if answer.server_at is None or answer.asked_at is None:
        return [not_checked(CheckId.CLOCK, tr("the server did not tell its time"))]
    ahead = answer.asked_at - answer.server_at
    seconds = round(abs(ahead).total_seconds())
    if abs(ahead) <= _TOLERATED:
        return [right(CheckId.CLOCK, tr("as the server's"))]
    outcome = CheckOutcome.WRONG if abs(ahead) > _INTOLERABLE else CheckOutcome.WARNING
    advice = tr("Let the system set the clock by itself (Windows: Date & time, Sync now).")
    if ahead > timedelta():
        text = tr("this computer is {seconds} s ahead of the server", seconds=seconds)
    else:
        text = tr("this computer is {seconds} s behind the server", seconds=seconds)
    return [Finding(CheckId.CLOCK, outcome, text, advice)]


CHECKS: tuple[Check, ...] = (
    Check(CheckId.PROXY, check_proxy),
    Check(CheckId.DNS, check_names, needs=(CheckId.REGION,)),
    Check(CheckId.TLS, check_certificates, needs=(CheckId.REGION, CheckId.PROXY, CheckId.DNS)),
    *map(host_check, HOSTS),
    Check(CheckId.CLOCK, check_clock, needs=(CheckId.API_HOST,)),
)
