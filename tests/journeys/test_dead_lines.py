"""All open connections die without a word, as after a change of VPN; codes arrive all the same."""

from __future__ import annotations

import pytest

from tests.benchmarks.parts.dead_lines import TARGET_S, key_to_record_s


@pytest.mark.slow
async def test_a_key_reaches_the_record_in_seconds_when_every_open_connection_is_dead() -> None:
    spans_s = await key_to_record_s(3)

    assert max(spans_s) < TARGET_S, spans_s


@pytest.mark.slow
async def test_where_the_change_was_noticed_before_nothing_is_waited_for_at_all() -> None:
    spans_s = await key_to_record_s(2, is_told=True)

    # Less than a write waits for an answer: it never went by a dead connection.
    assert max(spans_s) < 2.5, spans_s
