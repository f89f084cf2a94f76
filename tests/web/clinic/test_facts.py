"""The facts above the fold, for lives that are not as in the book."""

from uuid import UUID

import pytest

from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import rates, tiles, words

YEAR_BEFORE = "observed,2024-05-01,2025-05-01"
INFUSION = "gene_therapy,2025-05-01,"
YEAR_AFTER = "observed,2025-05-01,2026-11-01"


def facts(nia: Browser, patient: UUID, query: str = "") -> dict[str, str]:
    page = nia.get(f"/clinic/patients/{patient}{query}")
    assert page.status_code == 200
    return tiles(page)


def test_nothing_noted_yet(nia: Browser, bring: Bring) -> None:
    assert facts(nia, bring()) == {
        "Bleeds a year": "Not known nothing noted",
        "Diary complete": "nothing yet",
        "FIX activity": "No result",
        "Infusion": "Not yet",
        "Open bleeds": "None",
        "Target joints": "None",
    }


def test_a_diary_that_has_only_begun_has_a_count_and_no_rate(nia: Browser, bring: Bring) -> None:
    patient = bring("observed,2026-10-01,2026-11-01", "bleed,2026-10-05,")

    said = facts(nia, patient)

    assert said["Bleeds a year"] == "Not known year 1: 1 in 31 days, too short"
    assert said["Diary complete"] == "100% 31 of 31 days"
    assert said["Infusion"] == "Not yet"


def test_a_year_without_treatment_has_a_rate(nia: Browser, bring: Bring) -> None:
    patient = bring("observed,2025-11-01,2026-11-01", "bleed,2026-10-05,")

    assert facts(nia, patient)["Bleeds a year"] == "1.0 year 1: 1.0 (0.0 to 5.6)"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-22", "0 months 22 November 2026"),
        ("2026-10-23", "0 months 23 October 2026"),
        ("2026-10-22", "1 month 22 October 2026"),
        ("2025-05-01", "18 months 1 May 2025"),
    ],
)
def test_months_since_the_infusion(nia: Browser, bring: Bring, day: str, said: str) -> None:
    assert facts(nia, bring(f"gene_therapy,{day},"))["Since infusion"] == said


def test_the_first_months_are_not_set_against_the_time_before(nia: Browser, bring: Bring) -> None:
    patient = bring(
        "observed,2025-09-01,2026-09-01",
        "gene_therapy,2026-09-01,",
        "observed,2026-09-01,2026-11-20",
        "bleed,2026-01-01,",
    )

    said = facts(nia, patient)

    assert said["Bleeds a year"].startswith("before 1.0 → after too early")
    assert said["Rate ratio"] == "Not comparable months 7 to 18 not begun"


def test_what_was_not_noted_is_not_said_to_be_still_to_come(nia: Browser, bring: Bring) -> None:
    """Silent since the infusion eighteen months ago: months 7 to 18 came, and nothing was noted."""
    patient = bring(YEAR_BEFORE, INFUSION)

    page = nia.get(f"/clinic/patients/{patient}")

    assert tiles(page)["Bleeds a year"].startswith("before 0.0 → after not known")
    assert tiles(page)["Bleeds a year"].endswith("; months 7 to 18: nothing noted")
    why = "Not comparable nothing noted in months 7 to 18"
    assert tiles(page)["Rate ratio"] == why
    assert "Nothing is noted yet of the time after the first 6 months." in words(page.text)
    for never in ("not begun", "too early", "has not come"):
        assert never not in words(page.text)
    later = facts(nia, patient, "?after=months_31_42")
    assert later["Rate ratio"] == "Not comparable months 31 to 42 not begun"
    assert later["Bleeds a year"].endswith("; first 6 months: nothing noted")
    assert facts(nia, patient, "?after=after_6m")["Rate ratio"].endswith(
        "nothing noted since month 7"
    )


def test_a_fall_that_did_not_last_is_not_told_alone(nia: Browser, bring: Bring) -> None:
    """12 bleeds in the year before, none in months 7 to 18, 12 in the year after them."""
    spans = ("observed,2023-05-01,2026-11-01", "gene_therapy,2024-05-01,")
    before = [f"bleed,2023-{month:02}-09," for month in range(5, 13)]
    before += [f"bleed,2024-{month:02}-09," for month in range(1, 5)]
    after = [f"bleed,2026-{month:02}-{day}," for month in range(5, 11) for day in ("09", "20")]

    lasting = facts(nia, bring(*spans, *before))["Bleeds a year"]
    patient = bring(*spans, *before, *after, name="Bo")
    relapse = facts(nia, patient)["Bleeds a year"]

    assert lasting.endswith("; months 7 to 18: 0.0 (0.0 to 3.7)")
    # 12 in 730 days, by R's poisson.test(12, 730 / 365.25).
    assert relapse.endswith("; months 7 to 18: 0.0 (0.0 to 3.7); since month 7: 6.0 (3.1 to 10.5)")
    assert "since month 7" in facts(nia, patient, "?after=after_6m")["Bleeds a year"]
    assert facts(nia, patient, "?after=after_6m")["Bleeds a year"].count("since month 7") == 1


