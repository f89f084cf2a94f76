"""The twin against figures that come from outside it: R's output and sums done by hand."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from tests.twin.clock import add_months, instant, read_moment
from tests.twin.cohort import Follower, mean_cumulative, quantile
from tests.twin.diary_twin import rates_twin
from tests.twin.intervals import rate_interval, rate_ratio
from tests.twin.person import Options

# Replacements of valve seats and the last day seen of 41 engines (Nelson and Doganaksoy 1989;
# `valveSeat` of R's survival): 48 events.
VALVE_SEATS = """761|759|98 667|326 653 653 667|665|84 667|87 663|646 653|92 653|651|
258 328 377 621 650|61 539 648|254 276 298 640 644|76 538 642|635 641|349 404 561 649|631|596|
120 479 614|323 449 582|139 139 589|593|573 589|165 408 604 606|249 594|344 497 613|265 586 595|
166 206 348 389|601|410 581 601|611|608|587|367 603|202 563 570 585|587|578|578|586|585|582"""


def rates(text: str, **options: Any) -> dict[str, Any]:
    return rates_twin(list(csv.DictReader(io.StringIO(text))), Options(**options))


def only_window(text: str, **options: Any) -> dict[str, Any]:
    windows = rates(text, **options)["patients"][0]["windows"]
    assert len(windows) == 1
    window: dict[str, Any] = windows[0]
    return window


def episodes(text: str, name: str = "all", **options: Any) -> int:
    number = only_window(text, **options)["rates"][name]["episodes"]
    assert isinstance(number, int)
    return number


def entries(*rows: str, header: str = "id,kind,start,site,side,same_as") -> str:
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize(
    ("events", "time", "low", "high", "digits"),
    [
        (137, 24.19893, 4.753125, 6.692709, 1e-6),
        (15, 400, 0.0209884653, 0.0618505472, 1e-10),
        (1, 3 / 365.25, 3.1, 678, 0.5),
        (0, 30 / 365.25, 0, 44.9, 0.05),
        (0, 1, 0, 3.69, 0.005),
    ],
)
def test_rate_intervals_are_r_s(
    events: int, time: float, low: float, high: float, digits: float
) -> None:
    assert rate_interval(events, time, 0.95) == pytest.approx((low, high), abs=digits)


def test_ratio_is_r_s_poisson_test() -> None:
    ratio = rate_ratio(21, 3011, 11, 800, 0.95)
    assert ratio is not None
    assert (ratio.ratio, ratio.low, ratio.high) == pytest.approx(
        (1.971488, 0.8584264, 4.2772659), abs=1e-6
    )


def test_ratio_with_no_bleed_after() -> None:
    ratio = rate_ratio(5, 0.5, 0, 1, 0.95)
    assert ratio is not None
    assert (ratio.ratio, ratio.low) == (0, 0)
    assert ratio.high == pytest.approx(0.546, abs=5e-4)
    assert ratio.p_central == pytest.approx(0.0082, abs=5e-5)


def test_ratio_too_early_to_tell() -> None:
    ratio = rate_ratio(5, 1, 1, 1, 0.95)
    assert ratio is not None
    assert ratio.ratio == pytest.approx(0.2)
    assert ratio.low == pytest.approx(0.004, abs=1e-3)
    assert ratio.high == pytest.approx(1.8, abs=0.05)


def test_mean_cumulative_function_is_r_s_on_valve_seats() -> None:
    engines = [[int(day) for day in line.split()] for line in VALVE_SEATS.split("|")]
    followers = [Follower(set(range(days[-1] + 1)), days[:-1]) for days in engines]
    assert (len(followers), sum(len(f.episodes) for f in followers)) == (41, 48)
    points = {
        day: (mean, error) for day, mean, error in mean_cumulative(followers, lambda day: day >= 0)
    }
    assert points[139] == pytest.approx((0.220, 0.073), abs=5e-4)
    assert points[653] == pytest.approx((1.543, 0.312), abs=5e-4)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-08-31", 6, "2024-02-29"),
        ("2022-08-31", 6, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-15", -13, "2022-12-15"),
    ],
)
def test_calendar_months(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("2024-03-31T01:30", "Europe/London", "2024-03-31T01:30:00+00:00"),
        ("2024-10-27T01:30", "Europe/London", "2024-10-27T00:30:00+00:00"),
        ("2024-10-06T02:10", "Australia/Lord_Howe", "2024-10-05T15:40:00+00:00"),
        ("2024-07-01", "America/New_York", "2024-07-01T16:00:00+00:00"),
    ],
)
def test_instants_on_nights_when_clocks_change(local: str, zone: str, utc: str) -> None:
    assert instant(read_moment(local, zone)).isoformat() == utc


@pytest.mark.parametrize(("minute", "number"), [("11:59", 1), ("12:00", 1), ("12:01", 2)])
def test_seventy_two_hours_to_the_minute(minute: str, number: int) -> None:
    text = entries("a,bleed,2024-01-01,knee,left,", f"b,bleed,2024-01-04T{minute},knee,left,")
    assert episodes(text) == number


def test_seventy_two_hours_are_real_hours_over_the_night_of_an_hour_more() -> None:
    text = entries("a,bleed,2024-10-26T12:00,knee,left,", "b,bleed,2024-10-29T11:30,knee,left,")
    assert episodes(text) == 2


def test_chains_join_and_a_blank_side_is_a_side_of_its_own() -> None:
    text = entries(
        "a,bleed,2024-01-01,knee,left,",
        "b,bleed,2024-01-03,knee,left,",
        "c,bleed,2024-01-06,knee,left,",
        "d,bleed,2024-01-06,knee,,",
    )
    assert episodes(text) == 2


def test_same_as_joins_elsewhere_and_its_end_counts_there() -> None:
    rows = [
        "a,bleed,2024-01-01,,knee,left,",
        "b,bleed,2024-01-02,2024-01-09,ankle,left,a",
        "c,bleed,2024-01-11,,knee,left,",
        "d,bleed,2024-01-11,,ankle,left,",
    ]
    assert episodes(entries(*rows, header="id,kind,start,end,site,side,same_as")) == 2


def test_same_as_new_starts_and_same_as_one_left_out_leaves_it_to_the_clock() -> None:
    rows = [
        "a,bleed,2024-01-01,knee,left,,",
        "b,bleed,2024-01-01,knee,left,,new",
        "c,bruise,2024-01-02,elbow,left,unsure,",
        "d,bleed,2024-01-02,knee,left,,c",
    ]
    assert episodes(entries(*rows, header="id,kind,start,site,side,certainty,same_as")) == 2


def test_what_counts_and_what_only_observes() -> None:
    rows = [
        "bleed,2024-01-01,wrist,,",
        "bleed,2024-01-02,hip,unsure,",
        "bleed,2024-01-03,knee,,not_a_bleed",
        "bruise,2024-01-04,calf,,",
        "bruise,2024-01-05,thigh,certain,",
        "joint_pain,2024-01-06,ankle,unsure,bleed",
    ]
    text = entries(*rows, header="kind,start,site,certainty,adjudication")
    window = only_window(text)
    assert window["rates"]["all"]["episodes"] == 4
    assert window["rates"]["joint"]["episodes"] == 3
    assert (window["observed_days"], window["bleed_only_days"], window["sparse"]) == (4, 4, True)
    without = only_window(text, exclude_unsure=True)
    assert without["rates"]["all"]["episodes"] == 3
    assert without["observed_days"] == 4


def test_causes_and_treatment_of_an_episode() -> None:
    rows = [
        "a,bleed,2024-01-01,knee,unknown,,",
        "b,bleed,2024-01-02,knee,spontaneous,,",
        "c,bleed,2024-01-03,knee,traumatic,,",
        "d,bleed,2024-01-03,elbow,surgical,2024-01-03,",
        ",infusion,2024-01-05,,,,c",
        "e,bleed,2024-01-08,knee,,,",
    ]
    window = only_window(entries(*rows, header="id,kind,start,site,cause,treated_from,treats"))
    numbers = {name: rate["episodes"] for name, rate in window["rates"].items()}
    assert numbers == {"all": 1, "spontaneous": 1, "joint": 1, "treated": 1}


def test_a_bleed_count_is_the_whole_number_of_its_span() -> None:
    rows = [
        "observed,2023-01-01,2023-07-01,,",
        "bleed_count,2023-07-01,2023-09-01,,3",
        "bleed,2023-08-01,,knee,",
        "bleed,2023-05-01,,knee,",
    ]
    window = only_window(entries(*rows, header="kind,start,end,site,value"))
    assert window["rates"]["all"]["episodes"] == 4
    assert window["rates"]["joint"] is None
    assert (window["observed_days"], window["elapsed_days"]) == (243, 243)


def test_windows_round_an_infusion_on_the_31st() -> None:
    text = entries(
        "gene_therapy,2023-08-31,", "observed,2023-01-01,2025-04-01", header="kind,start,end"
    )
    found = rates(text)["patients"][0]
    assert [(w["name"], w["start"], w["end"]) for w in found["windows"]] == [
        ("lead_in", "2023-01-01", "2023-08-31"),
        ("establishment", "2023-08-31", "2024-02-29"),
        ("months_7_18", "2024-02-29", "2025-02-28"),
        ("months_19_30", "2025-02-28", "2025-04-01"),
        ("after_6m", "2024-02-29", "2025-04-01"),
    ]
    assert [c["after"] for c in found["comparisons"]] == ["months_7_18", "months_19_30", "after_6m"]
    assert [c["comparable"] for c in found["comparisons"]] == [True, False, True]
    assert found["comparisons"][0]["rates"]["all"]["estimable"] is False


def test_a_target_joint_and_the_day_that_resolves_it() -> None:
    onsets = ["2022-01-10", "2022-03-10", "2022-07-09"]
    rows = [f"bleed,{day},,knee,left,spontaneous" for day in onsets]
    quiet = "observed,2022-01-01,2024-01-01,,,"
    header = "kind,start,end,site,side,cause"
    joint = {"site": "knee", "side": "left", "since": "2022-07-09", "resolved": "2023-07-09"}
    assert rates(entries(*rows, quiet, header=header))["patients"][0]["target_joints"] == [joint]
    late = [*rows[:2], "bleed,2022-07-10,,knee,left,spontaneous"]
    assert rates(entries(*late, quiet, header=header))["patients"][0]["target_joints"] == []
    silent = ["observed,2022-01-01,2022-08-01,,,", "no_bleeds,2023-12-01,2024-01-01,,,"]
    open_still = rates(entries(*rows, *silent, header=header))["patients"][0]["target_joints"]
    assert open_still == [{**joint, "resolved": None}]


def test_quartiles_are_type_7() -> None:
    assert [quantile([4.0, 1.0, 3.0, 2.0], share) for share in (0.25, 0.5, 0.75)] == [
        1.75,
        2.5,
        3.25,
    ]
