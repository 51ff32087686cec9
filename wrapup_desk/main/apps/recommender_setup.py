"""Loads the recommender after the window shows, in a thread, with what was learnt so far."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from wrapup_desk.adapters.files.model_quarantine import ModelQuarantine
from wrapup_desk.adapters.learning.outcome_store import SqliteOutcomes
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.base.ports import ModelStore, Recommender, StoreError
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.learning.champion_challenger import ChampionChallenger
from wrapup_desk.application.learning.local_model import (
    ChallengerTrial,
    LocalModel,
    LocalModelError,
    unpack,
)
from wrapup_desk.application.learning.outcome_recording import OutcomeRecordingRecommender
from wrapup_desk.application.learning.outcomes import OutcomeWriter
from wrapup_desk.application.learning.ports import TrainableRecommender
from wrapup_desk.application.suggestions.sentence_reader import SentenceReader
from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.domain.modes import QueueRule
from wrapup_desk.main.apps.desk_app import DeskApp
from wrapup_desk.main.apps.encoder_place import EncoderPlace, encoder_place
from wrapup_desk.main.apps.sentence_setup import Sentences, open_sentences
from wrapup_desk.main.apps.team_model import (
    NO_TEAM,
    Found,
    TeamModel,
    TeamModelPlace,
    team_model_place,
)
from wrapup_desk.resource_files import resource

if TYPE_CHECKING:  # numpy costs time and memory the first window must not wait for
    from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors

log = logging.getLogger(__name__)
_READS_ANEW = mark(
    "What was learnt so far was taught with another sentence encoder, or none: what words taught"
    " it stays, what sentences teach begins now, and no code is sent alone until that is measured."
)
Around = Callable[[Recommender], Recommender]


@dataclass(frozen=True, slots=True)
class LoadedRecommender:
    """A recommender, and what is to be said about how it came to be."""

    recommender: ChampionChallenger
    trouble: str = ""
    # How many codes of this agent's it had been taught when it was loaded.
    taught: int = 0
    # Whether what was learnt could not be read, so that the recommender begins again.
    begins_anew: bool = False
    # Whether another encoder taught what was learnt: what sentences taught begins again.
    reads_anew: bool = False


@dataclass(frozen=True, slots=True)
class ModelPlaces:
    """Where what a recommender is made of is to be had."""

    team: TeamModelPlace
    encoder: EncoderPlace = field(default_factory=EncoderPlace.shipped)


async def load_recommender(
    desk: Desk,
    models: ModelStore,
    places: ModelPlaces | None = None,
    around: Around = lambda inner: inner,
    aside: ModelQuarantine | None = None,
    salt: bytes = b"",
) -> None:
    """Give *desk* its recommender; a broken model is reported and replaced by the next best one.

    What is at hand is used at once. An encoder or a team's model that has to be fetched first comes
    later, and until then the desk works with what it has.

    Args:
        desk: gets the recommender, and the notices.
        models: what this agent has taught.
        places: where the team's model and the sentence encoder are to be had.
        around: what is to be put around the recommender, such as what measures it.
        aside: where what was learnt is kept when this version cannot read it.
        salt: this installation's own, for a model that begins from nothing.
    """
    places = places or ModelPlaces(TeamModelPlace.of_file(desk.settings))
    loading = _Loading(desk, around, aside, salt)
    try:
        own = await models.load_model()
    except StoreError as error:
        log.warning("the learnt model could not be read: %s", error)
        own = None
    team, trouble = await _found(asyncio.to_thread(places.team.at_hand))
    sentences = await asyncio.to_thread(open_sentences, desk.settings, places.encoder)
    _tell(desk, trouble)
    await loading.begin(own, team, sentences)
    gc.freeze()  # the vocabulary and numpy stay to the end, too; see desk_app.py
    if sentences.vectors is None and places.encoder.fetch is not None:
        encoder = await places.encoder.made_ready()
        sentences = await asyncio.to_thread(open_sentences, desk.settings, encoder)
        if sentences.vectors is None:
            _tell(desk, sentences.trouble)
        else:
            await loading.begin(await desk.export_model(), team, sentences)
    if places.team.fetch is not None:
        team, trouble = await _found(places.team.fetch())
        _tell(desk, trouble)
        await loading.take_in(team)


class _Loading:
    """What has been loaded so far, and what it is put together with next."""

    def __init__(
        self, desk: Desk, around: Around, aside: ModelQuarantine | None, salt: bytes
    ) -> None:
        self._desk = desk
        self._around = around
        self._aside = aside
        self._salt = salt
        self._own: bytes | None = None
        self._sentences = Sentences(None)
        self._loaded: LoadedRecommender | None = None

    async def begin(self, own: bytes | None, team: TeamModel, sentences: Sentences) -> None:
        """Put together what there is; what cannot be read is kept aside."""
        self._sentences = sentences
        self._own, loaded, kept = await asyncio.to_thread(
            _assembled, own, team, self._aside, self._salt, sentences.vectors
        )
        _tell(self._desk, sentences.trouble, loaded.trouble, kept)
        self._use(loaded)

    async def take_in(self, team: TeamModel) -> None:
        """Let a team's model start what is untaught, and challenge what is not.

        What was learnt meanwhile goes along; mostly it is nothing, and the model need not be
        written out for that.
        """
        if self._loaded is None or not team.content:
            return
        state = self._loaded.recommender.state
        if team.sha256 in (state.origin_sha256, state.rival_sha256):
            return
        if state.taught != self._loaded.taught:
            self._own = await self._desk.export_model()
        vectors = self._sentences.vectors
        loaded = await asyncio.to_thread(assemble, self._own, team, self._salt, vectors)
        _tell(self._desk, loaded.trouble)
        self._use(loaded)

    def _use(self, loaded: LoadedRecommender) -> None:
        self._loaded = loaded
        reader = _reader(self._desk, self._sentences)
        self._desk.use_recommender(self._around(loaded.recommender), reader)


def _reader(desk: Desk, sentences: Sentences) -> SentenceReader | None:
    if sentences.encode is None or sentences.vectors is None:
        return None
    return SentenceReader(sentences.vectors, sentences.encode, lambda text: _tell(desk, text))


async def _found(looking: Awaitable[Found]) -> Found:
    """Return what was found; however looking for it fails, the desk goes on without."""
    try:
        return await looking
    except Exception as error:
        log.warning("the team's model could not be looked for", exc_info=error)
        return NO_TEAM, tr(
            "The team's model could not be looked for ({error}).", error=type(error).__name__
        )


def _assembled(
    own: bytes | None,
    team: TeamModel,
    aside: ModelQuarantine | None,
    salt: bytes = b"",
    sentences: SentenceVectors | None = None,
) -> tuple[bytes | None, LoadedRecommender, str]:
    """Put the recommender together; say where what cannot be read is kept, before it is lost.

    Returns:
        The own model that is used, the recommender, and what to report.
    """
    if aside is None:
        return own, assemble(own, team, salt, sentences), ""
    if (kept := aside.read()) is not None and _taught(kept) > _taught(own):
        # An older version could not read it; this one can, so nothing is lost by the detour.
        loaded = assemble(kept, team, salt, sentences)
        if not loaded.begins_anew:
            return kept, loaded, ""
    loaded = assemble(own, team, salt, sentences)
    if own is None or not (loaded.begins_anew or loaded.reads_anew):
        return own, loaded, ""
    path = aside.keep(own, SystemClock().now())
    if loaded.reads_anew:
        return own, loaded, tr("As it was it is kept as {path}.", path=path) if path else ""
    return (
        None,
        loaded,
        tr("It is kept as {path}; suggestions start from scratch.", path=path) if path else "",
    )


def _taught(own: bytes | None) -> int:
    """Return how many codes a stored model was taught; -1 for none, or one that cannot be read."""
    try:
        return -1 if own is None else unpack(own).taught
    except LocalModelError:
        return -1


def assemble(
    own: bytes | None,
    team: TeamModel = NO_TEAM,
    salt: bytes = b"",
    sentences: SentenceVectors | None = None,
) -> LoadedRecommender:
    """Put together the agent's own model and the team's; each that cannot be used is reported."""
    troubles = []
    try:
        state = unpack(own) if own else LocalModel(b"")
    except LocalModelError as error:
        state = LocalModel(b"")
        troubles.append(tr("What was learnt so far cannot be used: {error}.", error=error))
    if state.model and state.taught:
        recommender, problem = build_recommender(state.model, sentences=sentences)
        if not problem:
            challenge, problem = _challenged(recommender, state, team, sentences)
            reads_anew = not recommender.is_of_same_encoder
            told = " ".join(filter(None, (tr_marked(_READS_ANEW) if reads_anew else "", problem)))
            return LoadedRecommender(challenge, told, state.taught, reads_anew=reads_anew)
        troubles.append(tr("What was learnt so far cannot be used: {problem}", problem=problem))
    begins_anew = bool(troubles)
    recommender, problem = build_recommender(team.content or None, salt, sentences)
    if problem:
        troubles.append(tr("The team's model cannot be used: {problem}", problem=problem))
    origin = "" if problem else team.sha256
    challenge = ChampionChallenger(recommender, LocalModel(b"", origin_sha256=origin))
    return LoadedRecommender(challenge, " ".join(troubles), begins_anew=begins_anew)


def build_recommender(
    learnt: bytes | None,
    salt: bytes | None = None,
    sentences: SentenceVectors | None = None,
) -> tuple[TrainableRecommender, str]:
    """Return a recommender and what was wrong with the model *learnt*, if anything.

    *salt* keys the hashes of a new model; one that is loaded brings its own. *sentences* is the
    encoder as the recommender sees it.
    """
    # Here and not at the top: numpy costs time and memory the first window must not wait for.
    from wrapup_desk.domain.recommender.model_error import ModelError
    from wrapup_desk.domain.recommender.recommender import DEFAULT_SALT, StackRecommender
    from wrapup_desk.domain.recommender.text.word_vectors import read_word_vectors

    vocabulary = read_word_vectors(resource("language", "minilm-static-256.npz").read_bytes())
    problem = ""
    recommender = StackRecommender(vocabulary, salt=salt or DEFAULT_SALT, sentences=sentences)
    if learnt is not None:
        try:
            recommender = StackRecommender.load(learnt, vocabulary, sentences=sentences)
        except ModelError as error:
            log.warning("a model cannot be used: %s", error)
            problem = str(error)
        except Exception as error:
            log.warning("a model cannot be used", exc_info=error)
            problem = tr(
                "it breaks the program that reads it ({error}).", error=type(error).__name__
            )
    # A recommender takes back only the cases it opened itself, which the protocol cannot say.
    return cast("TrainableRecommender", recommender), problem


def _challenged(
    own: Recommender,
    state: LocalModel,
    team: TeamModel,
    sentences: SentenceVectors | None = None,
) -> tuple[ChampionChallenger, str]:
    """Return the own model with its challenger: the one on trial, or a newer one of the team's."""
    content, trial = state.challenger, state.trial
    if team.content and team.sha256 not in (state.origin_sha256, state.rival_sha256):
        content, trial = team.content, ChallengerTrial()
        state = replace(state, rival_sha256=team.sha256, trial=trial)
    if not content:
        return ChampionChallenger(own, state), ""
    challenger, problem = build_recommender(content, sentences=sentences)
    if problem:
        without = replace(state, rival_sha256="", trial=ChallengerTrial())
        return ChampionChallenger(own, without), tr(
            "The team's model cannot be used: {problem}", problem=problem
        )
    return ChampionChallenger(own, state, challenger), ""


def _tell(desk: Desk, *troubles: str) -> None:
    if any(troubles):
        desk.notify(Notice("model", NoticeKind.WARNING, " ".join(filter(None, troubles))))


async def run_recommender(core: DeskApp) -> None:
    """Load the recommender, then write down outcomes until cancelled; the last ones, too."""
    store = SqliteOutcomes(core.profile.outcomes_path)
    keeper = OutcomeWriter(store)
    place = team_model_place(core.desk.settings, core.profile, core.address, core.network)
    try:
        around = partial(_measured, core, keeper)
        aside = ModelQuarantine(core.profile.root)
        salt = core.profile.model_salt()
        encoder = encoder_place(core.desk.settings, core.profile.root, core.address, core.network)
        places = ModelPlaces(place, encoder)
        await load_recommender(core.desk, core.store, places, around, aside, salt)
        await keeper.run()
    finally:
        await keeper.flush()
        await store.close()


def _measured(core: DeskApp, keeper: OutcomeWriter, inner: Recommender) -> Recommender:
    def rule_for(name: str, id_: str) -> QueueRule:
        # As they are now: settings change while the program runs.
        return core.desk.settings.rule_for(name, id_)

    return OutcomeRecordingRecommender(inner, rule_for, core.clock, keeper.note)
