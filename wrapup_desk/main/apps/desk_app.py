"""Builds the program without its window: the list of what it is made of, and its end backwards."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import httpx

from wrapup_desk.adapters.base.daemon_threads import use_daemon_threads
from wrapup_desk.adapters.files.capabilities_file import CapabilitiesFile
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.conversations.contact_centre import GenesysContactCentre
from wrapup_desk.adapters.genesys.http.keep_alive import keep_signed_in
from wrapup_desk.adapters.genesys.http.network import Network, open_network
from wrapup_desk.adapters.genesys.http.network_watch import watch_network
from wrapup_desk.adapters.genesys.http.oauth import GenesysAuthenticator, SignInRequest
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.sql_ledger.factory import team_store_for
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.base.ports import ContactCentre, SecretStore, StoreError
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.doctor.capabilities import CapabilityAwareCentre
from wrapup_desk.application.services.sign_in import SignIn
from wrapup_desk.application.services.undelivered_reporter import UndeliveredReporter
from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.main.apps.api_dialect import centre_for_dialect
from wrapup_desk.main.apps.recovery_notice import database_mended
from wrapup_desk.main.system.chosen_address import address_in
from wrapup_desk.main.system.daily_purge import purge_daily
from wrapup_desk.main.system.profile import Profile

log = logging.getLogger(__name__)

_KEYRING_SILENT = mark(
    "This computer's store of passwords does not answer. You can work as usual, and have to sign in"
    " again at the next start."
)


@dataclass(frozen=True, slots=True)
class DeskApp:
    """A running desk, ready to be shown or driven."""

    desk: Desk
    sign_in: SignIn
    store: SqliteStore
    background: Background
    clock: SystemClock
    address: ServiceAddress
    profile: Profile
    rest: RestClient
    network: Network


@asynccontextmanager
async def open_desk_app(
    settings: Settings,
    profile: Profile,
    secrets: SecretStore,
    open_browser: Callable[[str], None],
    login_hint: str = "",
    on_failure: Callable[[BaseException], None] | None = None,
) -> AsyncIterator[DeskApp]:
    """Build the program from its parts and end them in the opposite order.

    *on_failure* is called when a background task fails, which is a fault of the program.

    Raises:
        UntrustedAddress: the region is unknown.
        NetworkSettingsError: this computer's network settings cannot work.
        SettingsError: the chosen dialect lacks what it needs.
    """
    clock = SystemClock()
    address = address_in(settings)
    network = _open_network()
    async with AsyncExitStack() as closing:
        store = SqliteStore(profile.database_path, clock)
        closing.push_async_callback(store.close)
        with suppress(StoreError):
            # A code on the server needs no disk: the desk says what is not kept, and goes on.
            await store.open()
        http = await closing.enter_async_context(network.http_client(address))
        token = AccessToken()
        rest = RestClient(address, token, http, clock, Random())
        on_frame = _frames_recorded(profile, clock, http, closing)
        parts = ChannelParts(rest, address, network, clock, Random(), on_frame)
        cloud = _genesys(parts, profile)
        centre = centre_for_dialect(settings, cloud, address, (http, clock), os.environ)
        authenticator = GenesysAuthenticator(
            SignInRequest(address, settings.client_id, login_hint), token, http, secrets, clock
        )
        background = Background(on_failure or _report)
        desk = Desk(centre, store, store, clock, background, settings)
        # Supervisors learn what was refused or too late; a team store out of reach holds up nothing.
        team = team_store_for(settings.store, profile.ledger_path)
        closing.push_async_callback(team.close)
        _begin_chores(
            desk, UndeliveredReporter(store, team, clock), background, profile.root, clock
        )
        _begin_staying(desk, rest, authenticator, background, clock)
        # On the way out the desk goes first, while its tasks still run: it gives the last code
        # some seconds to be sent, and keeps what was learnt. Then the tasks, then what they use.
        closing.push_async_callback(background.stop)
        closing.push_async_callback(desk.stop)
        desk.set_place(address.label, is_demo=address.is_demo)
        _tell_at_the_start(desk, store, profile, network)
        sign_in = SignIn(authenticator, centre, desk, clock, background, open_browser)
        # What is there now stays to the end. Left to the collector it costs a pause of 20 ms and
        # more now and then, which may fall between a decision and its request.
        gc.freeze()
        yield DeskApp(desk, sign_in, store, background, clock, address, profile, rest, network)


def _open_network() -> Network:
    """Return the network; names are resolved on threads that may hang without harm."""
    use_daemon_threads()
    return open_network(os.environ)


def _genesys(parts: ChannelParts, profile: Profile) -> ContactCentre:
    """Return Genesys Cloud, not asked for what a probe found it does not do."""
    known = CapabilitiesFile(profile.capabilities_path, parts.address.api).load()
    centre = GenesysContactCentre(
        parts,
        profile.installation_salt(),
        has_way_a=known.write_a is not False,
        has_way_b=known.write_b is not False,
    )
    return CapabilityAwareCentre(centre, known)


def _frames_recorded(
    profile: Profile, clock: SystemClock, http: httpx.AsyncClient, closing: AsyncExitStack
) -> Callable[[str | bytes], None] | None:
    """Begin a recording where one is wanted; return what takes the frames."""
    if profile.recording_path is None:
        return None
    # Hardly anybody records: it is not loaded before the window shows.
    from wrapup_desk.adapters.genesys.recording.recorder import Recorder

    recorder = Recorder(profile.recording_path, clock)
    closing.callback(recorder.close)
    recorder.listen_to(http)
    return recorder.frame


def _tell_at_the_start(desk: Desk, store: SqliteStore, profile: Profile, network: Network) -> None:
    """Say what the start had to go on without, and what is unusual about this run."""
    if store.recovered.kept is not None:
        desk.notify(database_mended(store.recovered))
    if network.proxies.problems:
        text = " ".join(network.proxies.problems)
        desk.notify(Notice("network", NoticeKind.WARNING, text))
    if profile.recording_path is not None:
        text = tr(
            "What Genesys sends is recorded to {name}, with every text, name,"
            " number and id replaced. It ends with the program.",
            name=profile.recording_path.name,
        )
        desk.notify(Notice("recording", NoticeKind.WARNING, text, can_dismiss=False))


def _begin_chores(
    desk: Desk,
    reporting: UndeliveredReporter,
    background: Background,
    folder: Path,
    clock: SystemClock,
) -> None:
    """Begin what goes on beside the agent's work: tell supervisors, clear away old copies."""
    desk.listen(reporting.on_state)
    background.start(reporting.run(), "report what was not delivered")
    purging = purge_daily(folder, clock, lambda: desk.settings.keep)
    background.start(purging, "purge damaged copies")


def _begin_staying(
    desk: Desk,
    rest: RestClient,
    authenticator: GenesysAuthenticator,
    background: Background,
    clock: SystemClock,
) -> None:
    """Keep the sign-in while nothing happens, and say when it cannot be kept for next time."""
    silent = Notice("keyring", NoticeKind.WARNING, tr_marked(_KEYRING_SILENT))
    authenticator.secrets.on_silence = partial(desk.notify, silent)
    staying = keep_signed_in(rest, clock, lambda: desk.settings.keeps_signed_in)
    background.start(staying, "stay signed in")
    background.start(watch_network(rest, clock), "watch the network")


def _report(failure: BaseException) -> None:
    log.error("a background task failed", exc_info=failure)
