"""Opens what repairing without a window stands on: a sign-in, the past, the record, the ledger."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import Random

from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.history import GenesysHistory
from wrapup_desk.adapters.genesys.history.record import RecordClient
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts
from wrapup_desk.adapters.genesys.http.network import open_network
from wrapup_desk.adapters.genesys.http.oauth import (
    GenesysAuthenticator,
    ServiceAuthenticator,
    SignInRequest,
)
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets
from wrapup_desk.adapters.sql_ledger.factory import ledger_for
from wrapup_desk.adapters.sql_ledger.sql_ledger import SqlLedger
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import (
    Authenticator,
    Clock,
    ContactCentreError,
    SignInFailed,
)
from wrapup_desk.application.base.settings import Settings, SettingsError
from wrapup_desk.application.history.ports import PastInteractions
from wrapup_desk.application.repair.access import access_of
from wrapup_desk.application.repair.ports import OfficialRecord
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.main.system.browser import SystemBrowser
from wrapup_desk.main.system.chosen_address import address_in
from wrapup_desk.main.system.profile import Profile


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """Who signs in where; *secret* is of client credentials, "" for the supervisor's own sign-in."""

    settings: Settings
    profile: Profile
    client_id: str = ""
    secret: str = ""
    requests_per_minute: float = 200.0


@dataclass(frozen=True, slots=True)
class RepairSession:
    """What repairing works with, signed in."""

    past: PastInteractions
    record: OfficialRecord
    ledger: SqlLedger
    clock: Clock
    # Who client credentials are in ledger and trail; None where a person is signed in.
    service: Person | None = None

    async def person(self) -> Person:
        """Return who changes codes.

        Raises:
            ContactCentreError: not readable, or this account may not change codes.
        """
        if self.service is not None:
            return self.service
        access = access_of(await self.past.me())
        if access.person is None or not access.may_fix:
            lacking = ", ".join(access.missing) or tr("a permission")
            raise ContactCentreError(
                tr(
                    "Genesys does not let this account change codes: {lacking} is missing.",
                    lacking=lacking,
                )
            )
        return access.person


@asynccontextmanager
async def open_repair_session(request: SessionRequest) -> AsyncIterator[RepairSession]:
    """Sign in, open the ledger, and close both in the opposite order.

    Raises:
        SettingsError: nobody can sign in with these settings.
        ContactCentreError: the sign-in did not work.
        StoreError: the ledger cannot be opened.
    """
    settings, clock, token = request.settings, SystemClock(), AccessToken()
    address, network = address_in(settings), open_network(os.environ)
    for problem in network.proxies.problems:
        sys.stderr.write(f"wrapup-desk: {problem}\n")
    async with AsyncExitStack() as closing:
        http = await closing.enter_async_context(network.http_client(address))
        storage = await closing.enter_async_context(network.storage_client(address))
        authenticator: Authenticator
        if request.secret:
            authenticator = ServiceAuthenticator(
                address, request.client_id, request.secret, token, http
            )
        elif settings.is_connected_to_an_org:
            sign_in = SignInRequest(address, settings.client_id)
            authenticator = GenesysAuthenticator(sign_in, token, http, KeyringSecrets(), clock)
        else:
            raise SettingsError(
                tr(
                    "sign-in is not possible: choose region and client ID in the window first"
                    " (wrapup-desk), or give client credentials (see wrapup-desk fix plan --help)"
                )
            )
        await _signed_in(authenticator)
        request.profile.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        ledger = ledger_for(settings.store, request.profile.ledger_path)
        closing.push_async_callback(ledger.close)
        await ledger.open()
        rest = RestClient(address, token, http, clock, Random())
        analytics = Analytics(rest, clock, settings.attributes)
        transcripts = Transcripts(rest, storage, clock, is_demo=address.is_demo)
        past = GenesysHistory(rest, analytics, transcripts, clock)
        service = Person(request.client_id, "client credentials") if request.secret else None
        yield RepairSession(past, RecordClient(rest, analytics), ledger, clock, service)
        if request.secret:
            await authenticator.sign_out()


async def _signed_in(authenticator: Authenticator) -> None:
    try:
        if not await authenticator.restore():
            await authenticator.sign_in(SystemBrowser())
    except SignInFailed as failed:
        raise ContactCentreError(str(failed)) from None
