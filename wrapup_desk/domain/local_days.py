"""Says to which day an instant belongs, and when days begin, by a zone's rules on each date.

The offset of today is not that of last week where summer time began or ended between: a day may
have 23 or 25 hours. A zone of None is this computer's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo


def day_of(moment: datetime, zone: tzinfo | None = None) -> date:
    """Return the local day of an instant."""
    return moment.astimezone(zone).date()


def beginning_of(day: date, zone: tzinfo | None = None) -> datetime:
    """Return the first instant of a local day, in UTC.

    Where clocks are put forward at midnight, the day begins at one o'clock.
    """
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def beginning_days_before(moment: datetime, days: int, zone: tzinfo | None = None) -> datetime:
    """Return when the local day began that is so many days before that of *moment*, in UTC."""
    return beginning_of(day_of(moment, zone) - timedelta(days=days), zone)
