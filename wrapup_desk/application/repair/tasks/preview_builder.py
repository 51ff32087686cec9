"""Works out previews: at once for a few rows, with progress for very many; frees them after."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Generator
from dataclasses import replace

from wrapup_desk.application.base.cooperative import run_in_slices
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.repair.effects import PREVIEWED_AT_ONCE, BuildPreview, FreePreview
from wrapup_desk.application.repair.messages import PreviewBuilt, PreviewProgressed
from wrapup_desk.application.repair.rule_effects import BuildRulesPreview
from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.repair.preview import IncrementalPreview, Preview, PreviewRows
from wrapup_desk.domain.repair.rules import RuleMatcher

_TELL_EVERY = 2_000


class PreviewBuilder:
    """Builds one preview at a time."""

    def __init__(
        self, clock: Clock, post: Callable[[PreviewProgressed | PreviewBuilt], None]
    ) -> None:
        self._clock = clock
        self._post = post

    def build_now(self, effect: BuildPreview) -> None:
        """Build the preview of a few rows."""
        self._post(PreviewBuilt(run_now(_building(effect))))

    async def build(self, effect: BuildPreview) -> None:
        """Build the preview of very many rows; post how far it is."""
        preview = await run_in_slices(_building(effect), self._clock, self._tell)
        self._post(PreviewBuilt(preview))

    async def build_by_rules(self, effect: BuildRulesPreview) -> None:
        """Build the preview of a rule list; post how far it is.

        Raises:
            RuleTroubles: the rules cannot be run.
        """
        preview = await run_in_slices(building_by_rules(effect), self._clock, self._tell)
        self._post(PreviewBuilt(preview))

    async def free(self, effect: FreePreview) -> None:
        """Free the rows of a preview bit by bit: at once it takes too long."""
        for rows in (effect.preview.changes, effect.preview.skips):
            while isinstance(rows, PreviewRows) and rows:
                rows.free(PREVIEWED_AT_ONCE)
                await asyncio.sleep(0)

    def _tell(self, done: int) -> None:
        if done % _TELL_EVERY == 0:
            # Else the collector looks through all of them again and again, for 50 ms at last.
            gc.freeze()
            self._post(PreviewProgressed(done))


def building_by_rules(effect: BuildRulesPreview) -> Generator[int, None, Preview]:
    """Yield after each leg how many were looked at; return the preview of those that fit.

    Raises:
        RuleTroubles: the rules cannot be run.
    """
    legs, rules = effect.legs, effect.rules.rules
    matcher = RuleMatcher(rules, legs.table, legs.directory)
    preview = IncrementalPreview(legs.directory, leaves_out_dialer=effect.leaves_out_dialer)
    for row in range(len(legs)):
        code = matcher.code_for(row)
        if code is not None:
            preview.add(legs.candidate(row, code))
        yield row + 1
    return replace(
        preview.so_far(),
        rule=effect.rules.name,
        fitting=tuple(matcher.fitting[place] for place in range(len(rules))),
        troubles=matcher.troubles,
    )


def _building(effect: BuildPreview) -> Generator[int, None, Preview]:
    """Yield after each row how many were looked at; return the finished preview."""
    legs, code = effect.legs, effect.code
    preview = IncrementalPreview(legs.directory, leaves_out_dialer=effect.leaves_out_dialer)
    for done, row in enumerate(effect.rows, 1):
        preview.add(legs.candidate(row, code))
        yield done
    return preview.so_far()
