"""Days are those of the zone on each date, summer time's first and last day included."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.domain.local_days import beginning_days_before, beginning_of, day_of

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
# Half hours, changes at midnight, no summer time, the far ends of the world.
ZONES = (
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/Havana",
    "America/St_Johns", "Asia/Beirut", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Africa/Cairo",
    "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Atlantic/Azores", "UTC",
)  # fmt: skip
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2014, 1, 1), date(2034, 12, 31))
instants = st.integers(0, 20 * 365 * 86_400).map(
    lambda seconds: datetime(2014, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)
)


def length(day: date, zone: ZoneInfo) -> timedelta:
    return beginning_of(day + timedelta(days=1), zone) - beginning_of(day, zone)


def test_yesterday_has_25_hours_on_the_26th_of_october_2026_in_berlin() -> None:
    now = datetime(2026, 10, 26, 9, 30, tzinfo=BERLIN)

    assert beginning_days_before(now, 1, BERLIN) == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert beginning_days_before(now, 0, BERLIN) == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert length(date(2026, 10, 25), BERLIN) == 25 * HOUR


def test_the_last_seven_days_begin_at_midnight_across_the_change() -> None:
    now = datetime(2026, 10, 28, 9, 30, tzinfo=BERLIN)

    assert beginning_days_before(now, 7, BERLIN) == datetime(2026, 10, 20, 22, tzinfo=UTC)


def test_a_day_whose_midnight_does_not_exist_begins_at_one() -> None:
    # Beirut put its clocks forward at midnight.
    beirut = ZoneInfo("Asia/Beirut")
    began = beginning_of(date(2022, 3, 27), beirut)

    assert began.astimezone(beirut).hour == 1
    assert length(date(2022, 3, 27), beirut) == 23 * HOUR


@given(zones, days)
def test_a_day_begins_where_the_one_before_ends(zone: ZoneInfo, day: date) -> None:
    began = beginning_of(day, zone)

    assert day_of(began, zone) == day
    assert day_of(began - timedelta(microseconds=1), zone) == day - timedelta(days=1)


@given(zones, instants)
def test_every_instant_is_within_its_own_day(zone: ZoneInfo, moment: datetime) -> None:
    day = day_of(moment, zone)

    assert beginning_of(day, zone) <= moment < beginning_of(day + timedelta(days=1), zone)
    assert timedelta(hours=22) < length(day, zone) < timedelta(hours=26)


@pytest.fixture
def berlin_computer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer's clock is Berlin's."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be changed for one process")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("berlin_computer")
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 7, 1), date(2026, 10, 25)])
def test_without_a_zone_the_days_are_this_computers(day: date) -> None:
    for shift in range(-1, 3):
        moved = day + timedelta(days=shift)
        assert beginning_of(moved) == beginning_of(moved, BERLIN)
        assert day_of(beginning_of(moved)) == moved
