"""Builds a team's model from the organisation's past: `wrapup-desk learn`."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wrapup_desk.adapters.base import daemon_threads
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.adapters.files.model_file import write_model_file
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.history import GenesysHistory
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts
from wrapup_desk.adapters.genesys.http.network import open_network
from wrapup_desk.adapters.genesys.http.oauth import (
    GenesysAuthenticator,
    ServiceAuthenticator,
    SignInRequest,
)
from wrapup_desk.adapters.genesys.http.throttled_rest import Pace, ThrottledRestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets, MemorySecrets
from wrapup_desk.adapters.learning.learning_file import LearningFile
from wrapup_desk.adapters.sql_ledger.factory import ledger_for, team_store_for
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import (
    Authenticator,
    ContactCentreError,
    SignInFailed,
    StoreBroken,
)
from wrapup_desk.application.base.settings import Settings, SettingsError
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.learning.model_builder import ModelBuilder, NothingLearnt
from wrapup_desk.application.learning.ports import LearnJob, TrainableRecommender
from wrapup_desk.application.learning.training_leg_filter import TrainingLegFilter
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.modes import Mode
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.main.apps.encoder_place import encoder_place
from wrapup_desk.main.apps.recommender_setup import build_recommender
from wrapup_desk.main.apps.sentence_setup import Sentences, open_sentences
from wrapup_desk.main.commands.learn_output import LearnOutput
from wrapup_desk.main.system.browser import SystemBrowser, approve_at_once
from wrapup_desk.main.system.chosen_address import address_in
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.simulator_process import SimulatorProcess

if TYPE_CHECKING:  # numpy is loaded when there is something to teach
    from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors

# The simulator on this computer has nobody else to be considerate of.
DEMO_REQUESTS_PER_MINUTE = 6000
DEMO_LEGS = 600
# The demo's own limit of requests is Genesys'; with it the demo would take minutes.
_DEMO_SIMULATOR = ("--idle", "--set", "requests_per_minute=60000")
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class LearnOptions:
    """What the command line asked for."""

    settings: Settings
    profile: Profile
    out: Path
    days: int
    most: int
    requests_per_minute: float
    client_id: str = ""
    secret: str = ""
    begins_anew: bool = False
    includes_automatic: bool = False
    publishes: bool = False
    is_demo: bool = False
    tells_json: bool = False
    login_hint: str = ""


def run_learn(options: LearnOptions) -> int:
    """Learn, write the model, and tell what came of it; 0 is a model, 1 a trouble.

    Raises:
        SettingsError: nobody can sign in with these settings.
        ContactCentreError: Genesys refused or is out of reach; the next run goes on from here.
        StoreError: a file cannot be used.
    """
    if options.publishes and not options.settings.store:
        raise SettingsError(tr("--publish puts the model into the team's store; set store first"))
    if not options.is_demo:
        return daemon_threads.run(_learn(options))
    with ExitStack() as closing:
        history = ("--history", str(DEMO_LEGS), "--history-days", str(options.days))
        simulator = closing.enter_context(SimulatorProcess((*_DEMO_SIMULATOR, *history)))
        return daemon_threads.run(
            _learn(
                replace(
                    options,
                    settings=simulator.connected(options.settings),
                    login_hint=simulator.supervisor.email,
                    requests_per_minute=DEMO_REQUESTS_PER_MINUTE,
                    # Another simulator has another past.
                    begins_anew=True,
                )
            )
        )


async def _learn(options: LearnOptions) -> int:
    telling = LearnOutput(tells_json=options.tells_json)
    await ChosenFile().try_place(options.out)
    file = LearningFile(options.out.with_name(options.out.name + ".unfinished"))
    if options.begins_anew:
        file.remove()
    async with AsyncExitStack() as closing:
        pace = Pace(options.requests_per_minute, telling.waiting)
        past = await closing.enter_async_context(_signed_in_past(options, pace))
        closing.callback(file.close)
        now = past.server_now()
        place = address_in(options.settings)
        job = file.open(
            LearnJob(
                place=place.label if not place.is_demo else place.api,
                days=options.days,
                most=options.most,
                span=Span(now - timedelta(days=options.days), now),
                attributes=tuple(sorted(options.settings.attributes)),
            )
        )
        telling.begin(job, file.counts())
        queues = (await past.directory()).queues
        corrected = await _corrected(options)
        choice = TrainingLegFilter(past.codes_of_queue, _unseen(options, queues), corrected)
        # It teaches on a thread of its own, where sentences are encoded one after another.
        opened = await _sentences(options)
        load = partial(_load, sentences=opened.vectors)
        learning = ModelBuilder(past, choice, file, load, SystemClock(), telling.progress)
        try:
            model = await learning.run(job)
        except NothingLearnt:
            file.remove()  # the next run is to look again
            raise
        written = write_model_file(options.out, model)
        telling.result(file, queues, written)
        if options.publishes:
            who = await _person(past)
            telling.published(await _publish(options, model, who))
        file.remove()
    return 0


@asynccontextmanager
async def _signed_in_past(options: LearnOptions, pace: Pace) -> AsyncIterator[GenesysHistory]:
    """Sign in as a service or as the supervisor, and be the memory of the contact centre.

    Raises:
        ContactCentreError: the sign-in did not work.
    """
    settings, clock, token = options.settings, SystemClock(), AccessToken()
    address, network = address_in(settings), open_network(os.environ)
    for problem in network.proxies.problems:
        sys.stderr.write(f"wrapup-desk: {problem}\n")
    async with network.http_client(address) as http, network.storage_client(address) as storage:
        authenticator: Authenticator
        if options.secret:
            authenticator = ServiceAuthenticator(
                address, options.client_id, options.secret, token, http
            )
        elif settings.is_connected_to_an_org:
            request = SignInRequest(address, settings.client_id, options.login_hint)
            kept = MemorySecrets() if options.is_demo else KeyringSecrets()
            authenticator = GenesysAuthenticator(request, token, http, kept, clock)
        else:
            raise SettingsError(
                tr(
                    "sign-in is not possible: choose region and client ID in the window first"
                    " (wrapup-desk), or give client credentials (see wrapup-desk learn --help)"
                )
            )
        try:
            if not await authenticator.restore():
                browser = approve_at_once if options.is_demo else SystemBrowser()
                await authenticator.sign_in(browser)
        except SignInFailed as failed:
            raise ContactCentreError(str(failed)) from None
        rest = ThrottledRestClient(address, token, http, clock, pace)
        transcripts = Transcripts(rest, storage, clock, is_demo=address.is_demo)
        yield GenesysHistory(rest, Analytics(rest, clock, settings.attributes), transcripts, clock)
        if options.secret:
            await authenticator.sign_out()


async def _sentences(options: LearnOptions) -> Sentences:
    """Return the encoder that desks with these settings use, fetched if need be.

    Raises:
        StoreBroken: it is not to be had: a model taught without it would be none of theirs.
    """
    address, network = address_in(options.settings), open_network(os.environ)
    place = encoder_place(options.settings, options.profile.root, address, network)
    place = await place.made_ready()
    opened = await asyncio.to_thread(open_sentences, options.settings, place, encodes_at_once=True)
    if opened.trouble:
        raise StoreBroken(opened.trouble)
    return opened


def _load(model: bytes | None, sentences: SentenceVectors | None) -> TrainableRecommender:
    """Return the recommender to teach; a new one gets a secret of its own."""
    recommender, problem = build_recommender(model, secrets.token_bytes(_SALT_BYTES), sentences)
    if problem:
        raise StoreBroken(tr("{problem} Give --restart to begin again.", problem=problem))
    return recommender


def _unseen(options: LearnOptions, queues: Mapping[str, str]) -> Callable[[str], bool]:
    """Return what tells whether a queue's codes go out without a person looking."""

    def is_sent_unseen(queue_id: str) -> bool:
        rule = options.settings.rule_for(queues.get(queue_id, ""), queue_id)
        may_send = rule.mode is not Mode.SUGGEST or rule.trusts_backend
        return may_send and not options.includes_automatic

    return is_sent_unseen


