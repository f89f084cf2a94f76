"""The clinic's records, page by page: what is typed, asked, offered, pasted, corrected."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from bleedlog.models.vocabulary import StaffRole
from tests.people import A_TEST, People
from tests.web.browser import Browser, hidden_fields
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import words

LEVEL = {"start": "2026-11-01", "unit": "IU/dL"}
ALT = {"start": "2026-11-01", "value": "30", "unit": "U/L"}


class Desk:
    """The haematologist at Tom's records."""

    def __init__(self, browser: Browser, people: People, tom: UUID) -> None:
        self.browser, self.tom = browser, tom
        self.path = f"/clinic/patients/{tom}/records"
        with people.record.transaction(A_TEST) as connection:
            connection.execute(text("UPDATE patient SET born = '1984-03-01'"))

    def add(self, kind: str, **typed: str) -> TestResponse:
        page = f"{self.path}/add/{kind}"
        return self.browser.submit(page, page, typed)

    def again(self, page: TestResponse, kind: str, **typed: str) -> TestResponse:
        """Send the form that was shown, as a browser would."""
        fields = {
            name: value
            for name, value in hidden_fields(page).items()
            if name in {"csrf_token", "id", "sure", "taken", "revision"}
        }
        fields["csrf_token"] = fields["csrf_token"][0]
        return self.browser.post(f"{self.path}/add/{kind}", fields | typed)

    def listed(self) -> str:
        return words(self.browser.get(self.path).text.partition("<main")[2])


@pytest.fixture
def desk(nia: Browser, people: People, bring: Bring) -> Desk:
    return Desk(nia, people, bring("gene_therapy,2025-05-01,"))


def said(page: TestResponse) -> str:
    """What the page's error summary says; the page is no failed load."""
    assert page.status_code == 200
    assert "<title>Error: " in page.text
    return words(page.text.partition('class="error-summary"')[2].partition("</ul>")[0])


def test_each_kind_is_typed_stored_and_listed(desk: Desk) -> None:
    day = {"start": "2026-11-01"}
    typed: dict[str, dict[str, str]] = {
        "fix-activity": day | {"value": "38", "unit": "IU/dL", "assay": "chromogenic",
                               "reagent": "Rox", "lab": "LGI", "hours_since_factor": "72",
                               "time": "09:30"},
        "inhibitor": day | {"value": "0.5", "unit": "BU/mL"},
        "alt": ALT | {"upper_limit": "28"},
        "ast": ALT,
        "afp": day | {"value": "3", "unit": "ug/L"},
        "antibody": day | {"value": "400", "unit": "1:n"},
        "steroid-course": day | {"product": "prednisolone"},
        "joint-score": day | {"value": "12"},
        "observed": {"start": "2026-01-01", "end": "2026-01-31"},
        "bleed-count": {"start": "2025-06-01", "end": "2025-10-31", "value": "3"},
        "back-on-prophylaxis": day,
    }  # fmt: skip
    for kind, fields in typed.items():
        answer = desk.add(kind, **fields)
        assert answer.status_code == 303, (kind, words(answer.text))
    page = desk.listed()
    for expected in (
        "1 November 2026, 9:30am 38 IU/dL chromogenic, 72 hours after factor, Rox, LGI Nia, Leeds",
        "Inhibitor result 0.5 BU/mL", "AAV5 antibody titre 1:400",
        "ALT 30 U/L upper limit 28, above it", "AST 30 U/L", "AFP 3 ug/L",
        "Since 1 November 2026, still running prednisolone", "12 of 124",
        "1 January 2026 to 31 January 2026 Days observed: every bleed",
        "1 June 2025 to 31 October 2025 Number of bleeds: 3 bleeds",
        "1 November 2026 Regular factor IX again",
    ):  # fmt: skip
        assert expected in page


