"""The list of a clinic's patients."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from bleedlog.models.infusion import GeneTherapyInput
from bleedlog.models.person import Patient
from bleedlog.models.viewer import console
from bleedlog.services.entries import log_entry
from tests.people import People
from tests.web.applications import Applications
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import words


def rows(nia: Browser, search: str = "", path: str = "/clinic") -> dict[str, str]:
    """The list: each name with the words of its row."""
    return rows_of(nia.submit(path, path, {"search": search}) if search else nia.get(path))


def rows_of(page: TestResponse) -> dict[str, str]:
    """The same of a page."""
    found = re.findall(
        r"<li>\s*<div><h2><a [^>]*>(.*?)</a></h2>(.*?)</div>\s*</li>", page.text, re.DOTALL
    )
    return {words(name): words(said) for name, said in found}


def test_nobody_shares_yet(nia: Browser) -> None:
    assert "Nobody shares their diary with your clinic yet." in words(nia.get("/clinic").text)


def test_where_each_patient_stands_and_why(nia: Browser, bring: Bring, people: People) -> None:
    """Today is Sunday 22 November 2026; month 18 was 1 November, whose week began on 26 October."""
    bring("observed,2026-10-01,2026-11-22", name="Ben")
    bring("observed,2026-09-01,2026-10-24", name="Cat")
    bring(
        "observed,2025-01-01,2026-11-22",
        "gene_therapy,2025-05-01,",
        "back_on_prophylaxis,2026-03-01,",
        name="Dan",
    )
    eve = bring("observed,2026-10-01,2026-11-22", name="Eve")
    ahead = GeneTherapyInput(start="2026-12-01")
    log_entry(people.record, by=console("a test"), patient_id=eve, entry=ahead)

    said = rows(nia)

    assert list(said) == ["Dan", "Cat", "Ben", "Eve"]
    assert said["Dan"] == (
        "Prophylaxis Back on prophylaxis since 1 March 2026, not reviewed since"
        " Overdue Liver enzymes and factor IX level, week of 5 May 2025"
        " After month 6 Infusion 1 May 2025 Last noted 21 Nov 2026"
    )
    assert said["Cat"] == (
        "Silent No day noted for 4 weeks, since 23 October 2026 Lead-in Last noted 23 Oct 2026"
    )
    assert said["Ben"] == "Nothing waits Lead-in Last noted 21 Nov 2026"
    assert said["Eve"] == "Nothing waits Lead-in Infusion 1 Dec 2026 Last noted 21 Nov 2026"
    assert "4 people share with you, 2 need something" in words(nia.get("/clinic").text)


def test_the_person_s_page_says_what_waits_and_where(nia: Browser, bring: Bring) -> None:
    tom = bring(
        "observed,2026-10-01,2026-11-22,",
        "bleed,2026-11-10,,unsure",
        name="Tom",
        header="kind,start,end,certainty",
    )
    page = nia.get(f"/clinic/patients/{tom}").text
    todo = page[page.index('id="waiting"') : page.index("</ul>")]
    assert words("<" + todo) == (
        "To do To settle 1 unsure bleed, 10 November 2026"
        " New bleeds 1 bleed in the last 90 days, no review noted"
    )
    assert f'href="/clinic/patients/{tom}/entries"' in todo
    assert f'href="/clinic/patients/{tom}/appointment"' in todo
    bea = bring("observed,2026-10-01,2026-11-22,", name="Bea", header="kind,start,end,certainty")
    assert "To do Nothing waits" in words(nia.get(f"/clinic/patients/{bea}").text)


def test_each_reason_in_words(nia: Browser, bring: Bring) -> None:
    bring(
        "observed,2025-10-01,2026-11-22,,,,", "gene_therapy,2026-11-02,,,,,",
        *(f"bleed,{day},,knee,left,spontaneous," for day in ("2026-09-01", "2026-10-01")),
        "bleed,2026-11-01,,knee,left,spontaneous,unsure",
        name="Ada", header="kind,start,end,site,side,cause,certainty",
    )  # fmt: skip
    bring(
        "gene_therapy,2026-11-02,,,,", "alt,2026-11-20,,88,U/L,45", "ast,2026-11-20,,20,U/L,",
        "steroid_course,2026-11-21,,,,",
        name="Bea", header="kind,start,end,value,unit,upper_limit",
    )  # fmt: skip
    said = rows(nia)
    assert list(said) == ["Bea", "Ada"]
    assert said["Bea"].startswith(
        "Set by your team ALT above its limit on 20 November 2026; AST of 20 November 2026 has no"
        " limit noted; steroids running"
    )
    assert said["Ada"].startswith(
        "To settle 1 unsure bleed, 1 November 2026"
        " Target joint Left knee since 1 November 2026"
        " New bleeds 3 bleeds in the last 90 days, no review noted"
        " Overdue Liver enzymes and factor IX level, week of 9 November 2026"
    )


def test_filters_stand_in_the_address(
    nia: Browser, bring: Bring, people: People, leeds: UUID
) -> None:
    bring("gene_therapy,2025-05-01,", name="Dan")
    bring(name="Eve")
    assert list(rows(nia, path="/clinic?phase=after")) == ["Dan"]
    assert "1 person of 2, 1 needs something" in words(nia.get("/clinic?phase=after").text)
    empty = words(nia.get("/clinic?phase=lead-in").text)
    assert "Nobody who shares their diary with you is there now." in empty
    assert "Show all" in empty
    assert list(rows(nia, path=f"/clinic?clinic={leeds}&phase=preparing")) == ["Eve"]
    # A search looks at everybody, and leads back to where one was.
    found = nia.submit("/clinic?phase=after", "/clinic?phase=after", {"search": "eve"})
    assert "1 found for “eve”" in words(found.text)
    assert 'href="/clinic?phase=after"' in found.text
    york = people.clinic("York")
    for nonsense in (
        "phase=x", "clinic=x", f"clinic={york}", "page=0", "page=x", "page=2", "page=999999999999",
    ):  # fmt: skip
        assert nia.get(f"/clinic?{nonsense}").status_code == 404, nonsense


def test_pages_of_fifty(nia: Browser, people: People, leeds: UUID) -> None:
    for number in range(51):
        people.patient(f"Person {number:02}", leeds)
    first, second = (nia.get(f"/clinic{page}") for page in ("", "?page=2"))
    assert len(rows(nia)) == 50
    assert list(rows(nia, path="/clinic?page=2")) == ["Person 50"]
    assert 'href="/clinic?page=2"' in first.text
    assert "1 to 50 of 51" in words(first.text)
    assert "51 to 51 of 51" in words(second.text)
    assert "The first 50 are shown. Type more to see fewer." in words(
        nia.submit("/clinic", "/clinic", {"search": "person"}).text
    )


def test_a_wrong_number_is_said(nia: Browser, bring: Bring) -> None:
    bring(name="Ada")
    for search, fault in (
        ("999 000 0019", "These digits are not an NHS number."),
        ("999-000-001", "An NHS number has 10 digits. This has 9."),
    ):
        page = nia.submit("/clinic", "/clinic", {"search": search})
        assert "<title>Error: Patients" in page.text
        assert page.text.count(fault) == 2, "at the top and in the place of the list"
        assert "Nobody who shares their diary with you fits." in words(page.text)
    right = words(nia.submit("/clinic", "/clinic", {"search": "999 000 0018"}).text)
    assert "Nobody who shares their diary with you has that number." in right
    assert "Error" not in right


def test_who_withdrew_their_leave_is_gone_at_once(
    nia: Browser, bring: Bring, people: People
) -> None:
    patient = bring("observed,2026-10-01,2026-11-22", name="Ben")
    assert list(rows(nia)) == ["Ben"]
    with people.record.transaction() as connection:
        connection.exec_driver_sql("UPDATE consent SET withdrawn_at = '2026-11-22 11:00:00'")

    assert rows(nia) == {}
    assert nia.get(f"/clinic/patients/{patient}").status_code == 404


def test_a_patient_is_found_by_any_part_of_what_is_known(
    nia: Browser, people: People, leeds: UUID
) -> None:
    for name, nhs, hospital in (
        ("Ada Lovelace", "9990000018", "LTH-7"),
        ("Ben Éluard", "9990000026", "LTH-8"),
    ):
        patient = people.patient(name, leeds)
        with people.record.transaction() as connection:
            connection.execute(
                Patient.__table__.update()  # type: ignore[attr-defined]
                .where(Patient.__table__.c.id == patient)  # type: ignore[attr-defined]
                .values(nhs_number=nhs, hospital_number=hospital)
            )

    assert list(rows(nia, "lovel")) == ["Ada Lovelace"]
    assert list(rows(nia, "ADA")) == ["Ada Lovelace"]
    assert list(rows(nia, "éluard")) == ["Ben Éluard"]
    assert list(rows(nia, " 999 000 0026 ")) == ["Ben Éluard"]
    assert list(rows(nia, "lth-7")) == ["Ada Lovelace"]
    assert list(rows(nia, "lth")) == ["Ada Lovelace", "Ben Éluard"]
    assert rows(nia, "xyz") == {}


def test_many_changed_diaries_are_read_while_the_list_is_shown(
    nia: Browser, bring: Bring, applications: Applications, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bleedlog.services.digests.PEOPLE_AT_ONCE", 1)
    monkeypatch.setattr("bleedlog.web.clinic.patients.PATIENCE", timedelta())
    for name in ("Ann", "Ben", "Cat"):
        bring("observed,2026-09-01,2026-11-22", name=name)
    page = nia.get("/clinic")
    assert rows_of(page) == {
        "Ben": "Being read Nothing is known yet.",
        "Cat": "Being read Nothing is known yet.",
        "Ann": "Nothing waits Lead-in Last noted 21 Nov 2026",
    }
    said = "2 diaries are still being read. Their rows show what was known before."
    assert f"{said} Show the list again" in words(page.text)
    applications.finish()
    assert list(rows(nia)) == ["Ann", "Ben", "Cat"]
    assert "being read" not in words(nia.get("/clinic").text).lower()
    bring("observed,2026-09-01,2026-09-22", name="Dan")
    bring("observed,2026-09-01,2026-09-22", name="Eve")
    # What is sent by a form has no address to show it again.
    found = words(nia.submit("/clinic", "/clinic", {"search": "a"}).text)
    assert "still being read" not in found


def test_a_search_that_no_text_of_ours_holds(nia: Browser, people: People, leeds: UUID) -> None:
    people.patient("Tom", leeds)

    for search in ("%", "'--", "\x00", "x" * 5000, "<b>"):
        page = nia.submit("/clinic", "/clinic", {"search": search})
        assert page.status_code == 200
        assert "<b>" not in page.text.replace("<b></b>", "")