async def _corrected(options: LearnOptions) -> dict[LegKey, str]:
    """Return what supervisors corrected where Genesys would not take it."""
    path = options.profile.ledger_path
    if options.is_demo or (not options.settings.store and not path.is_file()):
        return {}
    ledger = ledger_for(options.settings.store, path)
    try:
        await ledger.open()
        check = await ledger.check()
        if not check.is_whole:
            sys.stderr.write(
                tr(
                    "wrapup-desk: the corrections are left out, as they were modified"
                    " outside WrapUp Desk: {problem}.\n",
                    problem=check.problem,
                )
            )
            return {}
        latest = await ledger.latest()
    finally:
        await ledger.close()
    return {each.key: each.to_code.id for each in latest if each.state is CorrectionState.KEPT}


async def _person(past: GenesysHistory) -> Person:
    """Return who publishes; client credentials have nobody."""
    try:
        agent = await past.me()
    except ContactCentreError:
        return Person("", "wrapup-desk learn")
    return Person(agent.id, agent.name)


async def _publish(options: LearnOptions, model: bytes, who: Person) -> str:
    """Put the model into the team's store, and say where it is."""
    store = team_store_for(options.settings.store, options.profile.ledger_path)
    try:
        published = await store.publish_model(model, who, SystemClock().now())
    finally:
        await store.close()
    return tr("version {version} in the {store}", version=published.version, store=store.label)
