"""The language table is read once for all tests that need it."""

from __future__ import annotations

import pytest

from tests.domain.recommender.talk_examples import TABLE
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors, read_word_vectors


@pytest.fixture(scope="session")
def vocabulary() -> WordVectors:
    return read_word_vectors(TABLE.read_bytes())
