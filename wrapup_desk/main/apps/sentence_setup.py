"""Opens the sentence encoder of this installation, where it is at hand."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.apps.encoder_place import EncoderPlace

if TYPE_CHECKING:  # numpy costs time and memory the first window must not wait for
    from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a recommender knows of sentences, and how they are encoded for it.

    *vectors* is None where the encoder is still to come: what it taught is kept, and none are
    read. *encode* is None where there is nothing to do: no encoder, or one that works at once.
    """

    vectors: SentenceVectors | None
    encode: Callable[[Sequence[str]], Awaitable[Any]] | None = None
    trouble: str = ""


def open_sentences(
    settings: Settings, place: EncoderPlace | None = None, *, encodes_at_once: bool = False
) -> Sentences:
    """Open the encoder at *place*; one that cannot be used is reported and left out.

    Only its file's list of contents is read here. *encodes_at_once* is for work on a thread of
    its own: a recommender then waits for each sentence.
    """
    from wrapup_desk.adapters.files.encoder_file import EncoderFile, EncoderThread
    from wrapup_desk.domain.recommender.model_error import ModelError
    from wrapup_desk.domain.recommender.text.sentence_vectors import (
        SentenceVectors,
        no_sentence_vectors,
    )

    if not settings.reads_sentences:
        return Sentences(no_sentence_vectors())
    path, trouble = (place or EncoderPlace.shipped()).at_hand()
    if path is None:
        if trouble:
            log.warning("the sentence encoder cannot be used: %s", trouble)
        return Sentences(None, trouble=trouble)
    try:
        file = EncoderFile(path)
    except ModelError as error:
        log.warning("the sentence encoder cannot be used: %s", error)
        return Sentences(None, trouble=str(error))
    worker = EncoderThread(file)
    if encodes_at_once:
        vectors = SentenceVectors(file.dimensions, file.fingerprint, worker.encode_here)
        return Sentences(vectors)
    return Sentences(SentenceVectors(file.dimensions, file.fingerprint), worker.encode)
