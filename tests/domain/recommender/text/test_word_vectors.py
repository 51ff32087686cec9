from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.text.word_vectors import (
    WordVectors,
    no_word_vectors,
    read_word_vectors,
)


def likeness(vocabulary: WordVectors, one: str, other: str) -> float:
    left, right = vocabulary.word_vector(one), vocabulary.word_vector(other)
    return float(left @ right / (np.linalg.norm(left) * np.linalg.norm(right)))


def test_words_of_like_meaning_are_near(vocabulary: WordVectors) -> None:
    assert likeness(vocabulary, "puppy", "dog") > likeness(vocabulary, "puppy", "invoice") + 0.2


def test_unknown_words_are_made_of_known_pieces(vocabulary: WordVectors) -> None:
    assert np.abs(vocabulary.word_vector("toasterification")).sum() > 0


def test_what_cannot_be_pieced_together_means_nothing(vocabulary: WordVectors) -> None:
    assert np.abs(vocabulary.word_vector("\ud7a4")).sum() == 0


def test_without_a_table_every_word_means_nothing() -> None:
    assert np.abs(no_word_vectors().word_vector("dog")).sum() == 0


@pytest.mark.parametrize("raw", [b"", b"PK", b"\x93NUMPY", b"x" * 100])
def test_a_damaged_table_is_refused(raw: bytes) -> None:
    with pytest.raises(ModelError, match="language table"):
        read_word_vectors(raw)


def test_a_table_whose_parts_differ_in_length_is_refused() -> None:
    file = io.BytesIO()
    np.savez(file, toks=np.array(["a"]), q=np.zeros((2, 4), np.int8), s=np.zeros((2, 1)))

    with pytest.raises(ModelError, match="differ in length"):
        read_word_vectors(file.getvalue())


@pytest.mark.parametrize("scale", [np.nan, np.inf, -np.inf, 1e30])
def test_a_table_with_a_number_that_cannot_be_is_refused(scale: float) -> None:
    file = io.BytesIO()
    scales = np.array([[0.1], [scale]], np.float32)
    np.savez(file, toks=np.array(["a", "b"]), q=np.zeros((2, 4), np.int8), s=scales)

    with pytest.raises(ModelError, match="numbers that cannot be"):
        read_word_vectors(file.getvalue())


def test_a_small_table_that_unpacks_to_a_huge_one_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("toks.npy", bytes(257 << 20))

    with pytest.raises(ModelError, match="larger than one can be"):
        read_word_vectors(file.getvalue())
