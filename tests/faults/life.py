"""Says what one life of the light program has to do, and what befalls it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase, Prompt

ANSWER_TIMEOUT_S = 2.0


@dataclass(frozen=True)
class Act:
    """One thing the agent does to a leg: chooses a code with a note, or takes it back (no code)."""

    after_s: float
    code_id: str = ""
    note: str = ""


@dataclass(frozen=True)
class Order:
    """One leg to code: the agent's choices in order, each so long after the start of the life."""

    leg: dict[str, Any]
    # (code id, seconds after the life's start)
    choices: tuple[tuple[str, float], ...] = ()
    # The same for an agent who changes their mind; instead of choices.
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Life:
    """What one life of the program has to do."""

    api: str
    token: str
    agent_id: str
    database: Path
    orders: tuple[Order, ...] = ()
    variant: str = "outbox"
    # End the process at this step (1 is the first); 0 only counts the steps.
    stop_at_step: int = 0
    counts_steps: bool = False
    # End the process as soon as so many decisions are on disk: they survive unsent.
    stop_after_keeping: int = 0
    # How many more pages fit on the disk once the database is open; -1 is no limit.
    pages_left: int = -1
    # A later choice waits until the server has the one before: steps then come in one order.
    is_one_by_one: bool = False
    # How far the wall clock is off, and when it is set to what else (seconds of this life).
    clock_offset_s: float = 0.0
    clock_settings: tuple[tuple[float, float], ...] = ()
    # Ask the server something first, as the program does when it signs in: its time is known then.
    signs_in: bool = False
    times_out_after_s: float = ANSWER_TIMEOUT_S
    # Give up (and say so) when not everything is settled by then.
    patience_s: float = 20.0
    # Hold the profile as the program does, and tell where another one has it.
    holds_profile: bool = False
    # Legs that are there when the program signs in, as a resync shows them; followed to the end.
    legs: tuple[dict[str, Any], ...] = ()
    # Quit in order after so long, whatever is on its way; 0 stays until all is settled.
    quits_after_s: float = 0.0
    # How long to look on after all is settled, for what applies late.
    lingers_s: float = 0.0
    # At the end, tell every row of the database.
    tells_rows: bool = False


def leg_from(row: dict[str, Any], agent_id: str) -> Leg:
    """Return the leg as the program saw it when the simulator's record had this row."""
    is_over = row["hung_up_at"] is not None
    return Leg(
        key=LegKey(row["conversation_id"], row["participant_id"], row["communication_id"]),
        agent_id=agent_id,
        media=Media(f"{row['media']}s"),
        phase=Phase.AFTER_CALL if is_over else Phase.CONNECTED,
        queue_id=row["queue_id"],
        queue_name=row["queue"],
        prompt=Prompt.TIMEOUT,
        is_dialer=row["is_dialer"],
    )
