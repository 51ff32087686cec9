"""Loads the recommender after the window shows, in a thread, with what was learnt so far."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
import logging
from pathlib import Path
from typing import cast

from wrapup_desk.application.desk import Desk
from wrapup_desk.application.desk_state import Notice, NoticeKind
from wrapup_desk.application.ports import ModelStore, Recommender, StoreError
from wrapup_desk.application.settings import Settings
from wrapup_desk.main.resources import resource

log = logging.getLogger(__name__)


async def load_recommender(desk: Desk, models: ModelStore) -> None:
    """Give *desk* its recommender; a broken model is told and replaced by a fresh one."""
    try:
        learnt = await models.load_model()
    except StoreError as error:
        log.warning("the learnt model could not be read: %s", error)
        learnt = None
    troubles = []
    if learnt is None and desk.settings.model:
        # What this agent has learnt already began with the team's model.
        learnt, trouble = await asyncio.to_thread(read_team_model, desk.settings)
        troubles.append(trouble)
    recommender, trouble = await asyncio.to_thread(build_recommender, learnt)
    troubles.append(trouble)
    if any(troubles):
        desk.notify(Notice("model", NoticeKind.WARNING, " ".join(filter(None, troubles))))
    desk.use_recommender(recommender)
    gc.freeze()  # the vocabulary and numpy stay to the end, too; see running_desk.py


def read_team_model(settings: Settings) -> tuple[bytes | None, str]:
    """Return the model file the settings name, and what was wrong with it, if anything."""
    try:
        content = Path(settings.model).read_bytes()
    except OSError as error:
        return None, f"The team's model {settings.model} cannot be read: {error.strerror}."
    found = hashlib.sha256(content).hexdigest()
    if settings.model_sha256 and not hmac.compare_digest(found, settings.model_sha256.lower()):
        return None, f"The team's model {settings.model} is not the file its checksum names."
    return content, ""


def build_recommender(learnt: bytes | None, salt: bytes | None = None) -> tuple[Recommender, str]:
    """Return a recommender and what was wrong with the learnt model, if anything.

    *salt* keys the hashes of a new model; one that is loaded brings its own.
    """
    # Here and not at the top: numpy costs time and memory the first window must not wait for.
    from wrapup_desk.domain.recommender.model_error import ModelError
    from wrapup_desk.domain.recommender.recommender import DEFAULT_SALT, StackRecommender
    from wrapup_desk.domain.recommender.vocabulary import read_vocabulary

    vocabulary = read_vocabulary(resource("language", "minilm-static-256.npz").read_bytes())
    recommender, problem = StackRecommender(vocabulary, salt=salt or DEFAULT_SALT), ""
    if learnt is not None:
        try:
            recommender = StackRecommender.load(learnt, vocabulary)
        except ModelError as error:
            log.warning("the learnt model cannot be used: %s", error)
            problem = f"What was learnt so far cannot be used: {error}"
    # A recommender takes back only the cases it opened itself, which the protocol cannot say.
    return cast("Recommender", recommender), problem
