"""The rolling rate: what each day's point is made of, and where there is none."""

import math
from datetime import date, timedelta

import pytest

from bleedlog.statistics.codes import Cause
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.results import RollingRate
from bleedlog.statistics.rolling import rolling_rate
from bleedlog.statistics.rule import Rule
from tests.statistics.diary_columns import Bleed, Recorded, diaries_of

Point = tuple[float | None, float | None, float | None]


def rolling_of(*people: Recorded, rule: Rule | None = None, who: int = 0) -> RollingRate:
    rule, diaries = rule or Rule(), diaries_of(*people)
    return rolling_rate(diaries, find_episodes(diaries, rule), observed_time(diaries), rule, who)


def points_of(*people: Recorded, rule: Rule | None = None, who: int = 0) -> dict[str, Point]:
    rolling = rolling_of(*people, rule=rule, who=who)
    rows = zip(rolling.days, rolling.abr, rolling.low, rolling.high, strict=True)
    return {day.isoformat(): (abr, low, high) for day, abr, low, high in rows}


def shown_days(points: dict[str, Point]) -> list[str]:
    return [day for day, (abr, _, _) in points.items() if abr is not None]


ALWAYS = ("2022-01-01", "2024-01-01")


def test_there_is_one_point_a_day_from_the_first_observed_day_to_the_last() -> None:
    rolling = rolling_of(Recorded([("2022-01-01", "2022-02-01"), ("2022-03-01", "2022-03-05")]))
    assert rolling.days == tuple(date(2022, 1, 1) + timedelta(days=day) for day in range(63))
    assert len(rolling.abr) == len(rolling.low) == len(rolling.high) == 63


def test_nobody_observed_has_no_points() -> None:
    assert rolling_of(Recorded()) == RollingRate((), (), (), ())


def test_a_point_is_blank_until_enough_days_are_observed() -> None:
    shown = shown_days(points_of(Recorded([ALWAYS])))
    # The 90th day of the year; then every day.
    assert shown[0] == "2022-03-31"
    assert len(shown) == 730 - 89
    later = shown_days(points_of(Recorded([ALWAYS]), rule=Rule(min_days=120)))
    assert later[0] == "2022-04-30"


def test_a_point_looks_back_365_days_with_the_exact_band() -> None:
    points = points_of(Recorded([ALWAYS], [Bleed("2022-06-01"), Bleed("2022-09-01")]))
    year = 365 / 365.25
    assert points["2022-05-31"][0] == 0
    # 1 June is the 152nd day of the year.
    assert points["2022-06-01"][0] == pytest.approx(365.25 / 152, rel=1e-12)
    assert points["2023-05-31"][0] == pytest.approx(2 / year, rel=1e-12)
    assert points["2023-06-01"][0] == pytest.approx(1 / year, rel=1e-12)
    # None in a year: up to -ln 0.025.
    assert points["2023-09-01"][:2] == (0, 0)
    assert points["2023-09-01"][2] == pytest.approx(-math.log(0.025) / year, rel=1e-12)
    wide = points_of(Recorded([ALWAYS]), rule=Rule(confidence=0.8))
    assert wide["2023-06-01"][2] == pytest.approx(-math.log(0.1) / year, rel=1e-12)


def test_no_point_mixes_time_before_treatment_with_time_after() -> None:
    person = Recorded([ALWAYS], [Bleed("2022-12-01"), Bleed("2023-01-01")], treated_on="2023-01-01")
    points = points_of(person)
    assert points["2022-12-31"][0] == pytest.approx(365.25 / 365, rel=1e-12)
    # From the infusion day on: blank for 89 days, then only what came since.
    assert points["2023-01-01"][0] is None
    assert points["2023-03-30"][0] is None
    assert points["2023-03-31"][0] == pytest.approx(365.25 / 90, rel=1e-12)


def test_silence_makes_a_point_sparse() -> None:
    # 100 days observed, then silence but for one day at the end of the year.
    person = Recorded([("2022-01-01", "2022-04-11"), ("2022-12-31", "2023-01-01")])
    points = points_of(person)
    # 100 of 200 days are half of them; of 201, under half.
    assert points["2022-07-19"][0] == 0
    assert points["2022-07-20"][0] is None


def test_time_from_treatment_on_has_passed_even_in_silence() -> None:
    # Noted from 1 April on: of the first 180 days after the infusion 90 are observed.
    person = Recorded([("2023-04-01", "2024-01-01")], treated_on="2023-01-01")
    assert shown_days(points_of(person))[0] == "2023-06-29"


def test_bleeds_without_quiet_days_make_a_point_sparse() -> None:
    # 90 quiet days, then bleeds noted every third day and nothing else.
    def noting(bleeds: int) -> dict[str, Point]:
        first = date(2022, 4, 3)
        days = [(first + timedelta(days=3 * number)).isoformat() for number in range(bleeds)]
        return points_of(Recorded([("2022-01-01", "2022-04-01")], [Bleed(day) for day in days]))

    # Of 100 observed days 10 are known only from a bleed; of 101, 11 are more than 10%.
    assert noting(10)["2022-04-30"][0] == pytest.approx(10 * 365.25 / 100, rel=1e-12)
    assert noting(11)["2022-05-03"][0] is None


def test_surgery_counts_only_when_asked_for() -> None:
    person = Recorded([ALWAYS], [Bleed("2022-06-01", Cause.SURGICAL)])
    assert points_of(person)["2022-06-01"][0] == 0
    asked = points_of(person, rule=Rule(include_surgical=True))
    assert asked["2022-06-01"][0] == pytest.approx(365.25 / 152, rel=1e-12)


def test_a_number_for_a_span_counts_where_the_whole_span_does() -> None:
    person = Recorded(
        [ALWAYS],
        # The first of these is one of the three.
        [Bleed("2022-05-10"), Bleed("2022-07-01")],
        counts=[("2022-05-01", "2022-06-01", 3)],
    )
    points = points_of(person)
    assert points["2022-04-30"][0] == 0
    # Half of the span: how many of the three came by then is not known.
    assert points["2022-05-01"][0] is None
    assert points["2022-05-30"][0] is None
    assert points["2022-05-31"][0] == pytest.approx(3 * 365.25 / 151, rel=1e-12)
    assert points["2023-04-30"][0] == pytest.approx(4 * 365.25 / 365, rel=1e-12)
    assert points["2023-05-01"][0] is None
    assert points["2023-05-31"][0] == pytest.approx(1 * 365.25 / 365, rel=1e-12)


def test_people_are_kept_apart() -> None:
    quiet = Recorded([ALWAYS])
    other = Recorded(
        [("2022-01-01", "2023-01-01")],
        [Bleed("2022-06-01")],
        counts=[("2022-10-01", "2022-10-02", 5)],
    )
    assert points_of(quiet, other)["2022-12-31"][0] == 0
    assert points_of(quiet, other, who=1)["2022-12-31"][0] == pytest.approx(6 * 365.25 / 365)
