"""Where a leg stands, as far as it matters to a code on its way."""

from __future__ import annotations

import enum

from wrapup_desk.domain.interaction import Phase


class LegStage(enum.IntEnum):
    """What of a leg matters to a code on its way; of two, the greater is the later one.

    News that comes late never takes a leg back, so what is known of it is the maximum.
    """

    UNKNOWN = 0  # not seen since the program started
    ALERTING = 1  # no code possible yet
    OPEN = 2  # connected, held, or in after-call work
    ENDED = 3  # completed; Genesys may or may not still take a code
    GONE = 4  # never answered, or Genesys no longer knows it: no code can belong to it


STAGE_OF = {
    Phase.ALERTING: LegStage.ALERTING,
    Phase.CONNECTED: LegStage.OPEN,
    Phase.HELD: LegStage.OPEN,
    Phase.AFTER_CALL: LegStage.OPEN,
    Phase.COMPLETED: LegStage.ENDED,
    Phase.MISSED: LegStage.GONE,
}
