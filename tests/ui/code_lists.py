"""A list of 500 codes in levels, as large contact centres have them, and a desk that has it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from tests.ui import snapshots as s
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.wrapup import WrapupCode

AREAS = ("Billing and payments", "Sales", "Technical support", "Delivery", "Contract changes")
TOPICS = tuple(f"Request about matter {n}" for n in range(10))
KINDS = (
    "Customer was charged twice for the same order and wants it back",
    "Customer was charged twice for the same order and keeps it",
    *(f"Kind {n}" for n in range(6)),
    "Follow-up",
    "Other",
)
FIVE_HUNDRED = tuple(
    WrapupCode(f"code-{n:06}", " > ".join(parts))
    for n, parts in enumerate(product(AREAS, TOPICS, KINDS))
)


def suggesting(*codes: WrapupCode) -> DeskState:
    """Return a desk whose first card suggests these three of the 500 codes."""
    suggestions = tuple(
        replace(each, code=code) for each, code in zip(s.CLEAR.suggestions, codes, strict=True)
    )
    ranking = replace(s.CLEAR, suggestions=suggestions)
    used = {FIVE_HUNDRED[9].id: 6, FIVE_HUNDRED[109].id: 2}
    card = replace(s.MARTA, codes=FIVE_HUNDRED, ranking=ranking)
    return s.desk(
        card, s.TOM, uses_today=used, favourites=(FIVE_HUNDRED[0].id, FIVE_HUNDRED[1].id)
    )


def of_one_branch() -> DeskState:
    return suggesting(*FIVE_HUNDRED[:2], FIVE_HUNDRED[9])


def of_one_leaf() -> DeskState:
    return suggesting(FIVE_HUNDRED[9], FIVE_HUNDRED[19], FIVE_HUNDRED[109])
