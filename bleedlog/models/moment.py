"""Local dates and times as people write them, and the instants that they stand for.

A moment is kept as the person's own words, ISO 8601 text local to a zone: `2024-03-01` or
`2024-03-01T14:30`. For counting, a date without a time stands for noon; an ambiguous local
time is the first of the two, a non-existent one moves forward (counting rule 1, point 2).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

DEFAULT_ZONE = "Europe/London"
AS_WRITTEN = "a date like 2024-03-01, or with a time 2024-03-01T14:30"
SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?")
DAY_LENGTH = len("2024-03-01")
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
"""Far enough; instants of the calendar's last day would overflow in some zones."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A local calendar day, with a time of day if known."""

    day: date
    clock: time | None

    @property
    def text(self) -> str:
        """As stored and exported: `2024-03-01` or `2024-03-01T14:30`."""
        if self.clock is None:
            return self.day.isoformat()
        return f"{self.day.isoformat()}T{self.clock:%H:%M}"

    def minute(self, zone: str) -> int:
        """UTC minutes since 1970-01-01 of this moment in that IANA zone."""
        return self._minute(zone, fold=0)

    def latest_minute(self, zone: str) -> int:
        """The last instant that it may stand for: of a local time that comes twice the second."""
        return max(self._minute(zone, fold=0), self._minute(zone, fold=1))

    def _minute(self, zone: str, fold: int) -> int:
        clock = (self.clock or time(12)).replace(fold=fold)
        local = datetime.combine(self.day, clock, tzinfo=zone_of(zone))
        return int((local.astimezone(UTC) - _EPOCH) // _MINUTE)

    def is_before(self, other: "Moment", zone: str, other_zone: str) -> bool:
        """Whether it was before another, as far as local times tell.

        By the clock if both have times, else by date. In the night when an hour comes twice,
        10 past 1 may well be after half past 1: what nobody can tell from the text is not held
        against anybody.
        """
        if self.clock is None or other.clock is None:
            return self.day < other.day
        return self.latest_minute(zone) < other.minute(other_zone)


def parse_moment(text: str) -> Moment:
    """Read `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.

    Raises:
        ValueError: for any other shape, a day that no calendar has, or a year outside 1900 to 2199.
    """
    if not SHAPE.fullmatch(text) or not text.isascii():
        message = f"expected {AS_WRITTEN}"
        raise ValueError(message)
    try:
        day = date.fromisoformat(text[:10])
        clock = time.fromisoformat(text[11:]) if len(text) > DAY_LENGTH else None
    except ValueError:
        message = "expected a day that the calendar has, and a time up to 23:59"
        raise ValueError(message) from None
    if not EARLIEST <= day <= LATEST:
        message = "expected a date from 1900 to 2199"
        raise ValueError(message)
    return Moment(day, clock)


_THIS_MACHINES = "localtime"
"""Among a system's zones, but what it means depends on the machine that reads it."""


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether that is the name of an IANA time zone (not a path, not an abbreviation made up)."""
    return name in _zone_names() and name != _THIS_MACHINES


@lru_cache(maxsize=700)
def zone_of(name: str) -> ZoneInfo:
    """The IANA zone of that name.

    Raises:
        ValueError: if there is none.
    """
    if name not in _zone_names():  # what was stored before can still be read
        message = f"no time zone is called {name!r}"
        raise ValueError(message)
    return ZoneInfo(name)


def local_now(zone: str) -> datetime:
    """The time in that zone now, aware."""
    return datetime.now(zone_of(zone))


def local_today(zone: str) -> date:
    """Today's date in that zone."""
    return local_now(zone).date()
