"""The summary of one person: who may print what, what it says, and what it never says."""

import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from pathlib import Path
from uuid import UUID

import pytest

from bleedlog.models.entry_input import new_id
from bleedlog.models.question import QuestionInput
from bleedlog.services.questions import ask_question
from bleedlog.services.travel import import_diary
from tests.paper import faults_of, pages_of, parts_of, says_of_itself, words_of
from tests.people import A_TEST, People
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import words
from tests.web.clinic.test_patient import HEADER, YEARS

NAMES = (
    '<b>Bo</b> & "Q"',
    "Ada 👩‍🚀🩸",
    "عائشة بنت محمد",
    "W" * 120,
    "Maximiliana Theodora Wilhelmina von und zu Haubentaucher-Oberstdorf of the Upper Meadows",
)


def summary_of(patient: UUID) -> str:
    return f"/clinic/patients/{patient}/summary"


def ask(people: People, diary: UUID, question: str) -> None:
    ask_question(
        people.record,
        by=A_TEST,
        patient_id=diary,
        question_id=new_id(),
        question=QuestionInput(text=question),
    )


@pytest.fixture
def desk(new_browser: Callable[..., Browser], people: People, leeds: UUID) -> Browser:
    """Of a haematologist, where the other browser is Tom's."""
    people.staff("Dora", leeds)
    desk = new_browser()
    desk.come_in("Dora")
    return desk


@pytest.fixture
def tom(browser: Browser, people: People, bring: Bring) -> UUID:
    """His diary; the browser is his."""
    diary = bring(
        *YEARS,
        "bleed,2024-07-01,,joint,knee,left,spontaneous,,prospective",
        "bleed,2024-09-01,,joint,knee,left,unknown,unsure,imported",
        header=HEADER,
    )
    people.access(people.user("Tom"), diary)
    browser.come_in("Tom")
    return diary


@pytest.mark.parametrize("name", NAMES)
def test_any_name_fits_and_is_a_name(nia: Browser, bring: Bring, name: str, tmp_path: Path) -> None:
    patient = bring(*YEARS, name=name, header=HEADER)

    page, made = nia.get(summary_of(patient)), nia.get(f"{summary_of(patient)}.pdf")

    assert f"<bdi>{escape(name)}</bdi>".replace("&quot;", "&#34;") in page.text
    assert made.status_code == 200
    assert pages_of(made.data) == 1
    assert says_of_itself(made.data)["title"] == f"Bleeding summary: {name}, 22 November 2026"
    assert faults_of(made.data, tmp_path) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "No days are noted yet, so there is no yearly figure to show."),
        (("gene_therapy,2025-05-01,",), "No days are noted yet"),
        (("observed,2026-01-01,2026-11-01",), "Gene therapy None noted"),
        (("bleed,2026-01-01,",), "Year 1: 1 bleed in 1 day noted, too few for a yearly figure."),
    ],
)
def test_a_diary_with_little_in_it_says_what_it_knows(
    nia: Browser, bring: Bring, rows: tuple[str, ...], said: str
) -> None:
    patient = bring(*rows)

    made = nia.get(f"{summary_of(patient)}.pdf")

    assert said in words_of(made.data)
    assert said in words(nia.get(summary_of(patient)).text)
    assert pages_of(made.data) == 1


def test_a_download_says_nothing_of_the_person_and_stays_in_no_cache(
    nia: Browser, bring: Bring
) -> None:
    made = nia.get(f"{summary_of(bring(*YEARS, header=HEADER))}.pdf")

    assert made.mimetype == "application/pdf"
    assert made.headers["Content-Disposition"] == 'attachment; filename="bleedlog-summary.pdf"'
    assert made.headers["Cache-Control"] == "no-store"


def test_what_was_chosen_on_the_page_is_counted_and_said(desk: Browser, tom: UUID) -> None:
    query = "?source=not-imported&lead_in=12&after=after_6m&hours=120&unsure=leave-out"
    query += "&surgical=count&verdicts=leave-out"

    page = desk.get(f"/clinic/patients/{tom}{query}").text
    [href] = re.findall(r'href="([^"]+/summary[^"]*)"', page)
    assert href == f"{summary_of(tom)}{escape(query)}"
    told = words_of(desk.get(f"{summary_of(tom)}.pdf{query}").data)

    assert "onsets at one place within 120 h are one bleed; unsure bleeds left out" in told
    assert "surgical bleeds counted. Counted as noted, without the clinic’s verdicts." in told
    assert "Source: not brought in. " in told
    assert "Lead-in: last 12 months. Set against it: From month 7 on." in told
    assert "Lead-in 1 May 2024 to 30 Apr 2025 100% 365 of 365 days 1.0 1 bleed" in told
    assert desk.get(f"{summary_of(tom)}.pdf?hours=x").status_code == 404


