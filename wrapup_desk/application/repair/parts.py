"""Names what a repair desk is made of, and what the settings say about repairing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.base.team_ports import UndeliveredCodes
from wrapup_desk.application.history.ports import PastInteractions
from wrapup_desk.application.repair.ports import (
    AnchorMemory,
    CopilotPredictions,
    CorrectionLedger,
    ExportFile,
    OfficialRecord,
    QueueNews,
)


@dataclass(frozen=True, slots=True)
class RepairParts:
    """What a repair desk is made of; *news* is None where queues cannot be followed."""

    past: PastInteractions
    record: OfficialRecord
    ledger: CorrectionLedger
    news: QueueNews | None
    export: ExportFile
    clock: Clock
    background: Background
    # What agents' desks could not deliver; None where they cannot tell.
    undelivered: UndeliveredCodes | None = None
    # What Copilot predicted; None where nobody asks.
    predictions: CopilotPredictions | None = None
    # How the audit trail last ended; None where nothing can be remembered.
    anchors: AnchorMemory | None = None


@dataclass(frozen=True, slots=True)
class RepairRules:
    """What the settings say about repairing."""

    needs_reason: bool = False
    needs_note: bool = False
    leaves_out_dialer: bool = False
    # Whether agents are named; where their figures may not be shown, nowhere.
    names_agents: bool = True
    # Where Genesys refuses a code: also write it as a participant attribute of this name.
    attribute_name: str = ""
    # Below Genesys' 300 a minute for a token, so that the agents' own windows go on.
    requests_per_minute: float = 200.0
    least_probability: float = 0.8
    # By whose days the reports count; None: by this computer's, as they are on each date.
    zone: tzinfo | None = None
