"""Where a leg stands, as far as it matters to a code on its way."""

from __future__ import annotations

import enum

from wrapup_desk.domain.interaction import Phase


class LegStage(enum.Enum):
    """What of a leg matters to a code on its way; a later member is never followed by an earlier."""

    UNKNOWN = "unknown"  # not seen since the program started
    ALERTING = "alerting"  # no code possible yet
    OPEN = "open"  # connected, held, or in after-call work
    ENDED = "ended"  # completed; Genesys may or may not still take a code
    GONE = "gone"  # never answered, or Genesys no longer knows it: no code can belong to it


def stage_of(phase: Phase | None) -> LegStage:
    """Return what *phase* means for a code on its way; None is a leg not seen yet."""
    match phase:
        case None:
            return LegStage.UNKNOWN
        case Phase.ALERTING:
            return LegStage.ALERTING
        case Phase.MISSED:
            return LegStage.GONE
        case Phase.COMPLETED:
            return LegStage.ENDED
        case _:
            return LegStage.OPEN


def later_stage(known: LegStage, seen: LegStage) -> LegStage:
    """Return the later of two standings: news that comes late never takes a leg back."""
    order = tuple(LegStage)
    return max(known, seen, key=order.index)
