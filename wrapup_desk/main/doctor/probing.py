"""Runs the probe of `wrapup-desk doctor --probe` with a person at the terminal, or with --yes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.doctor.conversation_probe import (
    GenesysConversationProbe,
    own_legs,
)
from wrapup_desk.adapters.genesys.http.me import ME_PATH, agent_of
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.application.base.ports import Clock, ContactCentreError, SignInNeeded
from wrapup_desk.application.doctor.capabilities import (
    CapabilityStore,
    OrganisationCapabilities,
)
from wrapup_desk.application.doctor.probe import Probe, ProbeStep
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.language.texts import tr


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """Which conversation is the test, and which writes were agreed to beforehand."""

    conversation_id: str = ""
    agreed: frozenset[ProbeStep] = frozenset()


async def probe(
    options: ProbeOptions,
    rest: RestClient,
    store: CapabilityStore,
    clock: Clock,
    ask: Callable[[str], Awaitable[str]] | None = None,
    tell: Callable[[str], None] | None = None,
) -> OrganisationCapabilities:
    """Find out what can be found out, and keep it.

    Args:
        options: what the command line said.
        rest: signed in as the agent.
        store: where the answers are kept.
        clock: for waiting.
        ask: asks a person; None asks at the terminal, and takes no answer for a no.
        tell: tells a person what was found, and what to do next; None writes to the terminal.

    Raises:
        ContactCentreError: there is no such test conversation, or it cannot be read.
    """
    if rest.token.current is None:
        raise SignInNeeded(tr("The probe needs a sign-in: add --sign-in."))
    ask, tell = ask or _ask_at_terminal, tell or _tell
    reader = ConversationParser(agent_of(await rest.get(ME_PATH)).id, b"")
    legs = await own_legs(rest, reader)
    leg = await _chosen(options, legs, ask)

    async def consents(step: ProbeStep) -> bool:
        if step in options.agreed:
            return True
        answer = await ask(f"May I {step.asks}? It stays on the test conversation. [y/N] ")
        return answer.strip().lower() in ("y", "yes")

    run = Probe(GenesysConversationProbe(rest, reader, leg), clock, consents, tell, store.load())
    try:
        return await run.run()
    finally:
        # What was found out before a step failed is true as well.
        store.save(run.found)
        _tell_found(run.found, tell)


async def _chosen(
    options: ProbeOptions, legs: Sequence[Leg], ask: Callable[[str], Awaitable[str]]
) -> Leg:
    """Return the test conversation: named on the command line, or chosen by its id's beginning."""
    if not legs:
        raise ContactCentreError(
            tr(
                "There is no conversation of yours that is connected. Call your own queue from"
                " another telephone, answer, and start the probe again."
            )
        )
    wanted = options.conversation_id
    if not wanted:
        listed = "".join(
            f"\n  {leg.key.conversation_id} ({leg.media.value}, {leg.queue_name or 'no queue'})"
            for leg in legs
        )
        wanted = await ask(f"Your connected conversations:{listed}\nThe id of the test: ")
    wanted = wanted.strip().lower()
    found = [leg for leg in legs if wanted and leg.key.conversation_id.lower() == wanted]
    if len(found) != 1:
        raise ContactCentreError(tr("That is no conversation of yours that is connected now."))
    return found[0]


async def _ask_at_terminal(question: str) -> str:
    if not sys.stdin.isatty():
        return ""
    sys.stdout.write(question)
    sys.stdout.flush()
    return await asyncio.to_thread(sys.stdin.readline)


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _tell_found(found: OrganisationCapabilities, tell: Callable[[str], None]) -> None:
    words = {True: "yes", False: "no", None: "not known"}
    for name, answer in asdict(found).items():
        tell(f"  {name.replace('_', ' ')}: {words[answer]}")
