"""Takes a model's memory apart into named arrays, and puts it together again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.blend.heads import BlendHead
from wrapup_desk.domain.recommender.blend.sources import SourceRecord
from wrapup_desk.domain.recommender.experts.dense import DenseExpert
from wrapup_desk.domain.recommender.experts.linear import LinearExpert
from wrapup_desk.domain.recommender.experts.prototypes import Prototypes
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.model_state import ModelState
from wrapup_desk.domain.recommender.text.feature_hasher import BUCKETS
from wrapup_desk.domain.recommender.trust.code_breaker import KEPT_OUTCOMES, BreakerRecord
from wrapup_desk.domain.recommender.trust.known_words import UsualWords
from wrapup_desk.domain.recommender.trust.meant_labels import MeantLabels
from wrapup_desk.domain.recommender.trust.threshold import ActingThreshold
from wrapup_desk.domain.suggestion import Source

Array = NDArray[Any]
Parts = dict[str, Array]

_SOURCES = tuple(Source)
_HEARD = ("talks", "usual", "spread")
_CONFIRMED = ("shown", "accepted", "expected", "blind", "agreed")
# Weights are kept to a 512th, squared gradients to a tenth of an octave.
_STEPS = 512.0
_LOG_STEPS = 10.0
_LEAST_SQUARE = 1e-6
# What one or two conversations held, a name most of all, is nobody else's business.
FEWEST_SHARED = 3


def parts_of(memory: ModelState) -> Parts:
    """Return everything *memory* has learnt; code names are not part of it."""
    return _parts_kept(memory, np.ones(BUCKETS, np.bool_))


def parts_for_others(memory: ModelState) -> Parts:
    """Return what *memory* has learnt that no few conversations alone can have taught it.

    A word, word pair or fact that fewer than `FEWEST_SHARED` conversations held is left out, and
    so is what is known of single customers.
    """
    met_in, counts = memory.usual.met_in, memory.hasher.count_buckets()
    kept = met_in >= FEWEST_SHARED
    # That so little was said so far is true of beginnings alone: no whole conversation held it.
    kept[counts] |= met_in[counts] == 0
    parts = _parts_kept(memory, kept)
    nobody = {name: parts[name][:0] for name in ("customers/keys", "customers/codes")}
    return parts | nobody


def _parts_kept(memory: ModelState, kept: NDArray[np.bool_]) -> Parts:
    """Return what *memory* has learnt; of words and facts that of the *kept* buckets."""
    usual = memory.usual
    met = np.flatnonzero(kept & (usual.met_in > 0))
    parts: Parts = {
        "salt": np.frombuffer(memory.hasher.salt, np.uint8),
        "table": np.array([memory.vocabulary.fingerprint], np.uint64),
        "usual/conversations": np.array([usual.conversations], np.int64),
        "usual/buckets": met.astype(np.uint32),
        "usual/met in": usual.met_in[met],
        "usual/meaning": usual.meaning_sum,
        "lengths/queues": _numbers(memory.lengths.by_queue, np.uint64),
        "lengths/values": np.array(list(memory.lengths.by_queue.values())).reshape(-1, 2),
        "confirmations": np.array([getattr(memory.confirmations, each) for each in _CONFIRMED]),
        "slips": np.array([memory.slips.lately]),
        "codes": np.fromiter(memory.codes.column_of, np.uint64, len(memory.codes)),
        "codes/moved to": _moved_to(memory),
        "shares/total": memory.shares.total,
        "customers/keys": _numbers(memory.customers.last_code, np.uint64),
        "customers/codes": _numbers(memory.customers.last_code.values(), np.uint32),
    }
    for name, table in (("by queue", memory.shares.by_queue), ("fading", memory.shares.fading)):
        parts[f"shares/{name}/queues"] = _numbers(table, np.uint64)
        rows = [np.zeros((0, len(memory.shares.total))), *(row[None] for row in table.values())]
        parts[f"shares/{name}/counts"] = np.concatenate(rows)
    for name, expert in _linear_experts(memory):
        parts |= {f"{name}/{part}": array for part, array in _linear_parts(expert, kept).items()}
    for kind, head in memory.heads.items():
        parts[f"{kind}/weights"] = head.stack.weights
        parts[f"{kind}/precision"] = head.stack.precision
    return (
        parts
        | _prototype_parts(memory.experts.prototypes)
        | _sense_parts(memory)
        | _source_parts(memory)
        | _threshold_parts(memory)
    )


def restore(memory: ModelState, parts: Parts) -> bool:
    """Fill the fresh *memory* with *parts*; tell whether all of them fitted.

    What another sentence encoder taught means nothing beside this one: it is left out, and the
    weights of the experts and the thresholds, which leant on it, begin again with it.

    Raises:
        ModelError: the parts do not belong together, or to another language table.
    """
    table = int(parts["table"][0])
    if table not in (0, memory.vocabulary.fingerprint):
        # Its experts lean on the table: with another, or none, it would be wrong and sure of it.
        raise ModelError(
            "The model was taught with a language table that this program does not have. "
            "Install the same version, or build the model again."
        )
    _restore_counts(memory, parts)
    memory.experts.widen(len(memory.codes))
    for name, expert in _linear_experts(memory):
        _restore_linear(expert, parts, name)
    _restore_prototypes(memory.experts.prototypes, parts, "prototypes", "spread")
    for at, numbers in enumerate(parts["sources/keys"].tolist()):
        source, queue, agrees = numbers
        key = (_SOURCES[source], _queue(queue), bool(agrees))
        memory.sources.records[key] = SourceRecord(*parts["sources/records"][at].tolist())
    if not _is_of_same_encoder(memory, parts):
        return False
    _restore_sense(memory, parts)
    pairs, chosen = parts["breakers/pairs"].tolist(), parts["breakers/chosen"].tolist()
    for (suggested, runner_up), columns in zip(pairs, chosen, strict=True):
        known = [column for column in columns if column >= 0]
        record = BreakerRecord(deque(known, KEPT_OUTCOMES))
        memory.breakers.records[suggested, runner_up] = record
    for kind, head in memory.heads.items():
        _restore_head(head, parts, kind)
    _restore_thresholds(memory, parts)
    return True


def _is_of_same_encoder(memory: ModelState, parts: Parts) -> bool:
    return "encoder" in parts and int(parts["encoder"][0]) == memory.sentences.fingerprint


def _sense_parts(memory: ModelState) -> Parts:
    breakers = memory.breakers.records
    chosen = [_filled(each.chosen) for each in breakers.values()]
    known = memory.known_words
    usual = [(each.talks, each.usual, each.spread) for each in known.by_place.values()]
    parts: Parts = {
        "encoder": np.array([memory.sentences.fingerprint], np.uint64),
        "hearing": np.array([getattr(memory.hearing, each) for each in _HEARD]),
        "known words/places": np.array(list(known.by_place), np.uint64).reshape(-1, 2),
        "known words/values": np.array(usual, np.float64).reshape(-1, 3),
        "known words/languages": _numbers(known.off, np.uint64),
        "known words/off": np.array(list(known.off.values()), np.float64).reshape(-1, 2),
        "meant": np.array(memory.meant.noted, np.int32).reshape(-1, 2),
        "meant/followed": np.array(memory.meant.followed, np.int32).reshape(-1, 2),
        "meant/now": np.array([memory.meant.are_meant], np.uint8),
        "meant/proved": _proved(memory),
        "shares/offered": memory.shares.offered,
        "breakers/pairs": np.array(list(breakers), np.int32).reshape(-1, 2),
        "breakers/chosen": np.array(chosen, np.int32).reshape(-1, KEPT_OUTCOMES),
        "usual/sense": memory.usual.sense_sum,
        "usual/sense met": memory.usual.sense_met,
    }
    prototypes = _prototype_parts(memory.experts.sense_prototypes)
    parts |= {f"sense {name}": part for name, part in prototypes.items()}
    for name, expert in _dense_experts(memory):
        parts[f"{name}/weights"] = _rounded(expert.weights)
        parts[f"{name}/means"] = _rounded(expert.means)
        parts[f"{name}/squares"] = _rounded_log(expert.squares)
        parts[f"{name}/revision"] = np.array([expert.revision], np.int64)
    return parts


def _filled(chosen: Iterable[int]) -> list[int]:
    return [*chosen, *[-1] * KEPT_OUTCOMES][:KEPT_OUTCOMES]


def _proved(memory: ModelState) -> NDArray[np.float64]:
    proved = np.zeros((len(memory.shares.total), 2))
    for column, each in memory.meant.proved.items():
        proved[column] = each
    return proved


def _restore_sense(memory: ModelState, parts: Parts) -> None:
    noted, followed = (
        [(evidence, column) for evidence, column in part.tolist()]
        for part in (parts["meant"], parts.get("meant/followed", parts["meant"][:0]))
    )
    proved = parts.get("meant/proved", np.zeros((0, 2))).tolist()
    known = {column: (right, first) for column, (right, first) in enumerate(proved) if first}
    were_meant = bool(parts.get("meant/now", [True])[0])
    memory.meant = MeantLabels(noted, followed, known, were_meant=were_meant)
    for name, number in zip(_HEARD, parts.get("hearing", np.zeros(3)).tolist(), strict=True):
        setattr(memory.hearing, name, number)
    if "known words/places" in parts:
        _restore_known_words(memory, parts)
    memory.usual.sense_sum[:] = parts["usual/sense"]
    memory.usual.sense_met[:] = parts["usual/sense met"]
    _restore_prototypes(memory.experts.sense_prototypes, parts, "sense prototypes", "sense spread")
    for name, expert in _dense_experts(memory):
        width = slice(None, parts[f"{name}/weights"].shape[1])
        expert.weights[:, width] = parts[f"{name}/weights"].astype(np.float32) / _STEPS
        expert.means[:, width] = parts[f"{name}/means"].astype(np.float32) / _STEPS
        expert.squares[:, width] = _from_log(parts[f"{name}/squares"])
        expert.revision = int(parts[f"{name}/revision"][0])


def _restore_known_words(memory: ModelState, parts: Parts) -> None:
    values = [UsualWords(*each) for each in parts["known words/values"].tolist()]
    for (queue, language), usual in zip(parts["known words/places"].tolist(), values, strict=True):
        memory.known_words.by_place[queue, language] = usual
    off = [(lately, usually) for lately, usually in parts["known words/off"].tolist()]
    languages = parts["known words/languages"].tolist()
    memory.known_words.off.update(zip(languages, off, strict=True))


def _dense_experts(memory: ModelState) -> tuple[tuple[str, DenseExpert], ...]:
    experts = memory.experts
    return (
        ("sense whole", experts.sense_whole),
        ("sense beginnings", experts.sense_beginnings),
    )


def _linear_experts(memory: ModelState) -> tuple[tuple[str, LinearExpert], ...]:
    return (("whole", memory.experts.whole), ("beginnings", memory.experts.beginnings))


def _moved_to(memory: ModelState) -> NDArray[np.uint32]:
    """Return for each code the column of what it means: its own, unless codes changed places."""
    moved_to = np.arange(len(memory.codes), dtype=np.uint32)
    for own, column in memory.codes.moved_to.items():
        moved_to[own] = column
    return moved_to


def _restore_counts(memory: ModelState, parts: Parts) -> None:
    memory.usual.conversations = int(parts["usual/conversations"][0])
    memory.usual.met_in[parts["usual/buckets"]] = parts["usual/met in"]
    memory.usual.meaning_sum[:] = parts["usual/meaning"]
    lengths = (tuple(pair) for pair in parts["lengths/values"].tolist())
    memory.lengths.by_queue.update(zip(parts["lengths/queues"].tolist(), lengths, strict=True))
    for name, count in zip(_CONFIRMED, parts["confirmations"].tolist(), strict=True):
        setattr(memory.confirmations, name, count)
    memory.slips.lately = float(parts["slips"][0])
    columns = parts["codes"].tolist()
    memory.codes.column_of.update({hashed: column for column, hashed in enumerate(columns)})
    moved_to = parts.get("codes/moved to", np.arange(len(columns))).tolist()
    moved = {own: column for own, column in enumerate(moved_to) if own != column}
    memory.codes.moved_to.update(moved)
    memory.shares.total = parts["shares/total"].copy()
    total = memory.shares.total
    memory.shares.offered = parts.get("shares/offered", np.full_like(total, total.sum())).copy()
    for name, table in (("by queue", memory.shares.by_queue), ("fading", memory.shares.fading)):
        queues = parts[f"shares/{name}/queues"].tolist()
        table.update(zip(queues, parts[f"shares/{name}/counts"].copy(), strict=True))
    memory.shares.widen(len(columns))
    customers = parts["customers/keys"].tolist(), parts["customers/codes"].tolist()
    memory.customers.last_code.update(zip(*customers, strict=True))


def _linear_parts(expert: LinearExpert, kept: NDArray[np.bool_]) -> Parts:
    # The rows after the buckets are directions of meaning, which every text has.
    is_kept = np.ones(len(expert.squares), np.bool_)
    is_kept[:BUCKETS] = kept
    touched = expert.touched()
    rows = touched[is_kept[touched]]
    return {
        "rows": rows.astype(np.uint32),
        "weights": _rounded(expert.weights[rows]),
        "means": _rounded(expert.means(rows)),
        "squares": _rounded_log(expert.squares[rows]),
        "revision": np.array([expert.revision], np.int64),
    }


def _restore_linear(expert: LinearExpert, parts: Parts, prefix: str) -> None:
    expert.restore(
        parts[f"{prefix}/rows"],
        parts[f"{prefix}/weights"].astype(np.float32) / _STEPS,
        parts[f"{prefix}/means"].astype(np.float32) / _STEPS,
        _from_log(parts[f"{prefix}/squares"]),
    )
    expert.revision = int(parts[f"{prefix}/revision"][0])


def _restore_head(head: BlendHead, parts: Parts, kind: str) -> None:
    for name in ("weights", "precision"):
        part = parts[f"{kind}/{name}"]
        if part.shape != getattr(head.stack, name).shape:
            raise ModelError("The model file was made by a program with other experts.")
        setattr(head.stack, name, part.copy())


def _prototype_parts(prototypes: Prototypes) -> Parts:
    spread = prototypes.spread
    upper = np.triu_indices(spread.scatter.shape[1])
    means = spread.scatter[:, *upper] / np.maximum(spread.counts, 1e-9)[:, None]
    return {
        "prototypes/sums": prototypes.sums.astype(np.float16),
        "prototypes/counts": prototypes.counts,
        "spread/counts": spread.counts,
        "spread/scatter": (means * _STEPS).astype(np.float16),
    }


def _restore_prototypes(prototypes: Prototypes, parts: Parts, name: str, spread_name: str) -> None:
    sums = parts[f"{name}/sums"]
    prototypes.sums[: len(sums)] = sums
    prototypes.counts[: len(sums)] = parts[f"{name}/counts"]
    spread = prototypes.spread
    spread.counts[:] = parts[f"{spread_name}/counts"]
    rows, columns = np.triu_indices(spread.scatter.shape[1])
    scatter = parts[f"{spread_name}/scatter"].astype(np.float64) / _STEPS * spread.counts[:, None]
    spread.scatter[:, rows, columns] = scatter
    spread.scatter[:, columns, rows] = scatter
    spread.catch_up()


def _rounded(weights: Array) -> Array:
    """Return *weights* in whole steps, far below what a ranking notices; most become zero."""
    limits = np.iinfo(np.int16)
    return np.clip(np.rint(weights * _STEPS), limits.min, limits.max).astype(np.int16)


def _rounded_log(squares: Array) -> Array:
    """Return the order of magnitude of *squares* in steps of a twelfth of an octave or so."""
    logs = np.rint(np.log2(np.maximum(squares, _LEAST_SQUARE) / _LEAST_SQUARE) * _LOG_STEPS)
    return np.minimum(logs, 255).astype(np.uint8)


def _from_log(logs: Array) -> Array:
    squares = _LEAST_SQUARE * np.exp2(logs.astype(np.float32) / _LOG_STEPS)
    return np.where(logs > 0, squares, 0.0)


def _source_parts(memory: ModelState) -> Parts:
    keys = [
        (_SOURCES.index(source), queue % (1 << 64), int(agrees))
        for source, queue, agrees in memory.sources.records
    ]
    records = [(each.named, each.right, each.expected) for each in memory.sources.records.values()]
    return {
        "sources/keys": np.array(keys, np.uint64).reshape(-1, 3),
        "sources/records": np.array(records, np.float64).reshape(-1, 3),
    }


def _threshold_parts(memory: ModelState) -> Parts:
    kinds = list(memory.heads)
    places = memory.thresholds.by_place
    outcomes = [outcome for each in places.values() for outcome in each.outcomes]
    keys = [
        (kinds.index(kind), queue % (1 << 64), len(places[kind, queue].outcomes))
        for kind, queue in places
    ]
    return {
        "thresholds/places": np.array(keys, np.uint64).reshape(-1, 3),
        "thresholds/outcomes": np.array(outcomes, np.float32).reshape(-1, 2),
    }


def _restore_thresholds(memory: ModelState, parts: Parts) -> None:
    kinds = list(memory.heads)
    outcomes = [
        (probability, right > 0) for probability, right in parts["thresholds/outcomes"].tolist()
    ]
    at = 0
    for kind, queue, count in parts["thresholds/places"].tolist():
        place = (kinds[kind], _queue(queue))
        memory.thresholds.by_place[place] = ActingThreshold(outcomes[at : at + count])
        at += count


def _queue(stored: int) -> int:
    """Return a queue's number; "all queues" is stored as the largest one."""
    return -1 if stored == (1 << 64) - 1 else stored


def _numbers(numbers: Iterable[int], kind: type[np.generic]) -> Array:
    return np.array(list(numbers), kind)
