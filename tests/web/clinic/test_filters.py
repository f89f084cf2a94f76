"""The filters of the patient's page: what the address may ask, and what it then shows."""

import re
from uuid import UUID

import pytest

from bleedlog.web.clinic.filters import Filters
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import rates, tiles, words
from tests.web.clinic.test_patient import HEADER, YEARS


def test_the_address_says_only_what_differs_from_the_rule() -> None:
    assert Filters().query == ""
    everything = Filters(
        exclude_unsure=True,
        include_surgical=True,
        as_noted=True,
        source="not-imported",
        lead_in="12",
        after="after_6m",
        hours=24,
    )
    assert everything.query == (
        "?source=not-imported&lead_in=12&after=after_6m&hours=24&unsure=leave-out&surgical=count"
        "&verdicts=leave-out"
    )
    assert everything.rule.merge_hours == 24
    assert everything.rule.lead_in_months == 12


@pytest.mark.parametrize(
    "query",
    [
        *("source=rumour", "lead_in=0", "lead_in=-3", "lead_in=x", "lead_in=1201", "lead_in=١٢"),
        *("after=lead_in", "after=months_0_3", "after=", "after=%00", "hours=-1", "hours=8785"),
        *("hours=", "hours=1e3", "hours=72.5", "hours=" + "9" * 5000),
        # Windows that the rules do not have: the page said that nothing was noted in them.
        *("after=months_8_19", "after=months_7_17", "after=months_7_30", "after=months_19_18"),
        *("unsure=yes", "surgical=leave-out", "verdicts=count"),
    ],
)
def test_what_cannot_be_asked_is_not_there(nia: Browser, bring: Bring, query: str) -> None:
    patient = bring()

    for path in ("", "/rates.csv"):
        assert nia.get(f"/clinic/patients/{patient}{path}?{query}").status_code == 404


@pytest.fixture
def tom(bring: Bring) -> UUID:
    """Bleeds on one knee 4 days apart, of which the diary's first year holds two."""
    bleeds = [
        f"bleed,{day},,joint,knee,left,spontaneous,,prospective"
        for day in ("2023-06-01", "2023-06-05", "2025-04-01", "2026-09-20")
    ]
    return bring(*YEARS, *bleeds, header=HEADER)


def test_hours_within_which_it_is_one_bleed(nia: Browser, tom: UUID) -> None:
    apart = nia.get(f"/clinic/patients/{tom}")
    joined = nia.get(f"/clinic/patients/{tom}?hours=120")

    assert rates(apart)["Lead-in"][2].endswith("3 bleeds")
    assert rates(joined)["Lead-in"][2].endswith("2 bleeds")
    assert "within 120 h are one bleed" in words(joined.text)


def test_months_of_the_lead_in(nia: Browser, tom: UUID) -> None:
    """1 November 2024 to 30 April 2025 are 181 days with one bleed."""
    page = nia.get(f"/clinic/patients/{tom}?lead_in=6")

    assert rates(page)["Lead-in"][1:3] == ["181 of 181 days 100%", "2.0 0.1 to 11.2 1 bleed"]
    assert chosen(page.text, "lead_in") == "last 6 months"


def test_a_number_that_no_list_offers_is_offered_then(nia: Browser, tom: UUID) -> None:
    page = nia.get(f"/clinic/patients/{tom}?lead_in=5&hours=36&after=months_31_42")

    assert chosen(page.text, "lead_in") == "last 5 months"
    assert chosen(page.text, "hours") == "36 hours"
    assert chosen(page.text, "after") == "Months 31 to 42"
    assert "months 31 to 42 not begun" in tiles(page)["Rate ratio"]


def test_the_window_that_is_set_against_the_lead_in(nia: Browser, tom: UUID) -> None:
    """One bleed in the 365 days from month 7 on, none in the first twelve of their months."""
    path = f"/clinic/patients/{tom}"

    primary, whole = tiles(nia.get(path)), tiles(nia.get(f"{path}?after=after_6m"))

    assert "months 7 to 18: 1.0" in primary["Bleeds a year"]
    assert "since month 7: 1.0" in whole["Bleeds a year"]
    charts = nia.get(f"{path}/charts.json?after=after_6m").text
    assert "Since month 7 (365 of 365 days)" in charts


