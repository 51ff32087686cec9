"""Tells whether anything was said, or is known, that one leg does not share with all others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.case import LegCase
from wrapup_desk.domain.recommender.text.feature_hasher import fact_names
from wrapup_desk.domain.recommender.text.languages import is_function_word
from wrapup_desk.domain.recommender.text.words import NUMBER, REFERENCE

# What so large a share of all conversations holds says nothing of one of them.
_USUAL_SHARE = 0.6
_FEWEST_CONVERSATIONS = 20
# A fact is known to mean something once so many conversations had it.
_FEWEST_WITH_FACT = 3
_SHARED_FACTS = ("queue=", "media=", "direction=", "language=", "part of day=", "talk time=")


def says_something(case: LegCase, met_in: NDArray[np.uint32], conversations: int) -> bool:
    """Whether *case* has words or facts of its own; *met_in* counts conversations per bucket.

    Without, only the shares of the codes are left, and they are no reason to pick one.
    """
    usual = _USUAL_SHARE * conversations if conversations >= _FEWEST_CONVERSATIONS else np.inf
    language = case.language
    for norm, bucket in case.words():
        if _is_word(norm, language) and met_in[bucket] < usual:
            return True
    for name in fact_names(case.facts):
        if not name.startswith(_SHARED_FACTS):
            met = met_in[case.fact_bucket(name)]
            if _FEWEST_WITH_FACT <= met < usual:
                return True
    return False


def _is_word(norm: str, language: str) -> bool:
    if norm in (NUMBER, REFERENCE) or norm.isdigit():
        return False
    return not is_function_word(norm, language)
