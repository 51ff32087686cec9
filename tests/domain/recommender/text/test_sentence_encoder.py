from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.tokens import ENCODER
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.text.sentence_encoder import MiniLmEncoder


def test_sentences_of_one_meaning_lie_closer_than_others_of_the_same_words(
    encoder: MiniLmEncoder,
) -> None:
    asked, meant, other = encoder.encode(
        ["my card was swallowed by the machine", "the ATM kept my bank card", "the birthday card"]
    )

    assert asked @ meant > asked @ other + 0.2


def test_a_vector_has_length_one_whatever_was_said(encoder: MiniLmEncoder) -> None:
    vectors = encoder.encode(["", "hello", "word " * 500, "\U0001f600 thank you so much"])

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)


def test_a_script_the_encoder_was_not_trained_for_says_nothing(encoder: MiniLmEncoder) -> None:
    vectors = encoder.encode(
        ["\u65e5\u672c\u8a9e\u306e\u8a71", "\u0e44\u0e17\u0e22", "\U0001f600"]
    )

    assert not vectors.any()


def test_sentences_read_together_come_out_as_each_alone(encoder: MiniLmEncoder) -> None:
    texts = ["hello", "I want my money back, please, and at once", "word " * 100]

    together = encoder.encode(texts)

    assert together == pytest.approx(
        np.concatenate([encoder.encode([text]) for text in texts]), abs=1e-5
    )


def test_nothing_to_encode_is_no_row(encoder: MiniLmEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


@pytest.mark.parametrize("missing", ["vec", "vocab", "3iq"])
def test_a_file_with_a_part_missing_is_refused(missing: str) -> None:
    with np.load(ENCODER, allow_pickle=False) as arrays:
        kept = {name: arrays[name] for name in arrays if name != missing}

    with pytest.raises(ModelError, match="damaged"):
        MiniLmEncoder(kept)


def test_vectors_cut_short_are_refused() -> None:
    with np.load(ENCODER, allow_pickle=False) as arrays:
        parts = {name: arrays[name] for name in arrays}
    parts["vec"] = parts["vec"][:-1]

    with pytest.raises(ModelError, match="end early"):
        MiniLmEncoder(parts)
