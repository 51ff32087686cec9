"""The language table is read once for all tests that need it."""

from __future__ import annotations

import pytest

from tests.domain.recommender.talk_examples import TABLE
from wrapup_desk.domain.recommender.vocabulary import Vocabulary, read_vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return read_vocabulary(TABLE.read_bytes())
