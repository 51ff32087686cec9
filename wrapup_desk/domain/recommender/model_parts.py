"""Takes a recommender's memory apart into named arrays, and puts it together again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.sources import Record
from wrapup_desk.domain.recommender.threshold import ActingThreshold
from wrapup_desk.domain.suggestion import Source

if TYPE_CHECKING:
    from wrapup_desk.domain.recommender.heads import Head
    from wrapup_desk.domain.recommender.recommender import StackRecommender

Array = NDArray[Any]
Parts = dict[str, Array]

_SOURCES = tuple(Source)


def parts_of(model: StackRecommender) -> Parts:
    """Return everything *model* has learnt; code names are not part of it."""
    met = np.flatnonzero(model.rarity.met_in)
    parts: Parts = {
        "salt": np.frombuffer(model.hasher.salt, np.uint8),
        "table": np.array([model.vocabulary.fingerprint], np.uint64),
        "rarity/conversations": np.array([model.rarity.conversations], np.int64),
        "rarity/buckets": met.astype(np.uint32),
        "rarity/met in": model.rarity.met_in[met],
        "codes": np.fromiter(model.codes.column_of, np.uint64, len(model.codes)),
        "shares/total": model.shares.total,
        "customers/keys": _numbers(model.customers.last_code, np.uint64),
        "customers/codes": _numbers(model.customers.last_code.values(), np.uint32),
    }
    for name, table in (("by queue", model.shares.by_queue), ("fading", model.shares.fading)):
        parts[f"shares/{name}/queues"] = _numbers(table, np.uint64)
        rows = list(table.values())
        parts[f"shares/{name}/counts"] = np.array(rows).reshape(len(rows), -1)
    for kind, head in model.heads.items():
        parts |= {f"{kind}/{name}": part for name, part in _head_parts(head).items()}
    return parts | _source_parts(model) | _threshold_parts(model)


def restore(model: StackRecommender, parts: Parts) -> None:
    """Fill the fresh *model* with *parts*.

    Raises:
        ModelError: the parts do not belong together, or to another language table.
    """
    table = int(parts["table"][0])
    if model.vocabulary.fingerprint and table and table != model.vocabulary.fingerprint:
        raise ModelError("The model was taught with another language table than this program's.")
    _restore_counts(model, parts)
    for kind, head in model.heads.items():
        _restore_head(head, len(model.codes), parts, kind)
    for at, numbers in enumerate(parts["sources/keys"].tolist()):
        source, queue, agrees = numbers
        key = (_SOURCES[source], _queue(queue), bool(agrees))
        model.sources.records[key] = Record(*parts["sources/records"][at].tolist())
    _restore_thresholds(model, parts)


def _restore_counts(model: StackRecommender, parts: Parts) -> None:
    model.rarity.conversations = int(parts["rarity/conversations"][0])
    model.rarity.met_in[parts["rarity/buckets"]] = parts["rarity/met in"]
    columns = parts["codes"].tolist()
    model.codes.column_of.update({hashed: column for column, hashed in enumerate(columns)})
    model.shares.total = parts["shares/total"].copy()
    for name, table in (("by queue", model.shares.by_queue), ("fading", model.shares.fading)):
        queues = parts[f"shares/{name}/queues"].tolist()
        table.update(zip(queues, parts[f"shares/{name}/counts"].copy(), strict=True))
    model.shares.widen(len(columns))
    customers = parts["customers/keys"].tolist(), parts["customers/codes"].tolist()
    model.customers.last_code.update(zip(*customers, strict=True))


def _head_parts(head: Head) -> Parts:
    rows = head.linear.touched()
    return {
        "rows": rows.astype(np.uint32),
        "weights": head.linear.weights[rows].astype(np.float16),
        "gradients": head.linear.gradients[rows],
        "prototypes": head.prototypes.sums.astype(np.float16),
        "prototype counts": head.prototypes.counts,
        "stack/weights": head.stack.weights,
        "stack/precision": head.stack.precision,
    }


def _restore_head(head: Head, codes: int, parts: Parts, kind: str) -> None:
    rows = parts[f"{kind}/rows"]
    weights = parts[f"{kind}/weights"].astype(np.float32)
    head.widen(max(codes, weights.shape[1]))
    head.linear.weights[rows, : weights.shape[1]] = weights
    head.linear.gradients[rows] = parts[f"{kind}/gradients"]
    sums = parts[f"{kind}/prototypes"]
    head.prototypes.sums[: len(sums)] = sums
    head.prototypes.counts[: len(sums)] = parts[f"{kind}/prototype counts"]
    for name in ("weights", "precision"):
        part = parts[f"{kind}/stack/{name}"]
        if part.shape != getattr(head.stack, name).shape:
            raise ModelError("The model file was made by a program with other experts.")
        setattr(head.stack, name, part.copy())


def _source_parts(model: StackRecommender) -> Parts:
    keys = [
        (_SOURCES.index(source), queue % (1 << 64), int(agrees))
        for source, queue, agrees in model.sources.records
    ]
    records = [(each.named, each.right, each.expected) for each in model.sources.records.values()]
    return {
        "sources/keys": np.array(keys, np.uint64).reshape(-1, 3),
        "sources/records": np.array(records, np.float64).reshape(-1, 3),
    }


def _threshold_parts(model: StackRecommender) -> Parts:
    kinds = list(model.heads)
    places = model.thresholds.by_place
    outcomes = [outcome for each in places.values() for outcome in each.outcomes]
    keys = [
        (kinds.index(kind), queue % (1 << 64), len(places[kind, queue].outcomes))
        for kind, queue in places
    ]
    return {
        "thresholds/places": np.array(keys, np.uint64).reshape(-1, 3),
        "thresholds/outcomes": np.array(outcomes, np.float32).reshape(-1, 2),
    }


def _restore_thresholds(model: StackRecommender, parts: Parts) -> None:
    kinds = list(model.heads)
    outcomes = [
        (probability, right > 0) for probability, right in parts["thresholds/outcomes"].tolist()
    ]
    at = 0
    for kind, queue, count in parts["thresholds/places"].tolist():
        place = (kinds[kind], _queue(queue))
        model.thresholds.by_place[place] = ActingThreshold(outcomes[at : at + count])
        at += count


def _queue(stored: int) -> int:
    """Return a queue's number; "all queues" is stored as the largest one."""
    return -1 if stored == (1 << 64) - 1 else stored


def _numbers(numbers: Iterable[int], kind: type[np.generic]) -> Array:
    return np.array(list(numbers), kind)
