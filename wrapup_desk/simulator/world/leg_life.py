"""The life of an agent's leg, as a table of allowed moves.

What Genesys calls after-call work depends on the queue's prompt, so hanging up leads to
different states; everything else is one row for each state and happening. It performs no
I/O and never asks for the time.
"""

import enum


class LegState(enum.Enum):
    """Where an agent's leg stands."""

    ALERTING = "alerting"
    CONNECTED = "connected"
    HELD = "held"
    AFTER_CALL_WORK = "acw"
    COMPLETE = "complete"
    MISSED = "missed"


class Happening(enum.Enum):
    """What can happen to a leg."""

    ANSWERED = "answered"
    MISSED = "missed"
    HELD = "held"
    RETRIEVED = "retrieved"
    HUNG_UP = "hung up"
    COMPLETED = "completed by the agent"
    TIMED_OUT = "timed out"
    CODED = "coded"


class Prompt(enum.Enum):
    """A queue's after-call work setting: value on the queue, value on the participant."""

    OPTIONAL = ("OPTIONAL", "optional")
    MANDATORY = ("MANDATORY", "mandatory")
    MANDATORY_TIMEOUT = ("MANDATORY_TIMEOUT", "timeout")
    MANDATORY_FORCED_TIMEOUT = ("MANDATORY_FORCED_TIMEOUT", "forcedTimeout")
    AGENT_REQUESTED = ("AGENT_REQUESTED", "agentRequested")

    @property
    def on_queue(self) -> str:
        return self.value[0]

    @property
    def on_participant(self) -> str:
        return self.value[1]

    @property
    def has_timeout(self) -> bool:
        return self in _WITH_TIMEOUT


_WITH_TIMEOUT = frozenset(
    {Prompt.MANDATORY_TIMEOUT, Prompt.MANDATORY_FORCED_TIMEOUT, Prompt.AGENT_REQUESTED}
)

TERMINAL = frozenset({LegState.COMPLETE, LegState.MISSED})
TALKING = frozenset({LegState.CONNECTED, LegState.HELD})

MOVES: dict[tuple[LegState, Happening], LegState] = {
    (LegState.ALERTING, Happening.ANSWERED): LegState.CONNECTED,
    (LegState.ALERTING, Happening.MISSED): LegState.MISSED,
    (LegState.ALERTING, Happening.HUNG_UP): LegState.MISSED,
    (LegState.CONNECTED, Happening.HELD): LegState.HELD,
    (LegState.CONNECTED, Happening.HUNG_UP): LegState.AFTER_CALL_WORK,
    (LegState.CONNECTED, Happening.CODED): LegState.CONNECTED,
    (LegState.HELD, Happening.RETRIEVED): LegState.CONNECTED,
    (LegState.HELD, Happening.HUNG_UP): LegState.AFTER_CALL_WORK,
    (LegState.HELD, Happening.CODED): LegState.HELD,
    (LegState.AFTER_CALL_WORK, Happening.CODED): LegState.COMPLETE,
    (LegState.AFTER_CALL_WORK, Happening.COMPLETED): LegState.COMPLETE,
    (LegState.AFTER_CALL_WORK, Happening.TIMED_OUT): LegState.COMPLETE,
    (LegState.COMPLETE, Happening.CODED): LegState.COMPLETE,
}


class ImpossibleLegMove(Exception):
    """The happening cannot befall a leg in this state."""

    def __init__(self, state: LegState, happening: Happening) -> None:
        super().__init__(f"A leg that is {state.value} cannot be {happening.value}.")
        self.state = state
        self.happening = happening


def next_state(state: LegState, happening: Happening) -> LegState:
    """The state after *happening*, by the table alone.

    Raises:
        ImpossibleLegMove: The table has no row for the pair.
    """
    try:
        return MOVES[state, happening]
    except KeyError:
        raise ImpossibleLegMove(state, happening) from None


def state_after_hang_up(prompt: Prompt | None, *, requested: bool) -> LegState:
    """Where hanging up leads: no after-call work without a queue, or if it was not asked for."""
    if prompt is None or (prompt is Prompt.AGENT_REQUESTED and not requested):
        return LegState.COMPLETE
    return LegState.AFTER_CALL_WORK


def state_after_code(state: LegState, prompt: Prompt | None, *, ends_acw: bool) -> LegState:
    """Where a code leads: with a forced time-out it never frees the agent early."""
    if state is LegState.AFTER_CALL_WORK and (
        not ends_acw or prompt is Prompt.MANDATORY_FORCED_TIMEOUT
    ):
        return state
    return next_state(state, Happening.CODED)


def may_complete(prompt: Prompt | None, *, has_code: bool, needs_code: bool) -> bool:
    """Whether the agent's Complete is honoured now.

    Args:
        prompt: The queue's setting.
        has_code: A code that is not provisional is on the leg.
        needs_code: Discretionary after-call work insists on a code.
    """
    if prompt is Prompt.MANDATORY_FORCED_TIMEOUT:
        return False
    return prompt is not Prompt.MANDATORY or has_code or not needs_code
