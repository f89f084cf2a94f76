"""Numbers of bleeds that reach from one window into another: nobody knows which bled when."""

from dataclasses import replace

import pytest

from bleedlog.charts.before_after import before_after
from bleedlog.charts.finding import comparable_ratio, finding, may_speak_of_all
from bleedlog.services.rates import figures_of_text
from tests.charts.lives import tom

HEAD = "kind,start,end,value\n"
THERAPY = "gene_therapy,2024-05-01,,\n"
QUIET = "observed,2023-05-01,2026-11-01,\n"


@pytest.mark.parametrize(
    ("span", "divided"),
    [
        # Within one window each: the year before, and months 7 to 18.
        ("2023-05-01,2024-05-01", set()),
        ("2024-11-01,2025-11-01", set()),
        # A few days beyond: a few days' bleeds are in doubt.
        ("2023-05-01,2024-05-08", set()),
        # Across the infusion, and into month 7.
        ("2024-01-01,2024-08-01", {"lead_in", "establishment"}),
        ("2024-08-01,2025-02-01", {"establishment", "months_7_18", "after_6m"}),
        # Two thirds of a year before month 19, and a third after it.
        ("2025-03-01,2026-03-01", {"months_7_18", "months_19_30"}),
    ],
)
def test_a_window_is_divided_where_a_number_reaches_beyond_it(span: str, divided: set[str]) -> None:
    text = f"{HEAD}{THERAPY}{QUIET}bleed_count,{span},6\n"
    ((_, person),) = figures_of_text(text).people
    assert person.divided == divided


def test_with_some_months_of_the_lead_in_the_year_s_number_reaches_beyond_them() -> None:
    text = f"{HEAD}{THERAPY}{QUIET}bleed_count,2023-05-01,2024-05-01,6\n"
    ((_, person),) = figures_of_text(text, lead_in_months=6).people
    assert person.divided == {"lead_in"}


@pytest.mark.parametrize("window", ["lead_in", "after_6m"])
def test_nothing_is_found_of_a_divided_window(window: str) -> None:
    figures = replace(tom(), divided=frozenset({window}))
    assert finding(tom(), "after_6m") == "fewer"
    assert finding(figures, "after_6m") is None
    assert comparable_ratio(figures, "after_6m") is None
    assert not may_speak_of_all(figures)
    chart = before_after(figures, "desk", after="after_6m")
    assert chart.title == "Bleeds a year by kind"
    assert "counted apart: 1 bleed." in chart.summary
    assert ": not known, since a number of bleeds reaches beyond that time." in chart.summary
    assert chart.summary.endswith("Before and after cannot be compared yet.")


def test_the_first_months_are_not_known_where_a_number_reaches_into_them() -> None:
    figures = replace(tom(), divided=frozenset({"lead_in", "establishment"}))
    summary = before_after(figures, "phone", after="after_6m").summary
    assert "The first 6 months are counted apart: not known." in summary
    assert summary.startswith(
        "Before: not known, since a number of bleeds reaches beyond that time. Since month 7: 1.0"
    )
