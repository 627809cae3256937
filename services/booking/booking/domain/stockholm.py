"""Swedish time, by which people book: days there are not always 24 hours long."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def days_later(moment: datetime, days: int) -> datetime:
    """The same time of day in Stockholm some days later, also over a night when the clocks change.

    A time that such a night leaves out is as much later as it leaves out; of one that comes twice it is the first.
    """
    return (moment.astimezone(STOCKHOLM) + timedelta(days=days)).astimezone(UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(STOCKHOLM).date()


def bounds(day: date) -> tuple[datetime, datetime]:
    """When a day begins in Stockholm and when the next one does."""
    midnight = datetime.combine(day, time(), STOCKHOLM)
    return midnight.astimezone(UTC), days_later(midnight, 1)
