"""Local texts and the instants that they stand for (counting rule 1, point 2)."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from bleedlog.models.moment import is_zone, local_now, local_today, parse_moment, zone_of


def minutes(*instant: int) -> int:
    """UTC minutes since 1970 of a UTC instant."""
    return int(datetime(*instant, tzinfo=UTC).timestamp()) // 60  # type: ignore[misc, arg-type]


def test_a_day_and_a_time_are_read() -> None:
    moment = parse_moment("2024-03-01T14:30")
    assert (moment.day, moment.clock) == (date(2024, 3, 1), time(14, 30))
    assert moment.text == "2024-03-01T14:30"


def test_a_day_without_a_time_stays_one() -> None:
    moment = parse_moment("2024-02-29")
    assert (moment.day, moment.clock, moment.text) == (date(2024, 2, 29), None, "2024-02-29")


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        # A date without a time stands for local noon: in winter GMT, in summer an hour before.
        ("2024-01-10", "Europe/London", (2024, 1, 10, 12, 0)),
        ("2024-07-10", "Europe/London", (2024, 7, 10, 11, 0)),
        ("2024-07-10T00:30", "Europe/London", (2024, 7, 9, 23, 30)),
        # 27 October 2024: 01:30 comes twice, and the first is still British summer time.
        ("2024-10-27T01:30", "Europe/London", (2024, 10, 27, 0, 30)),
        # 31 March 2024: 01:30 does not exist and moves forward by the hour that is left out.
        ("2024-03-31T01:30", "Europe/London", (2024, 3, 31, 1, 30)),
        # Lord Howe's clocks change by half an hour: 02:15 on 6 October 2024 does not exist.
        ("2024-10-06T02:15", "Australia/Lord_Howe", (2024, 10, 5, 15, 45)),
        ("2024-11-03T01:30", "America/New_York", (2024, 11, 3, 5, 30)),
    ],
)
def test_local_texts_stand_for_instants(text: str, zone: str, instant: tuple[int, ...]) -> None:
    assert parse_moment(text).minute(zone) == minutes(*instant)


def test_a_local_time_that_comes_twice_has_a_last_instant() -> None:
    # On 25 October 2026 London's clocks went from 2am back to 1am at 1:00 UTC.
    assert parse_moment("2026-10-25T01:30").latest_minute("Europe/London") == minutes(
        2026, 10, 25, 1, 30
    )
    # What comes once has one, and so has what never comes: 29 March 2026.
    for text in ("2026-10-25T02:30", "2026-03-29T01:30", "2026-10-25"):
        moment = parse_moment(text)
        assert moment.latest_minute("Europe/London") == moment.minute("Europe/London")


@pytest.mark.parametrize(
    ("one", "other", "is_before"),
    [
        ("2026-10-25T01:29", "2026-10-25T01:30", False),  # 1:29 UTC is after 0:30 UTC
        ("2026-10-25T01:00", "2026-10-25T01:59", False),  # 1:00 UTC is after 0:59 UTC
        ("2026-10-25T00:59", "2026-10-25T01:00", True),  # 23:59 UTC, 0:00 UTC at the earliest
        ("2026-10-25T01:59", "2026-10-25T02:00", True),  # 1:59 UTC at the latest, 2:00 UTC
        ("2026-10-26T01:29", "2026-10-26T01:30", True),
        ("2026-10-24", "2026-10-25T01:30", True),
        ("2026-10-25", "2026-10-25T23:30", False),
    ],
)
def test_before_is_what_local_times_tell(one: str, other: str, is_before: bool) -> None:
    zone = "Europe/London"
    assert parse_moment(one).is_before(parse_moment(other), zone, zone) is is_before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 March 2024",
        "2024-3-1",
        "2024-02-30",
        "2023-02-29",
        "2024-03-01T24:00",
        "2024-03-01T14:30:00",
        "2024-03-01 14:30",
        "2024-03-01T14:30Z",
        "1899-12-31",
        "2200-01-01",
        "\u0662\u0660\u0662\u0664-03-01",  # digits, but not those of a computer
    ],
)
def test_other_texts_are_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_moment(text)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "", "europe/london "])
def test_only_zones_that_exist_are_zones(name: str) -> None:
    assert not is_zone(name)
    with pytest.raises(ValueError, match="time zone"):
        zone_of(name)


def test_today_is_the_zones_own() -> None:
    # 23:30 in London on New Year's Eve is already the next year in Auckland.
    with time_machine.travel(datetime(2025, 12, 31, 23, 30, tzinfo=UTC), tick=False):
        assert local_today("Europe/London") == date(2025, 12, 31)
        assert local_today("Pacific/Auckland") == date(2026, 1, 1)
        assert local_now("Europe/London").hour == 23


def test_a_machines_own_zone_is_no_name_that_another_machine_understands() -> None:
    """Debian keeps a file "localtime" among its zones; elsewhere it is another zone, or none."""
    assert not is_zone("localtime")