def test_nobody_is_compared_with_nothing(nia: Browser, bring: Bring) -> None:
    said = facts(nia, bring(INFUSION, YEAR_AFTER))

    assert "before: nothing noted; months 7 to 18: 0.0 (0.0 to 3.7)" in said["Bleeds a year"]
    assert said["Rate ratio"] == "Not comparable nothing noted before the infusion"
    assert said["Diary complete"].startswith("before nothing → after 100%")


def test_a_complete_diary_that_fell_silent_is_not_called_complete_alone(
    nia: Browser, bring: Bring
) -> None:
    """Windows end with the last noted day, so a diary of 40 days after it is 40 of 40 for ever."""
    silent = facts(nia, bring(YEAR_BEFORE, INFUSION, "observed,2025-05-01,2025-06-10"))
    untreated = facts(nia, bring("observed,2026-05-01,2026-10-25"))
    four_weeks = facts(nia, bring("observed,2026-05-01,2026-10-26"))

    assert silent["Diary complete"] == (
        "before 100% → after 100% 365 of 365 days; 40 of 40 days; no day noted since 9 June 2025"
    )
    assert untreated["Diary complete"].endswith(
        "177 of 177 days; no day noted since 24 October 2026"
    )
    assert four_weeks["Diary complete"] == "100% 178 of 178 days"
    header = "kind,start,end,source"
    told, brought = "observed,2026-03-01,2026-06-01", "observed,2026-06-01,2026-11-22"
    patient = bring(f"{told},prospective", f"{brought},imported", header=header)
    # The days after were noted; they are only not counted.
    assert facts(nia, patient, "?source=not-imported")["Diary complete"] == "100% 92 of 92 days"


def test_no_bleeds_before_or_after(nia: Browser, bring: Bring) -> None:
    said = facts(nia, bring(YEAR_BEFORE, INFUSION, YEAR_AFTER))

    assert said["Rate ratio"] == "Not comparable not estimable: no bleeds before or after"


def test_no_bleeds_before(nia: Browser, bring: Bring) -> None:
    """One bleed in 365 days after none in 365: from 0.026 on, by R's poisson.test(c(1, 0))."""
    said = facts(nia, bring(YEAR_BEFORE, INFUSION, YEAR_AFTER, "bleed,2026-01-01,"))

    assert said["Rate ratio"] == "above 0.026, no upper limit exact"


def test_bleeds_without_quiet_days_are_not_compared(nia: Browser, bring: Bring) -> None:
    """Sparse: 40 of the 365 days before are noted."""
    bleeds = [f"bleed,2024-{month:02}-03," for month in (5, 7, 9, 11)]
    spans = ["observed,2024-05-01,2024-06-05", "observed,2025-03-01,2025-05-01"]
    patient = bring(*bleeds, *spans, INFUSION, YEAR_AFTER)

    said = facts(nia, patient)

    assert "sparse" in said["Bleeds a year"]
    assert said["Bleeds a year"].startswith("before not known → after 0.0")
    assert said["Rate ratio"].startswith("Not comparable a window is too short or has too many")
    page = nia.get(f"/clinic/patients/{patient}")
    assert "sparse: not comparable" in rates(page)["Lead-in"][0]


def test_what_is_not_known_on_either_side_is_said_once(nia: Browser, bring: Bring) -> None:
    """Bleeds and no quiet days: a handful of days is noted on both sides."""
    patient = bring("bleed,2024-06-03,", INFUSION, "bleed,2026-02-03,")

    said = facts(nia, patient)["Bleeds a year"]

    assert said == "Not known before: 1 in 1 day, too short; months 7 to 18: 1 in 1 day, too short"


FIX = "kind,start,end,value,unit,assay,product"
RESULT = "fix_activity,2026-09-03,,37,IU/dL,one_stage,"


def test_the_last_factor_level(nia: Browser, bring: Bring) -> None:
    older = "fix_activity,2026-06-03,,41,IU/dL,chromogenic,"
    patient = bring(older, RESULT, header=FIX)

    assert facts(nia, patient)["FIX activity"] == "37 IU/dL one-stage, 3 September 2026"


@pytest.mark.parametrize(
    ("dose", "may_include"),
    [
        # Of unknown half-life: 21 days.
        ("infusion,2026-08-14,,,,,", True),
        ("infusion,2026-08-12,,,,,", False),
        ("infusion,2026-08-14,,,,,something new", True),
        # After the sample.
        ("infusion,2026-09-04,,,,,", False),
    ],
)
def test_a_level_may_include_infused_factor(
    nia: Browser, bring: Bring, dose: str, may_include: bool
) -> None:
    said = facts(nia, bring(dose, RESULT, header=FIX))

    assert ("may include infused factor" in said["FIX activity"]) is may_include


