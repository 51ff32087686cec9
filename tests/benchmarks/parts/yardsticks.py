"""What scikit-learn reaches on the same rows when refitted from scratch each time."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.parts.labelled_rows import Row, Rows

# What the vectorizer below takes for a word; without any it refuses to learn.
_WORD = re.compile(r"\w\w")
NAMES = ("SVM refit", "naive Bayes refit")


def are_available() -> bool:
    """Whether scikit-learn, which only this benchmark needs, is installed."""
    return importlib.util.find_spec("sklearn") is not None


def accuracies(data: Rows, taught: Sequence[Row], asked: Sequence[Row]) -> dict[str, float]:
    """Return the share of *asked* rows each yardstick gets right after learning *taught*."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_union
    from sklearn.svm import LinearSVC

    labels = [row.code_id for row in taught]
    said = [row.text() for row in taught]
    if len(set(labels)) < 2 or not any(_WORD.search(text) for text in said):
        return {}
    texts = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
    )
    known = texts.fit_transform(said)
    unknown = texts.transform([row.text() for row in asked])
    found = {}
    for name, model in zip(NAMES, (LinearSVC(), ComplementNB()), strict=True):
        model.fit(known, labels)
        if name == NAMES[0]:
            scores = model.decision_function(unknown)
            scores = np.column_stack([-scores, scores]) if scores.ndim == 1 else scores
        else:
            scores = model.predict_joint_log_proba(unknown)
        found[name] = _share_right(data, asked, scores, list(model.classes_))
    return found


def _share_right(
    data: Rows, asked: Sequence[Row], scores: NDArray[np.float64], classes: list[str]
) -> float:
    place = {code: at for at, code in enumerate(classes)}
    right = 0
    for row, row_scores in zip(asked, scores, strict=True):
        offered = [code.id for code in data.codes_for(row) if code.id in place]
        right += bool(offered) and max(offered, key=lambda c: row_scores[place[c]]) == row.code_id
    return right / len(asked)
