from __future__ import annotations

import numpy as np
import pytest

from tests.domain.recommender.text.small_packs import vocabulary, weights
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.text.averaging_encoder import AveragingEncoder


@pytest.fixture(scope="module")
def encoder() -> AveragingEncoder:
    return AveragingEncoder(weights(), vocabulary())


def test_every_text_gets_one_vector_of_length_one(encoder: AveragingEncoder) -> None:
    vectors = encoder.encode(["book a table", "予約する", ""])

    assert vectors.shape == (3, 512)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-4)
    assert encoder.encode([]).shape == (0, 512)


def test_a_text_means_the_same_whatever_is_encoded_beside_it(encoder: AveragingEncoder) -> None:
    alone = encoder.encode(["book a table"])[0]

    assert encoder.encode(["予約する", "book a table"])[1] == pytest.approx(alone, abs=1e-6)


def test_what_stands_beside_a_word_counts(encoder: AveragingEncoder) -> None:
    said, turned = encoder.encode(["book a table", "table a book"])

    assert not np.allclose(said, turned, atol=1e-3)


@pytest.mark.parametrize("name", ["proj2", "w2_5", "q17", "ln_g", "scale", "d3", "eps"])
def test_weights_of_another_network_are_refused(name: str) -> None:
    missing = {key: part for key, part in weights().items() if key != name}
    resized = weights() | {name: np.zeros((3, 3), np.float32)}

    for wrong in (missing, resized):
        with pytest.raises(ModelError, match="damaged"):
            AveragingEncoder(wrong, vocabulary())


@pytest.mark.parametrize("pieces", [b"", b"\xff\xff", vocabulary()[:-3]])
def test_a_vocabulary_that_is_none_is_refused(pieces: bytes) -> None:
    with pytest.raises(ModelError, match="damaged"):
        AveragingEncoder(weights(), pieces)


def test_more_pieces_than_the_weights_have_vectors_for_are_refused() -> None:
    many = {f"piece {at}": -1.0 for at in range(40)}

    with pytest.raises(ModelError, match="more pieces than vectors"):
        AveragingEncoder(weights(), vocabulary(many))