def test_what_the_clinic_has_to_settle(nia: Browser, bring: Bring) -> None:
    header = "kind,start,end,site,side,certainty"
    rows = [
        "bleed,2026-02-01,,knee,left,unsure",
        "bleed,2026-02-26,,ankle,right,unsure",
        "bleed,2026-03-01,,ankle,right,certain",
    ]

    said = facts(nia, bring(*rows, header=header))

    assert said["Open bleeds"] == "2 unsure Right ankle bleed, 26 February 2026"


def test_a_settled_bleed_is_settled(nia: Browser, bring: Bring) -> None:
    header = "kind,start,end,site,side,certainty,adjudication"
    row = "bleed,2026-02-26,,ankle,right,unsure,not_a_bleed"

    assert facts(nia, bring(row, header=header))["Open bleeds"] == "None"


def test_a_bleed_that_still_goes_on(nia: Browser, bring: Bring) -> None:
    header = "kind,start,end,site,side,source,certainty"
    patient = bring(
        "bleed,2026-11-21T16:00,,knee,left,prospective,",
        "bleed,2026-02-26,2026-02-27,ankle,right,prospective,unsure",
        header=header,
    )

    assert facts(nia, patient)["Open bleeds"] == (
        "1 still going, 1 unsure Left knee bleed since yesterday, 4pm; "
        "Right ankle bleed, 26 February 2026"
    )


def test_target_joints_are_named_until_they_are_resolved(nia: Browser, bring: Bring) -> None:
    """Three bleeds on their own within six months; none in the twelve months after."""
    header = "kind,start,end,site,side,cause"
    bleeds = [f"bleed,2024-{month}-01,,knee,left,spontaneous" for month in ("07", "08", "09")]
    span = "observed,2024-05-01,2026-11-01,,,"
    again = [f"bleed,2026-{month}-01,,elbow,right,spontaneous" for month in ("06", "07", "08")]

    only = facts(nia, bring(*bleeds, span, header=header))["Target joints"]
    both = facts(nia, bring(*bleeds, *again, span, header=header))["Target joints"]

    assert only == "None 1 resolved"
    assert both == "Right elbow since 1 August 2026, 1 resolved"


def test_back_on_prophylaxis_is_said_wherever_rates_are(nia: Browser, bring: Bring) -> None:
    back = "back_on_prophylaxis,2026-03-01,"
    patient = bring(YEAR_BEFORE, "bleed,2024-09-01,", INFUSION, YEAR_AFTER, back)

    page = nia.get(f"/clinic/patients/{patient}")

    assert tiles(page)["Since infusion"] == "18 months back on prophylaxis since 1 March 2026"
    assert tiles(page)["Bleeds a year"].endswith("back on prophylaxis since 1 March 2026")
    rows = rates(page)
    for window in ("Months 7 to 18", "From month 7 on"):
        assert "back on prophylaxis since 1 March 2026" in rows[window][0]
    assert "back on prophylaxis" not in rows["Lead-in"][0]
    assert tiles(page)["Rate ratio"].endswith("back on prophylaxis since 1 March 2026")
    ratios = rates(page, "Ratio to the lead-in, by kind of bleed")
    silent = rates(page, "If silence meant no bleeds, by kind of bleed")
    for rows in (ratios, silent):
        for window in ("Months 7 to 18", "From month 7 on"):
            assert "back on prophylaxis since 1 March 2026" in rows[window][0]
    assert "back on prophylaxis" not in silent["Lead-in"][0] + silent["Months 0 to 6"][0]
    kinds = nia.get(f"/clinic/patients/{patient}/charts/kinds.csv").text.splitlines()[0]
    assert "Months 7 to 18, a year, back on prophylaxis since 1 March 2026" in kinds
    assert "Before, a year,Months" in kinds.replace('"', "")


def test_a_number_that_reaches_beyond_the_lead_in_makes_no_rate_of_it(
    nia: Browser, bring: Bring
) -> None:
    """6 bleeds in a year: how many of them in its last 6 months, nobody knows. It said "0.0"."""
    rows = ("bleed_count,2024-05-01,2025-05-01,6", f"{INFUSION},", f"{YEAR_AFTER},")
    patient = bring(*rows, header="kind,start,end,value")

    assert facts(nia, patient)["Bleeds a year"].startswith("before 6.0 → after 0.0")
    said = facts(nia, patient, "?lead_in=6")
    assert said["Bleeds a year"].startswith("before not known → after 0.0")
    assert "before: a number of bleeds reaches beyond it" in said["Bleeds a year"]
    assert said["Rate ratio"] == "Not comparable a number of bleeds reaches beyond a window"
    page = nia.get(f"/clinic/patients/{patient}?lead_in=6")
    assert "a number of bleeds reaches beyond it" in rates(page)["Lead-in"][0]
    assert "No bleeds in the 6 months before" not in page.text
    assert "at the old rate" not in page.text.lower()
