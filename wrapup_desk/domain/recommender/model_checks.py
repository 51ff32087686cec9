"""Refuses a model file whose parts are unknown, too large, or hold numbers that cannot be.

A checksum only says that a file is the one somebody wrote. What it holds is judged here, its sizes
before anything is unpacked: a number that is none would end as certainty about nonsense.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.blend.conditional_logit import MOST_WEIGHT
from wrapup_desk.domain.recommender.experts.priors import KEPT_CUSTOMERS
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.text.feature_hasher import BUCKETS
from wrapup_desk.domain.recommender.trust import code_breaker as breaker
from wrapup_desk.domain.recommender.trust import known_words, meant_labels
from wrapup_desk.domain.recommender.trust.code_breaker import KEPT_RECORDS
from wrapup_desk.domain.recommender.trust.threshold import KEPT_OUTCOMES
from wrapup_desk.domain.suggestion import Source

Array = NDArray[Any]
Parts = Mapping[str, Array]
# Name, kind of number, and shape of each part, in the order of the file.
Index = list[tuple[str, str, tuple[int, ...]]]

MOST_CODES = 2_000
MOST_BYTES = 1 << 30
_MOST_COUNTED = 1e12
# How long a dimension may be; equal names are equally long.
_MOST = {
    "salt": 64,
    "codes": MOST_CODES,
    # A code that was only seen in a list has no columns yet.
    "columns": MOST_CODES,
    "meaning": 1_024,
    "pairs of meaning": 1_024 * 1_025 // 2,
    "sense": 1_024,
    "sense rows": 2 * 1_024,
    "pairs of sense": 1_024 * 1_025 // 2,
    "met": BUCKETS,
    "whole rows": BUCKETS + 2 * 1_024,
    "beginnings rows": BUCKETS + 2 * 1_024,
    "queues of lengths": 10_000,
    "queues of shares": 10_000,
    "queues lately": 10_000,
    "customers": KEPT_CUSTOMERS,
    "weights": 1_000,
    "sources": 60_000,
    "places": 20_002,
    "outcomes": 20_002 * KEPT_OUTCOMES,
    "breakers": KEPT_RECORDS,
    "meant": meant_labels.KEPT,
    "places of words": known_words.KEPT_PLACES,
    "languages": known_words.KEPT_PLACES,
}


class Part(NamedTuple):
    """What one part may be."""

    kind: str
    shape: tuple[str | int, ...]
    least: float = 0.0
    most: float = _MOST_COUNTED


# The last talks were below or above what is usual, in spreads; a little more by rounding.
_FARTHEST = 10.0
_ANY_HASH = float(1 << 64)
_INT16, _UINT8 = 1 << 15, 255.0


def _linear(name: str) -> dict[str, Part]:
    rows = f"{name} rows"
    return {
        f"{name}/rows": Part("uint32", (rows,)),
        f"{name}/weights": Part("int16", (rows, "columns"), -_INT16),
        f"{name}/means": Part("int16", (rows, "columns"), -_INT16),
        f"{name}/squares": Part("uint8", (rows, "columns"), most=_UINT8),
        f"{name}/revision": Part("int64", (1,)),
    }


def _dense(name: str) -> dict[str, Part]:
    return {
        f"{name}/weights": Part("int16", ("sense rows", "columns"), -_INT16),
        f"{name}/means": Part("int16", ("sense rows", "columns"), -_INT16),
        f"{name}/squares": Part("uint8", ("sense rows", "columns"), most=_UINT8),
        f"{name}/revision": Part("int64", (1,)),
    }


def _prototypes(name: str, spread: str, kind: str) -> dict[str, Part]:
    return {
        f"{name}/sums": Part("float16", ("columns", 2, kind), -_MOST_COUNTED),
        f"{name}/counts": Part("float32", ("columns", 2)),
        f"{spread}/counts": Part("float64", (2,)),
        # Means of products of numbers from -2 to 2, in steps of a 512th.
        f"{spread}/scatter": Part("float16", (2, f"pairs of {kind}"), -2_100.0, 2_100.0),
    }


def _head(name: str) -> dict[str, Part]:
    return {
        f"{name}/weights": Part("float64", ("weights",), -MOST_WEIGHT, MOST_WEIGHT),
        f"{name}/precision": Part("float64", ("weights", "weights"), -_MOST_COUNTED),
    }


_PARTS: dict[str, Part] = {
    "salt": Part("uint8", ("salt",)),
    "table": Part("uint64", (1,), most=_ANY_HASH),
    "usual/conversations": Part("int64", (1,)),
    "usual/buckets": Part("uint32", ("met",), most=BUCKETS - 1),
    "usual/met in": Part("uint32", ("met",)),
    "usual/meaning": Part("float64", (2, "meaning"), -_MOST_COUNTED),
    "lengths/queues": Part("uint64", ("queues of lengths",), most=_ANY_HASH),
    "lengths/values": Part("float64", ("queues of lengths", 2)),
    "confirmations": Part("float64", (5,)),
    "slips": Part("float64", (1,), most=1.0),
    "codes": Part("uint64", ("codes",), most=_ANY_HASH),
    "codes/moved to": Part("uint32", ("codes",), most=MOST_CODES),
    "shares/total": Part("float64", ("columns",)),
    "shares/by queue/queues": Part("uint64", ("queues of shares",), most=_ANY_HASH),
    "shares/by queue/counts": Part("float64", ("queues of shares", "columns")),
    "shares/fading/queues": Part("uint64", ("queues lately",), most=_ANY_HASH),
    "shares/fading/counts": Part("float64", ("queues lately", "columns")),
    "customers/keys": Part("uint64", ("customers",), most=_ANY_HASH),
    "customers/codes": Part("uint32", ("customers",)),
    **_prototypes("prototypes", "spread", "meaning"),
    "sources/keys": Part("uint64", ("sources", 3), most=_ANY_HASH),
    "sources/records": Part("float64", ("sources", 3)),
    "thresholds/places": Part("uint64", ("places", 3), most=_ANY_HASH),
    "thresholds/outcomes": Part("float32", ("outcomes", 2), most=1.0),
    **_linear("whole"),
    **_linear("beginnings"),
    **_head("final"),
    **_head("live"),
}
# What sentences taught; a model from before there was an encoder has none of it.
_SENSE_PARTS: dict[str, Part] = {
    "encoder": Part("uint64", (1,), most=_ANY_HASH),
    # Columns; -1 for no runner-up, or an outcome that is still to come.
    "breakers/pairs": Part("int32", ("breakers", 2), -1.0, MOST_CODES),
    "breakers/chosen": Part("int32", ("breakers", breaker.KEPT_OUTCOMES), -1.0, MOST_CODES),
    "meant": Part("int32", ("meant", 2), -20_000.0, 20_000.0),
    "meant/followed": Part("int32", ("meant", 2), -20_000.0, 20_000.0),
    "meant/now": Part("uint8", (1,), most=1.0),
    # A little more than can be, by rounding.
    "meant/proved": Part("float64", ("columns", 2), most=meant_labels.MOST_PROVED + 1.0),
    "hearing": Part("float64", (3,)),
    "known words/places": Part("uint64", ("places of words", 2), most=_ANY_HASH),
    "known words/values": Part("float64", ("places of words", 3)),
    "known words/languages": Part("uint64", ("languages",), most=_ANY_HASH),
    "known words/off": Part("float64", ("languages", 2), -_FARTHEST, _FARTHEST),
    "shares/offered": Part("float64", ("columns",)),
    "usual/sense": Part("float64", (2, "sense"), -_MOST_COUNTED),
    "usual/sense met": Part("float64", (2,)),
    **_prototypes("sense prototypes", "sense spread", "sense"),
    **_dense("sense whole"),
    **_dense("sense beginnings"),
}
_ALL_PARTS = _PARTS | _SENSE_PARTS
# Came later than the others; what is missing begins anew.
_MAY_LACK = {
    "codes/moved to", "hearing", "meant/followed", "meant/now", "meant/proved",
    "known words/places", "known words/values", "known words/languages", "known words/off",
}  # fmt: skip


def checked_index(listed: Any, *, has_sense: bool = True) -> Index:
    """Return the list of parts as a file gives it, once all of it is as it should be.

    Raises:
        ModelError: a part is missing, unknown, listed twice, or too large.
    """
    if not isinstance(listed, list):
        raise _damaged("its list of parts is none")
    index = [_listed(entry) for entry in listed]
    names = [name for name, _, _ in index]
    wanted = set(_ALL_PARTS if has_sense else _PARTS)
    if len(names) != len(set(names)) or set(names) | (_MAY_LACK & wanted) != wanted:
        raise _damaged("its list of parts is wrong")
    lengths: dict[str, int] = {}
    for name, kind, shape in index:
        _check_shape(name, kind, shape, lengths)
    if lengths["columns"] > lengths["codes"]:
        raise _damaged("it has learnt codes that it does not list")
    if sum(size_of(kind, shape) for _, kind, shape in index) > MOST_BYTES:
        raise ModelError("The model file is larger than a model can be.")
    return index


def size_of(kind: str, shape: Iterable[int]) -> int:
    """Return how many bytes a part takes."""
    size = np.dtype(kind).itemsize
    for length in shape:
        size *= length
    return size


def check_parts(parts: Parts) -> None:
    """Check that every number is one that a model can have learnt.

    Raises:
        ModelError: a number is none, or outside what can be.
    """
    for name, part in parts.items():
        wanted = _ALL_PARTS[name]
        lowest, highest = (float(part.min()), float(part.max())) if part.size else (0.0, 0.0)
        # A comparison with what is no number is false.
        if part.size and not wanted.least <= lowest <= highest <= wanted.most:
            raise _damaged(f"'{name}' holds numbers that cannot be")
    for wrong in _contradictions(parts):
        raise _damaged(wrong)


def _listed(entry: Any) -> tuple[str, str, tuple[int, ...]]:
    match entry:
        case [str(name), str(kind), [*shape]] if all(type(each) is int for each in shape):
            return name, kind, tuple(shape)
    raise _damaged("its list of parts is wrong")


def _check_shape(name: str, kind: str, shape: tuple[int, ...], lengths: dict[str, int]) -> None:
    wanted = _ALL_PARTS[name]
    if kind != wanted.kind or len(shape) != len(wanted.shape):
        raise _damaged(f"'{name}' is of another kind")
    for length, dimension in zip(shape, wanted.shape, strict=True):
        if isinstance(dimension, int):
            is_right = length == dimension
        else:
            if dimension == "codes" and length > MOST_CODES:
                raise ModelError(f"The model file knows more than {MOST_CODES:,} codes.")
            is_right = lengths.setdefault(dimension, length) == length
            is_right = is_right and 0 <= length <= _MOST[dimension]
        if not is_right:
            raise _damaged(f"'{name}' is longer or shorter than it can be")


def _contradictions(parts: Parts) -> Iterable[str]:
    """Yield what is wrong between parts whose numbers are each possible."""
    conversations, columns = parts["usual/conversations"][0], len(parts["shares/total"])
    if (parts["usual/met in"] > conversations).any():
        yield "words were met in more conversations than there were"
    if (np.abs(parts["usual/meaning"]) > conversations + 1).any():
        yield "a mean meaning is longer than any meaning"
    yield from _wrong_codes(parts)
    if (parts["customers/codes"] >= columns).any():
        yield "a customer had a code that is not listed"
    if not all(_are_means(parts, name) for name in ("prototypes", "sense prototypes")):
        yield "a mean meaning of a code is longer than any meaning"
    yield from _wrong_records(parts)
    for head in ("final", "live"):
        if not _is_positive_definite(parts[f"{head}/precision"]):
            yield f"'{head}/precision' holds numbers that cannot be"


def _wrong_codes(parts: Parts) -> Iterable[str]:
    if len(np.unique(parts["codes"])) != len(parts["codes"]):
        yield "a code is listed twice"
    moved_to = np.sort(parts.get("codes/moved to", np.zeros(0)))
    if (moved_to != np.arange(len(moved_to))).any():
        yield "two codes have one place"


def _are_means(parts: Parts, name: str) -> bool:
    if f"{name}/sums" not in parts:
        return True
    lengths = np.linalg.norm(parts[f"{name}/sums"].astype(np.float64), axis=2)
    return bool((lengths <= 1.01 * parts[f"{name}/counts"] + 0.01).all())


def _wrong_records(parts: Parts) -> Iterable[str]:
    records, keys = parts["sources/records"], parts["sources/keys"]
    if (records[:, 1:] > records[:, :1] + 1e-6).any():
        yield "a source was right more often than it was asked"
    proved = parts.get("meant/proved", np.zeros((0, 2)))
    if (proved[:, 0] > proved[:, 1] + 1e-6).any():
        yield "a name was right more often than it was put first"
    columns = len(parts["shares/total"])
    chosen = parts["meant"][:, 1] if "meant" in parts else np.zeros(0)
    followed = parts["meant/followed"][:, 1] if "meant/followed" in parts else np.zeros(0)
    listed = [parts[name] for name in _OF_BREAKERS if name in parts]
    if any((each >= columns).any() for each in (chosen, followed, *listed)) or (chosen < 0).any():
        yield "a code was contradicted that is not listed"
    if (keys[:, 0] >= len(Source)).any() or (keys[:, 2] > 1).any():
        yield "a source is unknown"
    counts = parts["thresholds/places"][:, 2]
    if (counts > KEPT_OUTCOMES).any() or int(counts.sum()) != len(parts["thresholds/outcomes"]):
        yield "its outcomes do not belong to its places"


_OF_BREAKERS = ("breakers/pairs", "breakers/chosen")


def _is_positive_definite(matrix: Array) -> bool:
    try:
        np.linalg.cholesky((matrix + matrix.T) / 2)
    except np.linalg.LinAlgError:
        return False
    return True


def _damaged(why: str) -> ModelError:
    return ModelError(f"The model file is damaged: {why}.")