def test_another_unit_is_offered_and_never_converted_in_silence(desk: Desk) -> None:
    level = {"start": "2026-11-01", "value": "0.4", "unit": "IU/mL"}
    page = desk.add("fix-activity", **level)
    assert "Is it 40 IU/dL? You typed 0.4 IU/mL. Nothing is converted unless" in words(page.text)
    assert "Yes, save 40 IU/dL" in page.text
    assert "40 IU/dL" not in desk.listed()
    # Saying nothing is no yes; a yes to 0.4 is none to 0.5.
    assert desk.again(page, "fix-activity", **level).status_code == 200
    other = level | {"value": "0.5", "taken": "0.4 IU/mL = 40 IU/dL"}
    assert "Is it 50 IU/dL?" in words(desk.again(page, "fix-activity", **other).text)
    taken = level | {"taken": "0.4 IU/mL = 40 IU/dL"}
    assert desk.again(page, "fix-activity", **taken).status_code == 303
    assert "40 IU/dL The laboratory wrote 0.4 IU/mL." in desk.listed()
    # The same where number and unit stand in one field.
    page = desk.add("fix-activity", start="2026-11-02", value="0.7 IU/mL", unit="")
    assert "Is it 70 IU/dL? You typed 0.7 IU/mL." in words(page.text)
    assert desk.add("fix-activity", start="2026-11-02", value="38 IU/dL").status_code == 303
    assert desk.add("antibody", start="2026-11-02", value="1:400").status_code == 303
    assert "1:400" in desk.listed()


