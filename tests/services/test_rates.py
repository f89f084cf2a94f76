"""Figures of a whole diary file, hand-counted; options and faults."""

from datetime import date
from typing import Any

import pytest

from bleedlog.exchange.diary_file_faults import DiaryFileError
from tests.rates_of_text import rates_of_text

ONE = """kind,id,treats,start,end,site,side,cause,certainty,adjudication
observed,,,2023-03-01,2025-09-01,,,,,
gene_therapy,,,2024-03-01T10:00,,,,,,
bleed,a,,2023-04-01T08:00,,knee,left,spontaneous,,
infusion,,a,2023-04-02T08:00,,,,,,
bleed,b,,2023-04-05T08:00,,knee,left,traumatic,,
bleed,c,,2023-04-08T08:01,,knee,left,traumatic,,
bruise,d,,2023-06-01,,thigh,,,,
bruise,e,,2023-07-01,,thigh,,,,bleed
bleed,f,,2023-08-01,,elbow,right,,unsure,
bleed,g,,2023-09-01,,elbow,right,surgical,,
bleed,h,,2024-10-01,,ankle,right,activity,,
"""
# Lead-in, 366 days: a and b are one bleed (b begins 72 h after the dose), c begins a minute too
# late; d is no bleed, e is one by verdict, f is unsure, g is surgical. Month 7-18: h.


def window(found: dict[str, Any], name: str) -> dict[str, Any]:
    (patient,) = found["patients"]
    found_window: dict[str, Any] = next(one for one in patient["windows"] if one["name"] == name)
    return found_window


def counts(found: dict[str, Any], name: str) -> dict[str, int]:
    return {kind: rate["episodes"] for kind, rate in window(found, name)["rates"].items()}


def test_a_file_is_counted_by_the_rule() -> None:
    found = rates_of_text(ONE)
    assert found["patients"][0]["patient"] == ""
    lead_in = window(found, "lead_in")
    assert (lead_in["elapsed_days"], lead_in["observed_days"]) == (366, 366)
    assert counts(found, "lead_in") == {"all": 4, "spontaneous": 1, "joint": 3, "treated": 1}
    assert lead_in["rates"]["spontaneous"]["unknown_cause"] == 2
    assert lead_in["rates"]["all"]["abr"] == pytest.approx(4 / (366 / 365.25), rel=1e-12)
    assert counts(found, "months_7_18")["all"] == 1


def test_options_reach_the_rule() -> None:
    found = rates_of_text(ONE, exclude_unsure=True, include_surgical=True, merge_hours=73)
    # a, b and c are one now; f is left out; g is in.
    assert counts(found, "lead_in")["all"] == 3
    assert found["rule"] == {
        "version": 1,
        "merge_hours": 73,
        "min_days": 90,
        "confidence": 0.95,
        "exclude_unsure": True,
        "include_surgical": True,
    }
    short = rates_of_text(ONE, lead_in_months=6, min_days=185)
    lead_in = window(short, "lead_in")
    assert (lead_in["start"], lead_in["elapsed_days"]) == ("2023-09-01", 182)
    assert lead_in["too_short"] is True
    assert lead_in["rates"]["all"]["abr"] is None
    assert lead_in["rates"]["all"]["high"] is not None


def test_confidence_holds_for_every_interval() -> None:
    # 0 in 1 year: -ln(0.025) = 3.689 at 95%, -ln(0.05) = 2.996 at 90%.
    text = "kind,start,end\nobserved,2023-01-01,2024-01-01\n"
    wide = window(rates_of_text(text), "year_1")["rates"]["all"]["high"]
    narrow = window(rates_of_text(text, confidence=0.9), "year_1")["rates"]["all"]["high"]
    assert wide == pytest.approx(3.688879454113936 / (365 / 365.25), rel=1e-12)
    assert narrow == pytest.approx(2.995732273553991 / (365 / 365.25), rel=1e-12)


def test_mid_p_intervals_are_the_ratios_alone_and_named_only_where_they_were_asked_for() -> None:
    text = "kind,start,end\nobserved,2023-03-01,2025-09-01\ngene_therapy,2024-03-01,\n"
    text += "".join(f"bleed,2023-{month:02}-15,\n" for month in range(5, 10))
    exact, middle = rates_of_text(text), rates_of_text(text, mid_p=True)
    assert "mid_p" not in exact["rule"]
    assert middle["rule"] == {**exact["rule"], "mid_p": True}
    (before,), (after,) = exact["patients"], middle["patients"]
    assert after["windows"] == before["windows"]
    # None in 365 days after five in 366. By hand: all of P(X = 0) is the tail of 2.5%, or half.
    outer, inner = (one["comparisons"][0]["rates"]["all"] for one in (before, after))
    assert outer["high"] == pytest.approx((0.025**-0.2 - 1) * 366 / 365, rel=1e-12)
    assert inner["high"] == pytest.approx((0.05**-0.2 - 1) * 366 / 365, rel=1e-12)
    assert (inner["ratio"], inner["low"], inner["p_central"]) == (0, 0, outer["p_central"])


def test_a_given_treatment_day_beats_the_file_s() -> None:
    found = rates_of_text(ONE, treated=date(2023, 9, 1))
    assert found["patients"][0]["treated_on"] == "2023-09-01"
    assert window(found, "lead_in")["end"] == "2023-09-01"


def test_a_given_treatment_day_is_for_one_person_s_file_only() -> None:
    text = "patient,kind,start\nA,bleed,2024-01-01\nB,bleed,2024-01-02\nC,bleed,2024-01-02\n"
    with pytest.raises(DiaryFileError) as caught:
        rates_of_text(text, treated=date(2024, 1, 1))
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (3, "patient")


def test_the_zone_given_is_that_of_rows_without_one() -> None:
    # 72 hours from a dated bleed's noon end at 23:00 UTC of 4 January in Auckland (UTC+13).
    text = (
        "kind,start,end,site,zone\n"
        "observed,2024-01-01,2025-01-01,,\n"
        "bleed,2024-01-02,,knee,\n"
        "bleed,2024-01-04T23:30,,knee,UTC\n"
    )
    assert counts(rates_of_text(text), "year_1")["all"] == 1
    assert counts(rates_of_text(text, zone="Pacific/Auckland"), "year_1")["all"] == 2


def test_everybody_in_the_file_is_listed_by_name_even_without_a_known_day() -> None:
    text = "patient,kind,start,end\nB,joint_score,2024-01-01,\nA,observed,2024-01-01,2025-01-01\n"
    found = rates_of_text(text.replace("joint_score", "steroid_course"))
    assert [one["patient"] for one in found["patients"]] == ["A", "B"]
    assert found["patients"][1]["windows"] == []
    assert found["cohort"]["people"] == 1


def test_an_empty_diary_has_nobody_in_it() -> None:
    found = rates_of_text("kind,start\n")
    assert found["patients"] == []
    assert (found["cohort"]["people"], found["cohort"]["windows"]) == (0, {})


def test_nothing_is_counted_of_a_file_at_fault() -> None:
    with pytest.raises(DiaryFileError) as caught:
        rates_of_text(ONE.replace("ankle", "anke").replace("2023-08-01", "2023-08-32"))
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [
        (10, "start"),
        (12, "site"),
    ]


@pytest.mark.slow
def test_progress_is_told_for_reading_and_counting() -> None:
    told: list[str] = []
    text = "patient,kind,start\n" + "".join(f"P{one},bleed,2024-01-01\n" for one in range(2_500))
    rates_of_text(text, progress=lambda what, _share: told.append(what))
    assert list(dict.fromkeys(told)) == ["Reading", "Counting"]