def test_p_is_for_the_clinic_and_words_are_for_the_person(
    browser: Browser, desk: Browser, tom: UUID
) -> None:
    own, clinical = (
        words_of(who.get(path).data)
        for who, path in ((browser, "/numbers/summary.pdf"), (desk, f"{summary_of(tom)}.pdf"))
    )

    # 2 in 731 days, then none in 549 and in 365 of them.
    assert re.search(r"Months 7 to 18 .* 0 0 to [\d.]+ p [\d.]+ ", clinical)
    assert not re.search(r" p \d", own)
    assert "Since month 7" in own
    assert "On its own" in own
    assert "/numbers/summary" in browser.get("/numbers").text


def test_a_private_note_is_on_no_summary(
    browser: Browser, desk: Browser, people: People, tom: UUID
) -> None:
    note = "kind,start,site,side,note,private\nbleed,2026-10-01,knee,left,Wordsofmine,yes\n"
    import_diary(people.record, by=A_TEST, patient_id=tom, text=note)

    for who, path in ((browser, "/numbers/summary"), (desk, summary_of(tom))):
        assert "Wordsofmine" not in who.get(path).text
        made = who.get(f"{path}.pdf").data
        assert "Wordsofmine" not in words_of(made) + str(parts_of(made))


def test_open_questions_are_on_it(browser: Browser, people: People, tom: UUID) -> None:
    asked = ["May I\nswim?", *(f"Question {number}" for number in range(2, 6)), "Why " * 120]
    for question in asked:
        ask(people, tom, question)

    told = words_of(browser.get("/numbers/summary.pdf").data)

    assert "Questions for today" in told
    assert "May I swim?" in told
    assert "Question 5" in told
    assert "and 1 more" in told.partition("Questions for today")[2]


@pytest.mark.usefixtures("tom")
def test_where_no_pdf_can_be_made_the_page_says_to_print_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    answer = browser.get("/numbers/summary.pdf")

    assert answer.status_code == 503
    assert "Print this page instead" in answer.text


def test_a_long_and_full_diary_is_cut_to_one_page(
    browser: Browser, desk: Browser, people: People, bring: Bring
) -> None:
    """Of everything as much as there may be, at once."""
    born = date(2006, 1, 1)
    rows = ["gene_therapy,2015-01-01,,,,,,,clinic", "back_on_prophylaxis,2016-01-01,,,,,,,clinic"]
    places = [(site, side) for site in ("shoulder", "elbow", "wrist", "hip", "knee")
              for side in ("left", "right")]  # fmt: skip
    for number, (site, side) in enumerate(places):
        for year in (2007, 2010, 2017, 2021):
            for month in (1, 2, 3, 5):
                onset = date(year, month, number + 1)
                rows.append(f"bleed,{onset},,joint,{site},{side},spontaneous,,recalled")
    rows += [f"bleed,{born + timedelta(40 * n)},,nose,,,unknown,,recalled" for n in range(185)]
    rows += [f"observed,{born + timedelta(90 * n)},{born + timedelta(90 * n + 30)},,,,,,recalled"
             for n in range(84)]  # fmt: skip
    patient = bring(*rows, name="Maximiliana " * 9, header=HEADER)
    people.access(people.user("Max"), patient)
    for _ in range(8):
        ask(people, patient, "May I go swimming? " * 20)

    browser.come_in("Max")

    made = desk.get(f"{summary_of(patient)}.pdf").data
    told = words_of(made)
    assert pages_of(made) == 1
    assert "more not shown" in told
    joints, _, questions = told.partition("Questions for today")
    assert re.search(r"last \d+ \w+ 20\d\d .*and [5-8] more ", joints)
    assert re.search(r"and [3-6] more ", questions)
    assert pages_of(browser.get("/numbers/summary.pdf").data) == 1
