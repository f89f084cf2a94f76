"""The patient's page below the strip: windows, joints, factor, filters."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.people import People
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import rates, words

HEADER = "kind,start,end,manifestation,site,side,cause,certainty,source"
YEARS = (
    "observed,2023-05-01,2025-05-01,,,,,,prospective",
    "gene_therapy,2025-05-01,,,,,,,clinic",
    "observed,2025-05-01,2026-11-01,,,,,,prospective",
)


def page(nia: Browser, patient: UUID, query: str = "") -> str:
    answer = nia.get(f"/clinic/patients/{patient}{query}")
    assert answer.status_code == 200
    return answer.text


def test_spontaneous_bleeds_say_how_many_have_no_known_cause(nia: Browser, bring: Bring) -> None:
    patient = bring(
        *YEARS,
        "bleed,2024-07-01,,joint,knee,left,unknown,,prospective",
        "bleed,2024-08-01,,joint,knee,left,spontaneous,,prospective",
        header=HEADER,
    )

    lead_in = rates(nia.get(f"/clinic/patients/{patient}"))["Lead-in"]

    # 2 bleeds in 731 days, one of them said to have come on its own.
    assert lead_in[1:4] == [
        "731 of 731 days 100%",
        "1.0 0.1 to 3.6 2 bleeds",
        "0.5 0.0 to 2.8 1 bleed 1 of unknown cause",
    ]


def test_a_long_lead_in_has_its_last_year_beside_it(nia: Browser, bring: Bring) -> None:
    longer = "observed,2023-04-01,2023-05-01,,,,,,prospective"
    rows = rates(nia.get(f"/clinic/patients/{bring(*YEARS, longer, header=HEADER)}"))

    assert list(rows) == [
        *("Lead-in", "Last 12 months before", "Months 0 to 6", "Months 7 to 18"),
        "From month 7 on",
    ]
    assert rows["Last 12 months before"][1].startswith("365 of 365 days")
    assert "1 May 2024 to 30 Apr 2025" in rows["Last 12 months before"][0]


def test_the_time_back_on_prophylaxis_can_be_looked_away_from(nia: Browser, bring: Bring) -> None:
    patient = bring(
        *YEARS,
        "bleed,2025-12-01,,joint,knee,left,spontaneous,,prospective",
        "bleed,2026-07-01,,joint,knee,left,spontaneous,,prospective",
        "back_on_prophylaxis,2026-05-01,,,,,,,clinic",
        header=HEADER,
    )
    table = "Bleeds a year without the time back on prophylaxis"

    rows = rates(nia.get(f"/clinic/patients/{patient}"), table)

    # 1 November 2025 to 30 April 2026 are 181 days with one bleed: 2.02 a year, 0.05 to 11.24.
    assert rows["Months 7 to 18"][1:3] == ["181 of 181 days 100%", "2.0 0.1 to 11.2 1 bleed"]
    assert "Lead-in" in rows


def test_what_was_brought_in_afterwards_is_labelled(nia: Browser, bring: Bring) -> None:
    rows = [row.replace("prospective", "imported") for row in YEARS]
    patient = bring(*rows, header=HEADER)

    assert "noted afterwards" in rates(nia.get(f"/clinic/patients/{patient}"))["Lead-in"][0]
    only_then = nia.get(f"/clinic/patients/{patient}?source=prospective")
    assert "noted afterwards" not in only_then.text


def test_joints_that_bled_and_target_joints(nia: Browser, bring: Bring) -> None:
    """Three bleeds on their own within six months: a target joint from the third on."""
    bleeds = [
        f"bleed,2024-{day},,joint,knee,left,spontaneous,,prospective"
        for day in ("07-01", "08-01", "09-01")
    ]
    ankle = "bleed,2026-01-05,,joint,ankle,right,traumatic,,prospective"
    html = page(nia, bring(*YEARS, *bleeds, ankle, header=HEADER))

    start = html.index('aria-label="Joints"')
    joints = words(html[start : html.index("</section>", start) if "</section>" in html else None])
    assert "Left knee 3 0 1 Sep 2024" in joints
    assert "Right ankle 0 1 5 Jan 2026" in joints
    # The first day after twelve calm and noted months, whose bleeds are two at most.
    assert "Left knee target joint from 1 September 2024, resolved 1 September 2025" in joints


def test_a_joint_keeps_its_whole_history_as_a_target_joint(nia: Browser, bring: Bring) -> None:
    first = [
        f"bleed,2023-{day},,joint,knee,left,spontaneous,," for day in ("07-01", "08-01", "09-01")
    ]
    again = [
        f"bleed,2026-{day},,joint,knee,left,spontaneous,," for day in ("07-01", "08-01", "09-01")
    ]

    said = words(page(nia, bring(*YEARS, *first, *again, header=HEADER)))

    assert (
        "target joint from 1 September 2023, resolved 1 September 2024; "
        "target joint from 1 September 2026" in said
    )


def test_surgical_bleeds_stay_out_of_the_joints_as_out_of_the_rates(
    nia: Browser, bring: Bring
) -> None:
    patient = bring(*YEARS, "bleed,2024-07-01,,joint,knee,left,surgical,,", header=HEADER)

    assert "No joint bleeds noted." in page(nia, patient)
    assert "1 surgical bleed is left out." in words(page(nia, patient))
    counted = page(nia, patient, "?surgical=count")
    assert "Left knee 1 0 1 Jul 2024" in words(counted)


def test_a_number_of_bleeds_is_no_lack_of_joint_bleeds(nia: Browser, bring: Bring) -> None:
    patient = bring("bleed_count,2025-01-01,2026-01-01,6", header="kind,start,end,value")

    said = words(page(nia, patient))

    assert "their joints are not known" in said
    assert "No joint bleeds noted" not in said
    assert "no bleeds in 365 days" not in said


def test_every_kind_has_its_ratio_and_its_figure_for_silent_days(
    nia: Browser, bring: Bring
) -> None:
    """All: (1 / 365) / (5 / 731) = 0.40; joint: (1 / 365) / (4 / 731) = 0.50."""
    bleeds = [f"bleed,2024-0{month}-01,,joint,knee,left,traumatic,," for month in (2, 4, 6, 8)]
    nose = "bleed,2024-10-01,,nose,,,,,"
    later = "bleed,2026-02-01,,joint,knee,left,traumatic,,"
    answer = nia.get(f"/clinic/patients/{bring(*YEARS, *bleeds, nose, later, header=HEADER)}")

    ratios = rates(answer, "Ratio to the lead-in, by kind of bleed")["Months 7 to 18"]
    silent = rates(answer, "If silence meant no bleeds, by kind of bleed")["Lead-in"]

    assert ratios[1].startswith("0.40 ")
    assert ratios[3].startswith("0.50 ")
    assert ratios[2].startswith("not estimable")
    assert silent[1] == "2.5 0.8 to 5.8 5 bleeds"


def test_without_a_treatment_there_is_no_since_and_no_ratio(nia: Browser, bring: Bring) -> None:
    """Columns that could only be empty would ask what they mean."""
    bleed = "bleed,2026-08-01,,joint,knee,left,spontaneous,,prospective"
    html = page(nia, bring("observed,2025-11-01,2026-11-01,,,,,,prospective", bleed, header=HEADER))

    joints = words(html[html.index('aria-label="Joints"') :].partition("</table>")[0])
    assert joints.endswith("Joint Bleeds Last Left knee 1 1 Aug 2026")
    windows = html[html.index('aria-label="Bleeds a year by window"') :].partition("</table>")[0]
    assert "Year 1" in windows
    assert "Ratio to lead-in" not in windows


def test_a_bleed_without_a_place_is_told_by_how_it_shows(nia: Browser, bring: Bring) -> None:
    patient = bring(
        *YEARS,
        "bleed,2024-07-01,,nose,,,spontaneous,,prospective",
        "bleed,2024-09-01,,,,,spontaneous,,prospective",
        header=HEADER,
    )

    said = words(page(nia, patient))

    assert "1 July 2024 Nosebleed on its own" in said
    assert "1 September 2024 Not said on its own" in said


def test_doses_of_unknown_size_are_not_passed_over(nia: Browser, bring: Bring) -> None:
    header = "kind,start,end,dose_iu,source"
    years = [",".join((*row.split(",")[:3], "", row.rsplit(",", maxsplit=1)[1])) for row in YEARS]
    doses = ("infusion,2024-07-01,,2000,clinic", "infusion,2024-07-08,,,clinic")

    whole = words(page(nia, bring(*years, doses[0], header=header)))
    some = words(page(nia, bring(*years, *doses, header=header)))

    assert "of unknown size" not in whole
    assert "Doses of unknown size are not in the IU (Lead-in: 1)." in some


def test_of_a_very_long_table_the_sheet_has_the_rest(nia: Browser, bring: Bring) -> None:
    """201 nosebleeds, four days from one to the next."""
    first = date(2024, 1, 1)
    bleeds = [f"bleed,{first + timedelta(4 * number)},,nose,,,,," for number in range(201)]
    patient = bring(*bleeds, header=HEADER)

    html = page(nia, patient)

    assert "The latest 200 of 201 rows; the CSV below has all of them." in html
    table = html[html.index('aria-label="Bleeds by joint"') :].partition("</table>")[0]
    assert "11 March 2026" in table
    assert ">1 January 2024" not in table
    sheet = nia.get(f"/clinic/patients/{patient}/charts/timeline.csv").text
    assert sheet.count("\n") == 202


def test_filters_that_there_are_not(nia: Browser, bring: Bring) -> None:
    patient = bring(*YEARS, header=HEADER)

    for path in ("", "/charts.json"):
        answer = nia.get(f"/clinic/patients/{patient}{path}?source=rumour")
        assert answer.status_code == 404


def test_the_charts_are_asked_for_with_the_same_filters(nia: Browser, bring: Bring) -> None:
    patient = bring(*YEARS, "bleed,2024-07-01,,joint,knee,left,,unsure,prospective", header=HEADER)
    address = f"/clinic/patients/{patient}/charts.json"

    everything = nia.get(address)
    without = nia.get(f"{address}?unsure=leave-out")

    assert everything.mimetype == without.mimetype == "application/json"
    charts = everything.get_json()["charts"]
    assert set(charts) == {"timeline", "kinds", "added-up", "body", "rolling"}
    assert charts["kinds"] != without.get_json()["charts"]["kinds"]
    assert everything.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["", "/charts.json"])
def test_somebody_else_s_patient_is_no_patient(nia: Browser, people: People, path: str) -> None:
    stranger = people.patient("Sam", people.clinic("York"))
    nobody = "0189f7b2-0000-7000-8000-000000000000"

    answers = [nia.get(f"/clinic/patients/{one}{path}") for one in (stranger, nobody)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Sam" not in answers[0].text


def test_no_note_of_a_person_reaches_the_charts(nia: Browser, bring: Bring) -> None:
    patient = bring(
        "bleed,2024-07-01,,canary-note-of-hers", *YEARS_WITH_NOTE, header="kind,start,end,note"
    )

    assert "canary" not in nia.get(f"/clinic/patients/{patient}/charts.json").text
    assert "canary" not in page(nia, patient)


YEARS_WITH_NOTE = ("observed,2024-05-01,2025-05-01,", "gene_therapy,2025-05-01,,")