@pytest.mark.parametrize(
    ("kind", "typed", "fault"),
    [
        ("alt", ALT | {"unit": ""}, "Choose the unit"),
        ("alt", ALT | {"unit": "IU/dL"}, "“IU/dL” is no unit known here"),
        ("alt", ALT | {"start": "2026-11-23"}, "in the future"),
        ("alt", ALT | {"start": "1984-02-29"}, "before the person was born"),
        ("alt", ALT | {"start": ""}, "Enter the date"),
        ("alt", ALT | {"start": "2026-02-30"}, "Enter a date that exists"),
        ("alt", ALT | {"value": "<5"}, "is no number"),
        ("alt", ALT | {"value": "-5"}, "Enter a number that such a result can have"),
        ("alt", ALT | {"value": ""}, "Enter the number"),
        ("alt", ALT | {"value": "0,4"}, "“0,4” has a comma. Write it with a point"),
        ("fix-activity", LEVEL | {"value": "0.4 IU/mL"}, "and the unit beside it IU/dL. Which"),
        ("alt", ALT | {"upper_limit": "0"}, "Enter an upper limit above 0"),
        ("alt", ALT | {"lab": "x" * 81}, "Make this shorter"),
        ("joint-score", {"start": "2026-11-01", "value": "125"}, "such a result can have"),
        ("bleed-count", {"start": "2025-01-01", "end": "2025-02-01", "value": "1.5"}, "whole"),
        ("observed", {"start": "2025-02-01", "end": "2025-01-01"}, "last day is before"),
        ("steroid-course", {"start": "2026-11-02", "end": "2026-11-01"}, "end is before"),
        ("gene-therapy", {"start": "2026-01-01"}, "recorded already, on 1 May 2025"),
        ("fix-activity", ALT | {"time": "9h", "unit": "%"}, "Enter a time like 14:30"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(
    desk: Desk, kind: str, typed: dict[str, str], fault: str
) -> None:
    page = desk.add(kind, **typed)
    assert fault in said(page)
    for text_typed in typed.values():
        assert not text_typed or f'"{text_typed}"'.replace("<", "&lt;") in page.text
    assert "1 November 2026" not in desk.listed()


def test_what_seldom_is_gets_asked_once_and_is_never_blocked(desk: Desk) -> None:
    page = desk.add("alt", **ALT | {"value": "4000"})
    assert "Is this right? It is not saved yet 4000 U/L is more than usual" in words(page.text)
    assert "Save, it is right" in page.text
    assert desk.again(page, "alt", **ALT | {"value": "4000"}).status_code == 303
    assert "ALT 4000 U/L" in desk.listed()


def test_a_correction_shows_what_it_was(desk: Desk) -> None:
    answer = desk.add("alt", **ALT)
    record = answer.location.partition("=")[2]
    path = f"{desk.path}/{record}"
    changed = desk.browser.submit(f"{path}/change", f"{path}/change", ALT | {"value": "33"})
    page = desk.browser.get(changed.location)
    assert "ALT: 33 U/L Tom · " in words(page.text)
    assert "<title>ALT: Tom - bleedlog</title>" in page.text
    assert "Result: was 30" in words(page.text)
    stale = ALT | {"value": "34", "revision": "1", "id": record}
    late = desk.browser.submit(f"{path}/change", f"{path}/change", stale)
    assert "Somebody changed this record since you opened it" in said(late)
    assert "corrected" in desk.listed()

    out = desk.browser.submit(path, f"{path}/withdraw", {})
    assert "It counts nowhere any more" in words(desk.browser.get(out.location).text)
    assert "Taken out" in desk.listed()
    assert desk.browser.get(f"{path}/change").status_code == 404
    desk.browser.submit(path, f"{path}/restore", {})
    assert "Taken out" not in desk.listed()


def test_what_was_typed_stays_when_the_record_was_taken_out_meanwhile(desk: Desk) -> None:
    path = f"{desk.path}/{desk.add('alt', **ALT).location.partition('=')[2]}"
    opened = hidden_fields(desk.browser.get(f"{path}/change"))
    opened["csrf_token"] = opened["csrf_token"][0]
    typed = opened | ALT | {"value": "34", "note": "Taken twice."}
    desk.browser.submit(path, f"{path}/withdraw", {})
    late = desk.browser.post(f"{path}/change", typed)
    assert "Somebody took this record out since you opened it. Nothing is saved yet." in said(late)
    assert 'value="34"' in late.text
    assert "Taken twice." in late.text

    desk.browser.submit(path, f"{path}/restore", {})
    # It says again what it said when it was opened.
    assert desk.browser.post(f"{path}/change", typed).status_code == 303
    assert "ALT: 34 U/L" in words(desk.browser.get(path).text)


def test_two_units_of_one_result_are_both_named(desk: Desk) -> None:
    """Nobody can tell which is right, and "enter a number" did not say what was wrong."""
    answer = desk.add("fix-activity", start="2026-11-01", value="0.4 IU/mL", unit="IU/dL")
    assert "The result says IU/mL, and the unit beside it IU/dL. Which is right?" in said(answer)
    strange = desk.add("fix-activity", start="2026-11-01", value="0.4 mg", unit="IU/dL")
    assert "Enter a number like 0.4" in said(strange)


def test_a_second_gene_therapy_leads_to_the_first(desk: Desk, people: People) -> None:
    with people.record.transaction(A_TEST) as connection:
        (first,) = connection.execute(text("SELECT id FROM entry")).scalars()
    page = desk.add("gene-therapy", start="2026-01-01")
    assert f'href="{desk.path}/{UUID(first)}"' in page.text.partition("<form")[2]
    unborn = desk.add("gene-therapy", start="1900-01-01")
    assert f'href="{desk.path}/{UUID(first)}"' in unborn.text
    assert f'href="{desk.path}/{UUID(first)}"' not in desk.add("alt", start="1900-01-01").text
    # "Correct that record" led to a page without a button, and without a word.
    assert "whoever recorded it can correct it" in words(
        desk.browser.get(f"{desk.path}/{UUID(first)}").text
    )
    own = desk.add("alt", **ALT).location.partition("=")[2]
    assert "whoever recorded it" not in desk.browser.get(f"{desk.path}/{own}").text


def test_a_second_gene_therapy_does_not_come_back(desk: Desk, people: People) -> None:
    """The one that was taken out stays out while another one stands."""
    with people.record.transaction(A_TEST) as connection:
        (first,) = connection.execute(text("SELECT id FROM entry")).scalars()
        connection.execute(text("UPDATE entry SET withdrawn = true"))
    desk.add("gene-therapy", start="2025-06-01")
    path = f"{desk.path}/{UUID(first)}"
    answer = desk.browser.submit(desk.path + "/several", f"{path}/restore", {})
    # Brought in from a file by the console, it is not the clinic's to bring back.
    assert answer.status_code == 404


def test_who_only_reads_is_offered_nothing(
    desk: Desk, people: People, leeds: UUID, new_browser: Callable[..., Browser]
) -> None:
    desk.add("alt", **ALT)
    people.staff("Vic", leeds, StaffRole.VIEWER)
    browser = new_browser()
    browser.come_in("Vic")
    page = browser.get(desk.path)
    assert "ALT 30 U/L" in words(page.text)
    assert "/records/add/" not in page.text
    assert "/several" not in page.text


def test_the_latest_records_stand_first_and_the_rest_behind(nia: Browser, bring: Bring) -> None:
    days = [f"alt,2026-10-{day:02},2{day % 10},U/L,40" for day in range(1, 14)]
    tom = bring(*days, header="kind,start,value,unit,upper_limit")
    page = nia.get(f"/clinic/patients/{tom}/records").text
    shown, _, behind = page.partition('<details class="more">')
    assert "Earlier: 3 of Liver" in words(behind)
    assert "13 October 2026" in words(shown)
    assert "3 October 2026" not in words(shown).replace("13 October", "")
    assert "3 October 2026" in words(behind)
