import pytest

from wrapup_desk.domain.quality.estimate import Estimate


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # From the formula's own literature: Newcombe (1998), Statistics in Medicine 17, table I.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_wilson(count: int, of: int, low: float, high: float) -> None:
    estimate = Estimate(count, of)

    assert (round(estimate.low, 4), round(estimate.high, 4)) == (low, high)


def test_nothing_looked_at_says_nothing() -> None:
    nothing = Estimate(0, 0)

    assert (nothing.rate, nothing.low, nothing.high) == (0.0, 0.0, 1.0)
    assert not nothing.is_clearly_above(0.0)
    assert not nothing.is_clearly_below(1.0)


def test_few_are_never_clearly_different_but_many_are() -> None:
    assert not Estimate(1, 2).is_clearly_above(0.1)
    assert Estimate(100, 200).is_clearly_above(0.1)
    assert Estimate(2, 200).is_clearly_below(0.1)