def test_where_nothing_is_left_to_count_the_page_says_why(nia: Browser, bring: Bring) -> None:
    rows = ["observed,2026-01-01,2026-06-01,recalled", "bleed,2026-02-01,,recalled"]
    patient = bring(*rows, header="kind,start,end,source")

    page = nia.get(f"/clinic/patients/{patient}?source=not-recalled")

    assert "Nothing is left to count" in words(page.text)
    assert chosen(page.text, "source") == "not from memory"


def test_both_counts_stay_what_was_noted_and_what_was_settled(nia: Browser, bring: Bring) -> None:
    """Three bleeds noted before the treatment, of which the clinic struck one out."""
    header = "kind,start,end,manifestation,site,side,cause,adjudication,source"
    bleeds = (
        "bleed,2023-06-01,,joint,knee,left,spontaneous,,prospective",
        "bleed,2023-08-01,,joint,ankle,right,spontaneous,not_a_bleed,prospective",
        "bleed,2024-02-01,,joint,elbow,left,unknown,bleed,prospective",
    )
    path = f"/clinic/patients/{bring(*YEARS, *bleeds, header=header)}"

    settled, noted = nia.get(path), nia.get(f"{path}?verdicts=leave-out")

    assert rates(settled)["Lead-in"][2].endswith("2 bleeds")
    assert rates(noted)["Lead-in"][2].endswith("3 bleeds")
    assert "counted as noted, without your verdicts" in words(noted.text)
    assert "without your verdicts" not in words(settled.text)


def chosen(html: str, name: str) -> str:
    """What a list of the page shows."""
    body = html[html.index(f'<select class="input" id="{name}"') :].partition("</select>")[0]
    found = re.search(r" selected>([^<]+)", body)
    assert found is not None
    return found[1]


def test_joints_and_body_follow_the_months_of_the_lead_in(nia: Browser, bring: Bring) -> None:
    """1 November 2024 to 30 April 2025 hold one of the knee's two, and none of the elbow's."""
    bleeds = (("2023-06-01", "knee"), ("2025-04-01", "knee"), ("2023-07-01", "elbow"))
    rows = [f"bleed,{day},,joint,{site},left,spontaneous,,prospective" for day, site in bleeds]
    tom = bring(*YEARS, *rows, header=HEADER)
    all_of_it, months = (nia.get(f"/clinic/patients/{tom}{one}") for one in ("", "?lead_in=6"))

    assert "Left knee 2, Left elbow 1, in 731 days noted" in words(all_of_it.text)
    assert "Before: Left knee 1, in 181 days noted" in words(months.text)
    assert "Left elbow 1 0 1 Jul 2023" in words(all_of_it.text)
    assert "Left knee 1 0 1 Apr 2025" in words(months.text)
    assert "Left elbow 1 0" not in words(months.text)
    sheet = words(nia.get(f"/clinic/patients/{tom}/summary?lead_in=6").text)
    assert "Left knee : 1 before, 0 since" in sheet


def test_a_target_joint_keeps_its_row_where_the_months_hold_none_of_its_bleeds(
    nia: Browser, bring: Bring
) -> None:
    days = ("2023-06-01", "2023-07-01", "2023-08-01")
    rows = [f"bleed,{day},,joint,knee,left,spontaneous,,prospective" for day in days]
    page = nia.get(f"/clinic/patients/{bring(*YEARS, *rows, header=HEADER)}?lead_in=6")

    assert "Left knee 0 0 1 Aug 2023" in words(page.text)
    assert "Left knee target joint from 1 August 2023, resolved 1 August 2024" in words(page.text)


def test_days_that_a_source_leaves_out_are_not_said_to_be_missing(
    nia: Browser, bring: Bring
) -> None:
    rows = [row.replace("prospective", "imported") for row in YEARS]
    tom = f"/clinic/patients/{bring(*rows, header=HEADER)}"

    said = words(nia.get(f"{tom}?source=prospective").text)
    assert "No days are left to count Only what is “noted at the time” counts" in said
    assert "No days are left" not in words(nia.get(tom).text)
    assert "No days are left" not in words(nia.get(f"{tom}?source=not-recalled").text)
