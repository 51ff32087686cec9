"""A file with a right checksum may still hold what no model can have learnt."""

from __future__ import annotations

import hashlib
import json
import math
import tracemalloc
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.recommender.talk_examples import BILLING, CODES, ask, case_of, teach
from wrapup_desk.domain.recommender.file.model_file import read_model, write_model
from wrapup_desk.domain.recommender.model_checks import (
    _ALL_PARTS,
    _MOST,
    MOST_CODES,
    checked_index,
)
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.wrapup import WrapupCode

TAUGHT = teach(StackRecommender(), 130)
PARTS = read_model(TAUGHT.export())
START = TAUGHT.export()[:18]
FLOATS = sorted(name for name, part in PARTS.items() if part.dtype.kind == "f" and part.size)


def sealed(body: bytes) -> bytes:
    """Return a file of *body* with the right magic, version and checksum."""
    packed = zlib.compress(body, 1)
    return START + hashlib.sha256(packed).digest() + packed


def headed(header: bytes, rest: bytes = b"") -> bytes:
    return sealed(len(header).to_bytes(4, "little") + header + rest)


def listing(**changed: list[Any]) -> bytes:
    """Return the list of parts of a model, the *changed* ones with another shape."""
    index: list[Any] = [
        [name, part.dtype.name, changed.get(name, list(part.shape))]
        for name, part in PARTS.items()
    ]
    return json.dumps(index).encode()


def changed(name: str, place: int, number: float) -> bytes:
    """Return a model file in which one number of one part is another."""
    part = PARTS[name].copy()
    part.reshape(-1)[place] = number
    return write_model(PARTS | {name: part})


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(FLOATS),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from([math.nan, math.inf, -math.inf]),
)
def test_a_number_that_is_none_is_refused_wherever_it_stands(
    name: str, where: float, number: float
) -> None:
    raw = changed(name, int(where * PARTS[name].size), number)

    with pytest.raises(ModelError, match=r"damaged"):
        StackRecommender.load(raw)


@pytest.mark.parametrize(
    ("name", "place", "number"),
    [
        ("usual/conversations", 0, -1),
        ("usual/met in", 0, 131),
        ("meant/proved", 0, 50.5),
        ("usual/meaning", 0, 132.0),
        ("lengths/values", 0, -3.0),
        ("confirmations", 0, -1.0),
        ("slips", 0, 1.5),
        ("codes", 0, int(PARTS["codes"][1])),
        ("shares/total", 1, -1.0),
        ("shares/fading/counts", 0, -1.0),
        ("shares/by queue/counts", 0, -1.0),
        ("whole/rows", 0, 1 << 20),
        ("whole/revision", 0, -4),
        ("prototypes/counts", 0, -1.0),
        ("prototypes/sums", 0, 1_000.0),
        ("spread/counts", 0, -1.0),
        ("spread/scatter", 0, 60_000.0),
        ("thresholds/outcomes", 0, 1.5),
        ("thresholds/places", 2, 3),
        ("thresholds/places", 0, 2),
        ("final/weights", 0, 1e6),
        ("live/precision", 0, -1.0),
    ],
)
def test_an_absurd_number_is_refused(name: str, place: int, number: float) -> None:
    with pytest.raises(ModelError, match="damaged"):
        StackRecommender.load(changed(name, place, number))


@pytest.mark.parametrize(
    ("keys", "record"),
    [((9, 1, 0), (2, 1, 1)), ((0, 1, 2), (2, 1, 1)), ((0, 1, 0), (2, 3, 1))],
)
def test_a_source_that_cannot_be_is_refused(
    keys: tuple[int, int, int], record: tuple[int, int, int]
) -> None:
    changes = {
        "sources/keys": np.array([keys], np.uint64),
        "sources/records": np.array([record], np.float64),
    }

    with pytest.raises(ModelError, match="source"):
        StackRecommender.load(write_model(PARTS | changes))


def test_a_customer_with_a_code_that_is_not_listed_is_refused() -> None:
    known = PARTS | {"customers/keys": np.ones(1, np.uint64)}
    listed, unlisted = (np.array([code], np.uint32) for code in (3, 4))

    assert StackRecommender.load(write_model(known | {"customers/codes": listed})).labels == 130
    with pytest.raises(ModelError, match="customer"):
        StackRecommender.load(write_model(known | {"customers/codes": unlisted}))


def test_a_salt_longer_than_a_key_can_be_is_refused() -> None:
    with pytest.raises(ModelError, match="'salt'"):
        StackRecommender.load(write_model(PARTS | {"salt": np.ones(65, np.uint8)}))


def test_more_codes_than_any_centre_has_are_refused() -> None:
    codes = np.arange(MOST_CODES + 1, dtype=np.uint64)

    with pytest.raises(ModelError, match="more than 2,000 codes"):
        StackRecommender.load(write_model(PARTS | {"codes": codes}))


def test_a_part_that_no_model_has_is_refused() -> None:
    with pytest.raises(ModelError, match="list of parts"):
        read_model(write_model(PARTS | {"anything": np.zeros(3)}))


def test_a_part_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelError, match="another kind"):
        read_model(write_model(PARTS | {"slips": np.zeros(1, np.float16)}))


@pytest.mark.parametrize(
    "header",
    [
        b"[" * 60_000,
        b'{"a":' * 12_000,
        b"",
        b"{}",
        b"[1]",
        b"[[1, 2, 3]]",
        b'[["salt", "uint8", 16]]',
        b"\xff\xfe",
        listing(salt=[-1]),
        listing(salt=[True]),
        listing(salt=[1.0]),
        listing(codes=[4, 1]),
        listing(**{"whole/rows": [1 << 62]}),
        listing()[:-1] + b"," + listing()[1:],
    ],
)
def test_a_list_of_parts_that_is_none_is_refused(header: bytes) -> None:
    with pytest.raises(ModelError, match="damaged"):
        read_model(headed(header))


def test_a_list_of_parts_that_never_ends_is_refused() -> None:
    with pytest.raises(ModelError, match="cut off"):
        read_model(sealed((1 << 31).to_bytes(4, "little") + b" " * 200_000))


@pytest.mark.parametrize("header", [b"[]", listing()])
def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_before_it_does(header: bytes) -> None:
    bomb = headed(header, bytes(100 << 20))
    tracemalloc.start()

    with pytest.raises(ModelError):
        read_model(bomb)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(bomb) < 1 << 20
    assert most < 20 << 20


def test_a_huge_file_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ModelError, match="larger than a model can be"):
        read_model(TAUGHT.export(), most_bytes=1_000)


def test_a_code_that_was_listed_but_never_judged_is_no_damage() -> None:
    model = teach(StackRecommender(), 8)
    case_of(model, ["hello"], [*CODES, WrapupCode("new", "Brand new")])

    loaded = StackRecommender.load(model.export())

    assert len(ask(loaded, ["wallet"], facts=BILLING).suggestions) == len(CODES)


def test_parts_that_are_too_much_together_are_refused_before_they_are_unpacked() -> None:
    listed = [
        [
            name,
            part.kind,
            [each if isinstance(each, int) else _MOST[each] for each in part.shape],
        ]
        for name, part in _ALL_PARTS.items()
    ]

    with pytest.raises(ModelError, match="larger than a model can be"):
        checked_index(listed)
