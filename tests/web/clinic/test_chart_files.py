"""What the patient's page gives to keep: pictures and sheets that say nothing of who it is."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from uuid import UUID

import pytest

from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.test_patient import HEADER, YEARS

LABS = "kind,start,end,value,unit,assay,upper_limit,product"


@pytest.fixture
def tom(bring: Bring) -> UUID:
    bleed = "bleed,2024-07-01,,joint,knee,left,spontaneous,,prospective"
    return bring(*YEARS, bleed, header=HEADER, name="Tom Canary")


def test_every_file_that_the_page_offers_is_there_and_names_nobody(nia: Browser, tom: UUID) -> None:
    page = nia.get(f"/clinic/patients/{tom}?hours=24")
    links = re.findall(r'href="(/clinic/[^"]+\.(?:svg|csv)[^"]*)"', page.text)

    kinds = {link.partition("?")[0].rpartition("/")[2] for link in links}
    assert {"timeline.svg", "timeline.csv", "body.svg", "rolling.csv", "rates.csv"} <= kinds
    for link in set(links):
        assert link.endswith("?hours=24")
        answer = nia.get(link)
        assert answer.status_code == 200, link
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "Canary" not in answer.text + answer.headers["Content-Disposition"]


def test_a_picture_stands_alone(nia: Browser, tom: UUID) -> None:
    answer = nia.get(f"/clinic/patients/{tom}/charts/added-up.svg")
    svg = ET.fromstring(answer.text)  # noqa: S314 - it is ours

    assert answer.mimetype == "image/svg+xml"
    assert svg.findtext("{*}title") == "All bleeds, added up"
    assert "1 bleed before the treatment" in str(svg.findtext("{*}desc"))
    assert 'style="' not in answer.text


def test_a_picture_that_is_taken_along_says_what_was_chosen_to_be_counted(
    nia: Browser, tom: UUID
) -> None:
    path = f"/clinic/patients/{tom}/charts/timeline.svg"
    asked = "source=not-imported&lead_in=12&hours=24&unsure=leave-out&surgical=count"

    filtered = nia.get(f"{path}?{asked}&verdicts=leave-out").text

    assert (
        "Counted: not brought in; lead-in of the last 12 months; one bleed within 24 hours; "
        "without unsure bleeds; with surgical bleeds; without the clinic’s verdicts.</desc>"
    ) in filtered
    assert "Counted" not in nia.get(path).text
    assert "Counted" not in nia.get(f"{path}?after=after_6m").text


def test_a_sheet_has_the_rows_of_the_table(nia: Browser, tom: UUID) -> None:
    text = nia.get(f"/clinic/patients/{tom}/charts/timeline.csv").text

    assert list(csv.reader(io.StringIO(text))) == [
        ["Day", "Where", "How it began", "Treated with factor", "Sure it was a bleed"],
        ["1 July 2024", "Left knee", "on its own", "no", "yes"],
    ]


def test_results_are_sheets_of_their_own(nia: Browser, bring: Bring) -> None:
    patient = bring(
        "fix_activity,2026-09-03,,37,IU/dL,one_stage,,",
        "alt,2026-09-03,,64,U/L,,40,",
        "steroid_course,2026-09-05,,,,,,=prednisolone",
        header=LABS,
    )
    path = f"/clinic/patients/{patient}/charts/timeline"

    assert nia.get(f"{path}/factor-ix.csv").text.splitlines()[1] == (
        "3 September 2026,37 IU/dL,one-stage,no"
    )
    assert nia.get(f"{path}/alt.csv").text.splitlines()[1] == "3 September 2026,64 U/L,40,1.6"
    # What a spreadsheet would take for a formula is neutralised.
    assert nia.get(f"{path}/steroids.csv").text.splitlines()[1] == (
        "5 September 2026,still running,'=prednisolone"
    )
    assert "The last ALT was 64 U/L (limit 40)" in nia.get(f"/clinic/patients/{patient}").text


def test_there_is_no_picture_of_nothing(nia: Browser, bring: Bring) -> None:
    patient = bring()

    assert nia.get(f"/clinic/patients/{patient}/charts/rolling.svg").status_code == 404
    assert nia.get(f"/clinic/patients/{patient}/charts/rolling.csv").status_code == 200
    assert nia.get(f"/clinic/patients/{patient}/charts/horoscope.svg").status_code == 404
    assert nia.get(f"/clinic/patients/{patient}/rates.csv").text.count("\n") == 1
