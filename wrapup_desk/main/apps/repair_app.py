"""Builds the repair desk and its window: the list of what it is made of, its end backwards."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from PySide6.QtCore import QSettings, QSize

from wrapup_desk.adapters.base.daemon_threads import use_daemon_threads
from wrapup_desk.adapters.files.anchor_file import AnchorFile
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.adapters.files.folders import those_that_answer
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.history import GenesysHistory
from wrapup_desk.adapters.genesys.history.predictions import PastPredictions
from wrapup_desk.adapters.genesys.history.queue_feed import GenesysQueueNews
from wrapup_desk.adapters.genesys.history.record import RecordClient
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts
from wrapup_desk.adapters.genesys.http.keep_alive import keep_signed_in
from wrapup_desk.adapters.genesys.http.network import Network, open_network
from wrapup_desk.adapters.genesys.http.network_watch import watch_network
from wrapup_desk.adapters.genesys.http.oauth import GenesysAuthenticator, SignInRequest
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.sql_ledger.factory import ledger_for, team_store_for
from wrapup_desk.adapters.sqlite_store.database import readable_model
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Authenticator, Clock, SecretStore, SignInFailed
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.repair.desk import RepairDesk
from wrapup_desk.application.repair.parts import RepairParts, RepairRules
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.apps.encoder_place import EncoderPlace, encoder_place
from wrapup_desk.main.apps.recommender_setup import assemble
from wrapup_desk.main.apps.sentence_setup import open_sentences
from wrapup_desk.main.apps.team_model import TeamModelPlace, team_model_place
from wrapup_desk.main.system.chosen_address import address_in
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.ui.repair.bridge import RepairBridge
from wrapup_desk.ui.repair.window import RepairWindow

log = logging.getLogger(__name__)

# Around a first window: the task bar and the frame.
_MARGIN = 60


@dataclass(frozen=True, slots=True)
class RepairApp:
    """A repair desk ready to be shown, and who signs in to it."""

    desk: RepairDesk
    authenticator: Authenticator
    background: Background
    clock: Clock
    past: GenesysHistory
    model_place: TeamModelPlace
    # Where the agent's own window, if there is one, keeps what it was taught.
    own_model_path: Path
    settings: Settings
    encoder: EncoderPlace


@asynccontextmanager
async def open_repair_app(
    settings: Settings, profile: Profile, secrets: SecretStore, login_hint: str = ""
) -> AsyncIterator[RepairApp]:
    """Build the repair desk from its parts and end them in the opposite order.

    Raises:
        UntrustedAddress: the region is unknown.
        NetworkSettingsError: this computer's network settings cannot work.
        StoreError: the ledger cannot be opened.
    """
    clock = SystemClock()
    # Threads (the ledger's, the ranking's) hand Python back to the window after one millisecond,
    # not after five: it asks for it many times while it paints.
    sys.setswitchinterval(0.001)
    address = address_in(settings)
    network = _open_network()
    async with AsyncExitStack() as closing:
        profile.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        ledger = ledger_for(settings.store, profile.ledger_path)
        closing.push_async_callback(ledger.close)
        await ledger.open()
        team = team_store_for(settings.store, profile.ledger_path)
        closing.push_async_callback(team.close)
        http = await closing.enter_async_context(network.http_client(address))
        storage = await closing.enter_async_context(network.storage_client(address))
        token = AccessToken()
        rest = RestClient(address, token, http, clock, Random())
        analytics = Analytics(rest, clock, settings.attributes)
        transcripts = Transcripts(rest, storage, clock, is_demo=address.is_demo)
        past = GenesysHistory(rest, analytics, transcripts, clock)
        request = SignInRequest(address, settings.client_id, login_hint)
        authenticator = GenesysAuthenticator(request, token, http, secrets, clock)
        background = Background(_report)
        parts = RepairParts(
            past=past,
            record=RecordClient(rest, analytics),
            ledger=ledger,
            news=GenesysQueueNews(ChannelParts(rest, address, network, clock, Random())),
            export=ChosenFile(),
            clock=clock,
            background=background,
            undelivered=team,
            predictions=PastPredictions(rest, clock),
            anchors=AnchorFile(profile.anchor_path, settings.store),
        )
        rules = RepairRules(
            needs_reason=settings.repair_needs_reason,
            needs_note=settings.repair_needs_note,
            leaves_out_dialer=settings.repair_leaves_out_dialer,
            names_agents=settings.repair_names_agents,
            attribute_name=settings.repair_attribute,
            requests_per_minute=settings.repair_requests_per_minute,
        )
        desk = RepairDesk(parts, rules)
        closing.push_async_callback(background.stop)
        closing.push_async_callback(desk.stop)
        place = team_model_place(settings, profile, address, network)
        _begin_staying(rest, settings, background, clock)
        yield RepairApp(
            desk,
            authenticator,
            background,
            clock,
            past,
            place,
            profile.database_path,
            settings,
            encoder_place(settings, profile.root, address, network),
        )


def _begin_staying(
    rest: RestClient, settings: Settings, background: Background, clock: Clock
) -> None:
    """Keep the sign-in while nothing happens, and leave what is dead after a change of network."""
    staying = keep_signed_in(rest, clock, lambda: settings.keeps_signed_in)
    background.start(staying, "stay signed in")
    background.start(watch_network(rest, clock), "watch the network")


def _open_network() -> Network:
    use_daemon_threads()
    network = open_network(os.environ)
    for problem in network.proxies.problems:
        log.warning("%s", problem)
    return network


def show_repair_window(
    core: RepairApp, settings: Settings, views: QSettings, open_browser: Callable[[str], None]
) -> RepairWindow:
    """Build and show the window of a running repair desk."""
    # Loading a library's code holds up every thread; here there is no window yet to stand still.
    importlib.import_module("wrapup_desk.domain.recommender.recommender")
    bridge = RepairBridge(core.desk, core.past.server_now)
    window = RepairWindow(bridge, settings, views, address_in(settings).domain)
    window.link_requested.connect(open_browser)

    window.files.find_answering = partial(_find_answering, core)
    window.sign_in_requested.connect(
        lambda: core.background.start(sign_in(core, window, open_browser), "repair: sign in")
    )
    # Left to itself, Qt makes a first window no larger than two thirds of the screen.
    room = window.screen().availableSize() - QSize(_MARGIN, _MARGIN)
    window.resize(window.sizeHint().boundedTo(room))
    window.show()
    return window


def _find_answering(
    core: RepairApp, folders: Sequence[Path], tell: Callable[[frozenset[Path]], None]
) -> None:
    async def find() -> None:
        tell(await those_that_answer(folders))

    core.background.start(find(), "repair: find folders")


async def begin_repair(core: RepairApp, window: RepairWindow) -> None:
    """Go on with the token kept from last time, or ask to sign in."""
    core.background.start(_load_recommender(core), "repair: load the recommender")
    if await core.authenticator.restore():
        await _greet(core, window)
    else:
        window.sign_in.show_problem("")


async def sign_in(
    core: RepairApp, window: RepairWindow, open_browser: Callable[[str], None]
) -> None:
    """Open the browser, wait for the supervisor, and search today."""
    window.sign_in.show_waiting(tr("Continue in your browser."))

    def show(address: str) -> None:
        window.sign_in.show_address(address)
        open_browser(address)

    try:
        await core.authenticator.sign_in(show)
    except SignInFailed as error:
        window.sign_in.show_problem(str(error))
        return
    await _greet(core, window)


async def _greet(core: RepairApp, window: RepairWindow) -> None:
    await core.desk.start()
    window.begin()


async def _load_recommender(core: RepairApp) -> None:
    """Suggest as the team's model does, or as the agent's own window on this computer."""
    own = await asyncio.to_thread(readable_model, core.own_model_path)
    team, trouble = await asyncio.to_thread(core.model_place.at_hand)
    if not team.content and core.model_place.fetch is not None:
        team, trouble = await core.model_place.fetch()
    # It ranks on a thread, one leg after another, so sentences are encoded there at once.
    encoder = await core.encoder.made_ready()
    opened = partial(open_sentences, core.settings, encoder, encodes_at_once=True)
    sentences = await asyncio.to_thread(opened)
    own = own if not team.content else None
    loaded = await asyncio.to_thread(assemble, own, team, b"", sentences.vectors)
    for problem in filter(None, (trouble, sentences.trouble, loaded.trouble)):
        log.warning("the recommender: %s", problem)
    core.desk.use_recommender(loaded.recommender)
    gc.freeze()  # vocabulary and numpy stay to the end: the collector need not walk them


def _report(failure: BaseException) -> None:
    log.error("a background task failed", exc_info=failure)
