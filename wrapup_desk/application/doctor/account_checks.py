"""Checks client, sign-in, scopes, permissions, and what the organisation has for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wrapup_desk.application.base.ports import ContactCentreError
from wrapup_desk.application.doctor.diagnosis import Check, CheckEvidence
from wrapup_desk.application.doctor.findings import (
    CheckId,
    CheckOutcome,
    Finding,
    not_checked,
    right,
)
from wrapup_desk.application.doctor.needs import (
    PERMISSIONS,
    SCOPES,
    SUMMARIES_TOPIC,
    TOPICS,
    DoctorJob,
    Need,
)
from wrapup_desk.application.doctor.ports import Denied
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import tr, tr_marked

MOST_CHANNELS = 20
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


async def check_region(evidence: CheckEvidence) -> Sequence[Finding]:
    """A region, or a simulator on this computer, has to be chosen."""
    installation = evidence.installation
    if installation.region_problem:
        advice = tr("Choose your region in the settings; your administrator knows which it is.")
        return [Finding(CheckId.REGION, CheckOutcome.WRONG, installation.region_problem, advice)]
    return [right(CheckId.REGION, installation.region)]


async def check_client(evidence: CheckEvidence) -> Sequence[Finding]:
    """The form of the client ID, and whether the login host knows it."""
    client_id = evidence.installation.client_id
    advice = tr(
        "Copy the client ID from “OAuth” (in Admin, under Integrations) into the settings."
    )
    if not client_id:
        return [
            Finding(CheckId.CLIENT, CheckOutcome.WRONG, tr("no OAuth client ID is set"), advice)
        ]
    if not _GUID.fullmatch(client_id):
        text = tr("the client ID is no GUID (8-4-4-4-12 letters of 0-9 and a-f)")
        return [Finding(CheckId.CLIENT, CheckOutcome.WRONG, text, advice, detail=client_id)]
    status = await evidence.network.sign_in_page(client_id)
    if status == 0:
        return [right(CheckId.CLIENT, tr("of the right form; the login host did not answer"))]
    if status >= 400:
        return [
            Finding(
                CheckId.CLIENT,
                CheckOutcome.WRONG,
                tr(
                    "the login host does not take it ({status}): the client ID is unknown in this"
                    " region, or the redirect URIs are not registered",
                    status=status,
                ),
                tr(
                    "{advice} Its redirect URIs are http://localhost:53682/oauth/callback"
                    " to …:53685/oauth/callback.",
                    advice=advice,
                ),
                detail=client_id,
            )
        ]
    return [right(CheckId.CLIENT, tr("of the right form, and the login host takes it"))]


async def check_ports(evidence: CheckEvidence) -> Sequence[Finding]:
    """One registered redirect port is enough for a sign-in."""
    facts = evidence.computer.ports()
    taken = listed(map(str, facts.taken))
    if not facts.free:
        text = tr(
            "other programs use all redirect ports ({taken}): no sign-in can come back",
            taken=taken,
        )
        advice = tr("Close those programs, or restart the computer.")
        return [Finding(CheckId.PORTS, CheckOutcome.WRONG, text, advice)]
    if facts.taken:
        return [
            right(
                CheckId.PORTS,
                tr("{free} is free; taken: {taken}", free=facts.free[0], taken=taken),
            )
        ]
    return [right(CheckId.PORTS, tr("all are free"))]


async def check_sign_in(evidence: CheckEvidence) -> Sequence[Finding]:
    """Somebody has to be signed in for all that follows."""
    await evidence.account.sign_in()
    return [right(CheckId.SIGN_IN, tr("Genesys accepts the sign-in"))]


async def check_scopes(evidence: CheckEvidence) -> Sequence[Finding]:
    """Each scope by name, and what it is needed for."""
    token = evidence.token = await evidence.account.token()
    if not token.scopes:
        return [not_checked(CheckId.SCOPES, tr("the server does not tell the token's scopes"))]
    jobs = evidence.installation.jobs
    return [_granted(CheckId.SCOPES, need, token.scopes, jobs) for need in SCOPES]


async def check_permissions(evidence: CheckEvidence) -> Sequence[Finding]:
    """Each permission by name, and what it is needed for."""
    person = evidence.person = await evidence.account.person()
    if not person.permissions:
        return [not_checked(CheckId.PERMISSIONS, tr("the server does not tell permissions"))]
    jobs = evidence.installation.jobs
    return [_granted(CheckId.PERMISSIONS, need, person.permissions, jobs) for need in PERMISSIONS]


def _granted(
    check: CheckId, need: Need, granted: frozenset[str], jobs: frozenset[DoctorJob]
) -> Finding:
    named = "/".join(job.value for job in need.jobs)
    if need.is_met_by(granted):
        return right(
            check,
            tr("to {purpose} ({named})", purpose=tr_marked(need.purpose), named=named),
            need.name,
        )
    text = tr(
        "missing; needed to {purpose} ({named})", purpose=tr_marked(need.purpose), named=named
    )
    if need.is_extra or not jobs & set(need.jobs):
        return Finding(check, CheckOutcome.NOTE, text, subject=need.name)
    if check is CheckId.SCOPES:
        text = tr(
            "missing: App not authorized to use scope [{names}]; needed to {purpose} ({named})",
            names=listed(need.names),
            purpose=tr_marked(need.purpose),
            named=named,
        )
        advice = tr(
            "Ask your administrator to give the OAuth client the scope {names}.",
            names=need.names[0],
        )
    else:
        advice = tr(
            "Ask your administrator to give your role the permission {names}.", names=need.names[0]
        )
    outcome = CheckOutcome.WRONG if jobs & set(need.required_by) else CheckOutcome.WARNING
    return Finding(check, outcome, text, advice, need.name)


async def check_topics(evidence: CheckEvidence) -> Sequence[Finding]:
    """Every topic the desk follows, and what it lacks for it."""
    available = await evidence.account.topics()
    granted = evidence.person.permissions if evidence.person else frozenset()
    findings = []
    for topic, purpose, is_needed in TOPICS:
        lacking = [name for name in available.get(topic, ()) if granted and name not in granted]
        if topic not in available:
            outcome = CheckOutcome.WRONG if is_needed else CheckOutcome.WARNING
            if topic == SUMMARIES_TOPIC:
                outcome = CheckOutcome.NOTE
            text = tr("this organisation does not have it: {purpose}", purpose=tr_marked(purpose))
            findings.append(Finding(CheckId.TOPICS, outcome, text, subject=topic))
        elif lacking:
            because = tr("this account lacks the permission {lacking}", lacking=listed(lacking))
            findings.append(not_checked(CheckId.TOPICS, because, topic))
        else:
            findings.append(right(CheckId.TOPICS, tr_marked(purpose), topic))
    return findings


async def check_channels(evidence: CheckEvidence) -> Sequence[Finding]:
    """Twenty notification channels are the most of one account and client."""
    count = await evidence.account.open_channels()
    if count < MOST_CHANNELS:
        return [
            right(
                CheckId.CHANNELS, tr("{count} of {most} are open", count=count, most=MOST_CHANNELS)
            )
        ]
    return [
        Finding(
            CheckId.CHANNELS,
            CheckOutcome.WARNING,
            tr(
                "{count} of {most} are open: a new one pushes the oldest out",
                count=count,
                most=MOST_CHANNELS,
            ),
            tr("Close other desks and tools of this account."),
        )
    ]


async def check_settings(evidence: CheckEvidence) -> Sequence[Finding]:
    """Whose after-call work it is; unreadable settings mean the organisation default."""
    try:
        is_by_communication = await evidence.account.communication_based_acw()
    except Denied:
        raise
    except ContactCentreError:
        text = tr("cannot be read; one code for each participant is assumed, Genesys' default")
        return [Finding(CheckId.SETTINGS, CheckOutcome.WARNING, text)]
    level = "communication" if is_by_communication else "participant"
    return [right(CheckId.SETTINGS, tr("after-call work is at {level} level", level=level))]


async def check_codes(evidence: CheckEvidence) -> Sequence[Finding]:
    """Each queue of the agent has to have codes."""
    facts = await evidence.account.codes()
    if not facts.queues:
        text = tr("you are a member of no queue, so there are no codes to read")
        return [Finding(CheckId.CODES, CheckOutcome.WARNING, text)]
    if facts.without_codes:
        text = tr(
            "{count} of {queues} queues have no wrap-up code",
            count=len(facts.without_codes),
            queues=facts.queues,
        )
        advice = tr("Ask your administrator to give these queues their codes.")
        named = listed(facts.without_codes)
        return [Finding(CheckId.CODES, CheckOutcome.WARNING, text, advice, detail=named)]
    return [right(CheckId.CODES, tr("each of {queues} queues has codes", queues=facts.queues))]


_SIGNED_IN = (CheckId.SIGN_IN,)
CHECKS: tuple[Check, ...] = (
    Check(CheckId.REGION, check_region),
    Check(CheckId.CLIENT, check_client, needs=(CheckId.REGION,)),
    Check(CheckId.PORTS, check_ports),
    Check(CheckId.SIGN_IN, check_sign_in, needs=(CheckId.CLIENT, CheckId.API_HOST)),
    Check(CheckId.SCOPES, check_scopes, needs=_SIGNED_IN),
    Check(CheckId.PERMISSIONS, check_permissions, needs=_SIGNED_IN),
    Check(CheckId.TOPICS, check_topics, needs=_SIGNED_IN),
    Check(CheckId.CHANNELS, check_channels, needs=_SIGNED_IN),
    Check(CheckId.SETTINGS, check_settings, needs=_SIGNED_IN),
    Check(CheckId.CODES, check_codes, needs=_SIGNED_IN),
)
