"""Times as people say them: weekday and month in words, on Stockholm's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEKDAYS = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "sv": (
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
        "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
CLOCK = {"sv": "kl.", "en": "at"}
SEASONS = {"sv": ("vintertid", "sommartid"), "en": ("winter time", "summer time")}


def spoken(moment: datetime, language: str, *, with_year: bool = True) -> str:
    """«måndag 23 november 2026 kl. 10:30»; in the hour that comes twice in autumn also which of the two it is."""
    local = moment.astimezone(STOCKHOLM)
    day = f"{WEEKDAYS[language][local.weekday()]} {local.day} {MONTHS[language][local.month - 1]}"
    year = f" {local.year}" if with_year else ""
    return f"{day}{year} {CLOCK[language]} {clock(moment, language)}"


def spoken_span(starts_at: datetime, length_minutes: int, language: str) -> str:
    """«måndag 23 november 2026 kl. 10:30–11:00»; the end with its own day when that is another one."""
    # The end is reckoned in UTC: a night when the clocks change is as long as it is.
    ends_at = starts_at.astimezone(UTC) + timedelta(minutes=length_minutes)
    is_same_day = ends_at.astimezone(STOCKHOLM).date() == starts_at.astimezone(STOCKHOLM).date()
    until = f"–{clock(ends_at, language)}" if is_same_day else f" – {spoken(ends_at, language)}"
    return spoken(starts_at, language) + until


def clock(moment: datetime, language: str) -> str:
    local = moment.astimezone(STOCKHOLM)
    if not comes_twice(moment):
        return f"{local:%H:%M}"
    return f"{local:%H:%M} {SEASONS[language][bool(local.dst())]}"


def comes_twice(moment: datetime) -> bool:
    """Whether the clocks show this time twice that night."""
    local = moment.astimezone(STOCKHOLM)
    first, second = local.replace(fold=0), local.replace(fold=1)
    return bool((first.utcoffset() or timedelta()) > (second.utcoffset() or timedelta()))
