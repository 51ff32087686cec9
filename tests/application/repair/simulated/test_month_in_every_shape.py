"""The month in every shape, in short: nothing missed, nothing invented, nothing wrong."""

from collections.abc import Sequence

import pytest

from tests.benchmarks.past import searched


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("seed", "switches"),
    [(1, ()), (2, ("communication_based_acw=true",))],
    ids=["one code for the participant", "one code for the call"],
)
async def test_a_month_in_every_shape_is_found_whole_and_nothing_is_invented(
    seed: int, switches: Sequence[str]
) -> None:
    searches = await searched(1_500, seed, switches)

    assert [each.verdict.examples for each in searches] == [[]] * len(searches)
    assert [each.notices for each in searches] == [()] * len(searches)
    # But for the few that owe nothing.
    assert 1_400 < searches[0].verdict.found <= 1_500
    assert all(each.verdict.found > 20 for each in searches)
