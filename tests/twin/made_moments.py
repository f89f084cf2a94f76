"""Moments worth trying: nights when clocks change, leap days, the 31st, to the minute."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.twin.clock import Moment, instant


class Draw(Protocol):
    """What `st.composite` hands to the function that makes a value."""

    def __call__(self, strategy: st.SearchStrategy[Any]) -> Any: ...


ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kathmandu",
)

CLOCK_NIGHTS = {
    "Europe/London": ("2024-03-31T01:30", "2024-10-27T01:30", "2023-10-29T01:00"),
    "America/New_York": ("2024-03-10T02:30", "2024-11-03T01:30", "2023-11-05T01:59"),
    "Australia/Lord_Howe": ("2024-10-06T02:10", "2024-04-07T01:45", "2023-10-01T02:00"),
    "Pacific/Auckland": ("2024-09-29T02:30", "2024-04-07T02:30", "2023-09-24T02:59"),
    "Asia/Kathmandu": ("2024-02-29T00:00", "2023-12-31T23:59", "2024-02-28T23:59"),
}
"""Local times that do not exist or exist twice (and, where clocks never change, midnights)."""

AWKWARD_DAYS = tuple(
    date.fromisoformat(text)
    for text in (
        "2023-03-31",
        "2023-08-31",
        "2023-12-31",
        "2024-01-01",
        "2024-02-29",
        "2024-03-31",
        "2024-05-31",
        "2024-10-27",
    )
)


@dataclass(frozen=True)
class Frame:
    """The part of time one person's diary is about, and the hours that join bleeds."""

    start: date
    length: int
    zone: str
    merge_hours: float


def text_of(moment: Moment) -> str:
    """As a diary file writes it."""
    if moment.time is None:
        return moment.day.isoformat()
    return f"{moment.day.isoformat()}T{moment.time:%H:%M}"


def moment_at(at: datetime, zone: str) -> Moment:
    """The local minute of an instant."""
    local = at.astimezone(ZoneInfo(zone))
    return Moment(local.date(), local.time().replace(second=0, microsecond=0, fold=0), zone)


def is_not_before(moment: Moment, onset: Moment) -> bool:
    """By the clock where both have times (local and in UTC), by the date where one has none."""
    if moment.time is None or onset.time is None:
        return moment.day >= onset.day
    local = datetime.combine(moment.day, moment.time, UTC)
    local_onset = datetime.combine(onset.day, onset.time, UTC)
    return local >= local_onset and instant(moment) >= instant(onset)


def any_zone(draw: Draw, frame: Frame) -> str:
    """Mostly the diary's own zone."""
    zone: str = draw(st.sampled_from((frame.zone,) * 6 + ZONES))
    return zone


def any_time(draw: Draw) -> time | None:
    """No time, or a minute of the day."""
    minute = draw(st.none() | st.integers(0, 24 * 60 - 1))
    return None if minute is None else time(minute // 60, minute % 60)


def fresh_moment(draw: Draw, frame: Frame) -> Moment:
    """Any day of the frame."""
    day = frame.start + timedelta(days=draw(st.integers(0, frame.length)))
    return Moment(day, any_time(draw), any_zone(draw, frame))


def clock_night_moment(draw: Draw, frame: Frame) -> Moment:
    """On, or three days beside, a night when the clock changes."""
    zone = any_zone(draw, frame)
    local = datetime.fromisoformat(draw(st.sampled_from(CLOCK_NIGHTS[zone]))).replace(tzinfo=UTC)
    local += timedelta(days=draw(st.sampled_from((-3, 0, 0, 3))))
    return Moment(local.date(), local.time(), zone)


def echo_moment(draw: Draw, frame: Frame, references: list[Moment]) -> Moment:
    """The joining hours after an earlier onset, end or treatment, give or take a minute."""
    reference = instant(draw(st.sampled_from(references)))
    minutes = frame.merge_hours * 60 + draw(st.sampled_from((-1, 0, 0, 1)))
    return moment_at(reference + timedelta(minutes=minutes), any_zone(draw, frame))


def near_moment(draw: Draw, frame: Frame, references: list[Moment]) -> Moment:
    """Some hours after an earlier one, perhaps without a time."""
    reference = instant(draw(st.sampled_from(references)))
    moment = moment_at(reference + timedelta(hours=draw(st.integers(0, 100))), frame.zone)
    return moment if draw(st.booleans()) else Moment(moment.day, None, moment.zone)


def equal_moment(draw: Draw, references: list[Moment]) -> Moment:
    """The very same moment, or the same instant on another zone's clock."""
    reference: Moment = draw(st.sampled_from(references))
    if draw(st.booleans()):
        return reference
    return moment_at(instant(reference), draw(st.sampled_from(ZONES)))


def onset_moment(draw: Draw, frame: Frame, references: list[Moment]) -> Moment:
    """An onset, mostly placed so that the counting rule has something to decide."""
    ways: list[Callable[[], Moment]] = [
        lambda: fresh_moment(draw, frame),
        lambda: clock_night_moment(draw, frame),
    ]
    if references:
        ways += [
            lambda: echo_moment(draw, frame, references),
            lambda: echo_moment(draw, frame, references),
            lambda: near_moment(draw, frame, references),
            lambda: equal_moment(draw, references),
        ]
    moment: Moment = draw(st.sampled_from(ways))()
    return moment


def moment_after(draw: Draw, onset: Moment) -> Moment:
    """An end or a treatment, never before the onset."""
    days = draw(st.sampled_from((0, 0, 0, 1, 2, 3, 9)))
    moment = Moment(onset.day + timedelta(days=days), any_time(draw), onset.zone)
    if is_not_before(moment, onset):
        return moment
    return onset if draw(st.booleans()) else Moment(onset.day, None, onset.zone)
