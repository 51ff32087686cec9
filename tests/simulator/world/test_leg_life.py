import itertools

import pytest

from wrapup_desk.simulator.world.leg_life import (
    MOVES,
    TERMINAL,
    Happening,
    ImpossibleLegMove,
    LegState,
    Prompt,
    may_complete,
    next_state,
    state_after_code,
    state_after_hang_up,
)


@pytest.mark.parametrize(("state", "happening"), list(itertools.product(LegState, Happening)))
def test_every_pair_is_a_row_of_the_table_or_impossible(
    state: LegState, happening: Happening
) -> None:
    if (state, happening) in MOVES:
        assert next_state(state, happening) is MOVES[state, happening]
    else:
        with pytest.raises(ImpossibleLegMove):
            next_state(state, happening)


def test_nothing_leads_out_of_a_terminal_state() -> None:
    leading_out = [
        (state, happening)
        for (state, happening), after in MOVES.items()
        if state in TERMINAL and after is not state
    ]

    assert leading_out == []


def test_every_state_but_the_first_can_be_reached() -> None:
    assert {LegState.ALERTING, *MOVES.values()} == set(LegState)


@pytest.mark.parametrize("prompt", list(Prompt))
def test_hanging_up_leads_to_after_call_work_with_every_prompt_but_an_unrequested_one(
    prompt: Prompt,
) -> None:
    requested = state_after_hang_up(prompt, requested=True)
    unrequested = state_after_hang_up(prompt, requested=False)

    assert requested is LegState.AFTER_CALL_WORK
    if prompt is Prompt.AGENT_REQUESTED:
        assert unrequested is LegState.COMPLETE
    else:
        assert unrequested is LegState.AFTER_CALL_WORK


def test_a_direct_call_without_a_queue_has_no_after_call_work() -> None:
    assert state_after_hang_up(None, requested=False) is LegState.COMPLETE


@pytest.mark.parametrize("prompt", list(Prompt))
def test_a_code_frees_the_agent_with_every_prompt_but_the_forced_one(prompt: Prompt) -> None:
    after = state_after_code(LegState.AFTER_CALL_WORK, prompt, ends_acw=True)

    is_forced = prompt is Prompt.MANDATORY_FORCED_TIMEOUT
    assert after is (LegState.AFTER_CALL_WORK if is_forced else LegState.COMPLETE)


def test_a_code_frees_nobody_where_it_does_not_end_after_call_work() -> None:
    after = state_after_code(LegState.AFTER_CALL_WORK, Prompt.OPTIONAL, ends_acw=False)

    assert after is LegState.AFTER_CALL_WORK


@pytest.mark.parametrize("state", [LegState.CONNECTED, LegState.HELD, LegState.COMPLETE])
def test_a_code_outside_after_call_work_changes_no_state(state: LegState) -> None:
    assert state_after_code(state, Prompt.MANDATORY, ends_acw=True) is state


COMPLETE_ALLOWED = {
    # (prompt, has a code): honoured
    (Prompt.OPTIONAL, False): True,
    (Prompt.OPTIONAL, True): True,
    (Prompt.MANDATORY, False): False,
    (Prompt.MANDATORY, True): True,
    (Prompt.MANDATORY_TIMEOUT, False): True,
    (Prompt.MANDATORY_TIMEOUT, True): True,
    (Prompt.MANDATORY_FORCED_TIMEOUT, False): False,
    (Prompt.MANDATORY_FORCED_TIMEOUT, True): False,
    (Prompt.AGENT_REQUESTED, False): True,
    (Prompt.AGENT_REQUESTED, True): True,
}


@pytest.mark.parametrize(("prompt", "has_code"), list(itertools.product(Prompt, (False, True))))
def test_complete_is_honoured_as_the_prompt_says(
    prompt: Prompt,
    has_code: bool,  # noqa: FBT001 - a column of the table
) -> None:
    honoured = may_complete(prompt, has_code=has_code, needs_code=True)

    assert honoured is COMPLETE_ALLOWED[prompt, has_code]


def test_discretionary_work_needs_no_code_where_it_is_switched_off() -> None:
    assert may_complete(Prompt.MANDATORY, has_code=False, needs_code=False)
