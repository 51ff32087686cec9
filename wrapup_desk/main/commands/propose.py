"""Proposes a code for a live conversation, as a customer's backend does, and tells its fate.

A backend's token of client credentials has no user, so it cannot write an agent's code. What it
can do is write participant attributes: the agent's desk shows the code as proposed, or sends it
by itself where the backend is trusted, with the agent's own token.
"""

from __future__ import annotations

import difflib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from wrapup_desk.adapters.base import daemon_threads
from wrapup_desk.adapters.genesys.conversations.writes import WrapupWrites
from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.adapters.genesys.http.network import open_network
from wrapup_desk.adapters.genesys.http.oauth import ServiceAuthenticator
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import ContactCentreError, SignInFailed
from wrapup_desk.application.base.settings import Settings, SettingsError
from wrapup_desk.domain.identifiers import is_guid
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import is_system_code
from wrapup_desk.main.commands.given import service_credentials
from wrapup_desk.main.system.chosen_address import address_in

CLIENT_SECRET_VARIABLE = "WRAPUP_DESK_CLIENT_SECRET"
POLL_EVERY_S = 2.0
# A 202 is applied a moment later.
_VISIBLE_WITHIN_S = 10.0


PROPOSED_AND_WELL = 0
NOT_PROPOSED = 1
ANOTHER_END = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be proposed, by whom, and how long to see what becomes of it."""

    settings: Settings
    conversation_id: str
    code: str
    note: str = ""
    client_id: str = ""
    secret_variable: str = CLIENT_SECRET_VARIABLE
    wait_s: float = 0.0
    tells_json: bool = False


class _WireWrapup(Wire):
    code: str | None = None


class _WireParticipant(Wire):
    id: str
    purpose: str | None = None
    user_id: str | None = None
    connected_time: str | None = None
    end_acw_time: str | None = None
    attributes: dict[str, str] | None = None
    wrapup: _WireWrapup | None = None


class _WireConversation(Wire):
    participants: list[_WireParticipant] | None = None


class _WireCode(Wire):
    id: str
    name: str | None = None


def propose(proposal: Proposal) -> int:
    """Propose, tell on standard output what became of it, and return the exit code.

    0: proposed, and with a wait the code is on record. 3: something else is on record after the
    wait, or nothing.

    Raises:
        SettingsError: the client ID or the secret is missing.
        ContactCentreError: the conversation cannot be read, or the server refused.
    """
    if not is_guid(proposal.conversation_id):
        raise SettingsError(
            tr("“{id}” is not a conversation id (a GUID)", id=proposal.conversation_id[:60])
        )
    client_id, secret = service_credentials(
        proposal.client_id, proposal.secret_variable, are_needed=True
    )
    return daemon_threads.run(_run(proposal, client_id, secret))


async def _run(proposal: Proposal, client_id: str, secret: str) -> int:
    address = address_in(proposal.settings)
    clock, token = SystemClock(), AccessToken()
    network = open_network(os.environ)
    for problem in network.proxies.problems:
        sys.stderr.write(f"wrapup-desk: {problem}\n")
    async with network.http_client(address) as http:
        service = ServiceAuthenticator(address, client_id, secret, token, http)
        try:
            await service.sign_in()
        except SignInFailed as failed:
            raise ContactCentreError(str(failed)) from None
        rest = RestClient(address, token, http, clock, Random())
        try:
            return await _Proposing(proposal, rest, clock).run()
        finally:
            await service.sign_out()


class _Proposing:
    """One proposal on its way."""

    def __init__(self, proposal: Proposal, rest: RestClient, clock: SystemClock) -> None:
        self._proposal = proposal
        self._rest = rest
        self._clock = clock
        self._path = f"/conversations/{proposal.conversation_id}"
        # Names of the codes valid for the agent's leg, by id.
        self._names: dict[str, str] = {}

    async def run(self) -> int:
        agent = _agent_in(await self._participants())
        if agent is not None:
            await self._check_name(agent)
        settings, proposal = self._proposal.settings, self._proposal
        attributes = {settings.backend_code_attribute: proposal.code}
        if proposal.note:
            attributes[settings.backend_note_attribute] = proposal.note
        answer = await WrapupWrites(self._rest).propose(proposal.conversation_id, attributes)
        if answer.said is not ServerReply.ACCEPTED:
            raise ContactCentreError(answer.message)
        self._tell("proposed", tr("Proposed “{code}”.", code=proposal.code))
        await self._until_visible()
        return await self._until_on_record() if proposal.wait_s > 0 else PROPOSED_AND_WELL

    async def _until_visible(self) -> None:
        """Make sure the proposal stands where agents' desks read it."""
        name, deadline_s = (
            self._proposal.settings.backend_code_attribute,
            self._in(_VISIBLE_WITHIN_S),
        )
        while self._clock.monotonic() < deadline_s:
            for each in await self._participants():
                if (each.attributes or {}).get(name) == self._proposal.code:
                    self._tell("shown", tr("The conversation has it; the agent's desk shows it."))
                    return
            await self._clock.sleep(POLL_EVERY_S / 4)
        raise ContactCentreError(tr("Genesys accepted the proposal but does not show it."))

    async def _until_on_record(self) -> int:
        deadline_s = self._in(self._proposal.wait_s)
        while self._clock.monotonic() < deadline_s:
            agent = _agent_in(await self._participants())
            if agent is not None and agent.wrapup is not None and agent.wrapup.code:
                return await self._tell_record(agent, agent.wrapup.code)
            if agent is not None and agent.end_acw_time:
                self._tell("on record", tr("The agent has completed without any code."))
                return ANOTHER_END
            await self._clock.sleep(POLL_EVERY_S)
        self._tell(
            "on record",
            tr("No code is on record after {seconds} s.", seconds=f"{self._proposal.wait_s:g}"),
        )
        return ANOTHER_END

    async def _tell_record(self, agent: _WireParticipant, code_id: str) -> int:
        await self._read_names(agent)
        name = self._names.get(code_id, code_id)
        is_ours = self._proposal.code.casefold() in (code_id.casefold(), name.casefold())
        by_nobody = tr(" It was written by Genesys itself.") if is_system_code(code_id) else ""
        self._tell(
            "on record",
            tr("The code on record is “{name}”.{by}", name=name, by=by_nobody),
            code=name,
            code_id=code_id,
        )
        return PROPOSED_AND_WELL if is_ours else ANOTHER_END

    async def _check_name(self, agent: _WireParticipant) -> None:
        """Say at once when the leg has no such code: a desk would ignore the proposal."""
        await self._read_names(agent)
        wanted = self._proposal.code.casefold()
        if wanted in {each.casefold() for each in (*self._names, *self._names.values())}:
            return
        close = difflib.get_close_matches(self._proposal.code, self._names.values(), 3, 0.5)
        hint = (
            tr(" Did you mean {names}?", names=", ".join(f"“{each}”" for each in close))
            if close
            else ""
        )
        raise ContactCentreError(
            tr(
                "The agent's queue has no code “{code}”; nothing was proposed.{hint}",
                code=self._proposal.code,
                hint=hint,
            )
        )

    async def _read_names(self, agent: _WireParticipant) -> None:
        if not self._names:
            path = f"{self._path}/participants/{agent.id}/wrapupcodes"
            codes = decode(await self._rest.get(path), list[_WireCode], f"GET {path}")
            self._names = {code.id: code.name or code.id for code in codes}

    async def _participants(self) -> Sequence[_WireParticipant]:
        raw = await self._rest.get(self._path)
        return decode(raw, _WireConversation, f"GET {self._path}").participants or ()

    def _in(self, seconds: float) -> float:
        return self._clock.monotonic() + seconds

    def _tell(self, event: str, text: str, **facts: str) -> None:
        if self._proposal.tells_json:
            told = {"event": event, "conversation": self._proposal.conversation_id, "text": text}
            text = json.dumps({**told, **facts}, ensure_ascii=False)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _agent_in(participants: Sequence[_WireParticipant]) -> _WireParticipant | None:
    """Return the agent who has the conversation now, or had it last."""
    answered = [each for each in participants if each.user_id and each.connected_time]
    return answered[-1] if answered else None
