"""Lets the world change in the middle of a stream, and counts how long the recommender errs."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.benchmarks.parts.hard_talk import LOST_SHARE, noisy
from tests.benchmarks.parts.labelled_rows import Row, Rows
from tests.benchmarks.parts.replay import Answers, Found
from wrapup_desk.domain.recommender.recommender import StackRecommender

_RIGHT_AGAIN = 0.9
_WINDOW = 20
AGENTS, FIRST_LABELS = 20, 50
_NOISE_BLOCK = 100


@dataclass(slots=True)
class Swapped:
    """What became of the talks of the two codes after they swapped, and of the others."""

    taught_right: list[bool] = field(default_factory=list)
    # Of all their talks, those sent alone as well: what is seen besides is mostly unsure.
    talks_right: list[bool] = field(default_factory=list)
    dropped: int = 0
    # Of each wrong send: how many labels of the two codes had been taught since they swapped.
    wrong_sends: list[int] = field(default_factory=list)
    others_sent: int = 0
    others: int = 0

    def found(self) -> Found:
        return {
            "affected labels until right": _until_right(self.taught_right),
            "affected talks until right": _until_right(self.talks_right),
            "affected labels that taught nothing": float(self.dropped),
            "right in the end": self._right_in_the_end(),
            "wrong sends until right": self._wrong_sends_until_right(),
            "wrong sends": float(len(self.wrong_sends)),
            "share of others sent": self.others_sent / max(1, self.others),
        }

    def _wrong_sends_until_right(self) -> float:
        """Return what the swap cost; later ones are those of any code at any time."""
        until = _until_right(self.taught_right) or math.inf
        return float(sum(taught < until for taught in self.wrong_sends))

    def _right_in_the_end(self) -> float | None:
        last = self.taught_right[-_WINDOW:]
        return sum(last) / len(last) if last else None


def _until_right(talks: Sequence[bool]) -> float | None:
    """Return after how many nine of ten were right, of the last twenty; None if never."""
    for count in range(_WINDOW, len(talks) + 1):
        if sum(talks[count - _WINDOW : count]) >= _RIGHT_AGAIN * _WINDOW:
            return float(count)
    return None


def swap(data: Rows, model: StackRecommender, stream: Sequence[Row], *, sees_sent: bool) -> Found:
    """Let two codes of one queue swap their meaning half-way; *sees_sent*: all labels are seen."""
    first, second = _most_frequent_pair(stream)
    swapped = {first: second, second: first}
    counts = Swapped()
    for number, row in enumerate(stream):
        is_after = 2 * number >= len(stream)
        truth = swapped.get(row.code_id, row.code_id) if is_after else row.code_id
        case = data.case(model, row)
        ranking = model.suggest(case, has_ended=True)
        is_right = ranking.first is not None and ranking.first.code.id == truth
        is_sent = ranking.may_auto_submit and not ranking.is_blind
        is_affected = is_after and row.code_id in swapped
        if is_affected:
            counts.talks_right.append(is_right)
            if is_sent and not is_right:
                counts.wrong_sends.append(len(counts.taught_right))
        elif is_after:
            counts.others += 1
            counts.others_sent += is_sent
        if is_sent and not sees_sent and ranking.first is not None:
            model.learn(case, ranking.first.code.id, was_looked_at=False)
        else:
            labels = model.labels
            model.learn(case, truth, was_looked_at=True)
            if is_affected:
                counts.taught_right.append(is_right)
                counts.dropped += model.labels == labels
    return counts.found()


def _most_frequent_pair(stream: Sequence[Row]) -> tuple[str, str]:
    by_queue: dict[str, Counter[str]] = defaultdict(Counter)
    for row in stream:
        by_queue[row.queue][row.code_id] += 1
    pairs = [codes.most_common(2) for codes in by_queue.values() if len(codes) > 1]
    (first, _), (second, _) = max(pairs, key=lambda pair: pair[1][1])
    return first, second


def worse_hearing(data: Rows, model: StackRecommender, stream: Sequence[Row]) -> dict[str, Found]:
    """Drop or mishear words from half-way on; what is sent alone per hundred talks after that."""
    half = len(stream) // 2
    rows = [*stream[:half], *noisy(stream[half:], LOST_SHARE, seed=1)]
    sent: list[tuple[bool, bool]] = []
    for row in rows:
        case = data.case(model, row)
        ranking = model.suggest(case, has_ended=True)
        is_right = ranking.first is not None and ranking.first.code.id == row.code_id
        sent.append((ranking.may_auto_submit, is_right))
        model.learn(case, row.code_id, was_looked_at=True)
    blocks: dict[str, Found] = {}
    for at in range(half, min(len(rows), half + 5 * _NOISE_BLOCK), _NOISE_BLOCK):
        block = sent[at : at + _NOISE_BLOCK]
        rights = [is_right for was_sent, is_right in block if was_sent]
        blocks[f"{at - half}-{at - half + len(block)}"] = {
            "coverage": len(rights) / len(block),
            "precision": sum(rights) / len(rights) if rights else None,
            "top-1": sum(is_right for _, is_right in block) / len(block),
        }
    return blocks


def first_labels(data: Rows, agents: Sequence[StackRecommender]) -> Found:
    """Return how honest the first labels of many agents were, each beginning with nothing."""
    found = Answers()
    for order, model in enumerate(agents):
        for row in data.stream(order, FIRST_LABELS):
            case = data.case(model, row)
            ranking = model.suggest(case, has_ended=True)
            found.note(ranking, row)
            model.learn(case, row.code_id, was_looked_at=True)
    return found.summary()
