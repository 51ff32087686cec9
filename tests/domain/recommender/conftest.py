"""The language table and the sentence encoder are read once for all tests that need them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.tokens import ENCODER
from tests.domain.recommender.talk_examples import TABLE
from wrapup_desk.domain.recommender.text.sentence_encoder import MiniLmEncoder
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors, read_word_vectors


@pytest.fixture(scope="session")
def vocabulary() -> WordVectors:
    return read_word_vectors(TABLE.read_bytes())


@pytest.fixture(scope="session")
def encoder() -> MiniLmEncoder:
    with np.load(ENCODER, allow_pickle=False) as arrays:
        return MiniLmEncoder(arrays)


@pytest.fixture(scope="session")
def sentences(encoder: MiniLmEncoder) -> SentenceVectors:
    """The encoder as a recommender sees it that may wait for each sentence."""
    return SentenceVectors(encoder.dimensions, 4711, encoder.encode)
