"""The page on which somebody puts their own details right, or a child's."""

from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.models.vocabulary import AccessRole
from tests.people import A_TEST, People
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, is_chosen, send, summary, title, typed, words
from tests.web.rights.conftest import Ann

ABOUT = "/more/about"
WHOLE = {
    "name": "Ann Example", "born": "1984-02-29", "nhs_number": "943 476 5919",
    "hospital_number": "LTH 7", "severity": "severe", "product": "Idelvion",
    "usual_dose_iu": "3,500", "centre": "", "zone": "Europe/London",
}  # fmt: skip


def column(people: People, name: str, patient: UUID) -> object:
    with people.record.reading(A_TEST) as connection:
        query = text(f"SELECT {name} FROM patient WHERE id = :patient")  # noqa: S608 - fixed names
        return connection.execute(query, {"patient": patient.hex}).scalar()


def test_what_is_saved_stands_there_and_what_was_there_below(ann: Ann, people: People) -> None:
    leeds = people.clinic("Leeds haemophilia centre")
    assert "Nothing was changed yet." in words(ann.browser.get(ABOUT))

    answer = send(ann.browser, ABOUT, WHOLE | {"centre": str(leeds)})

    assert (answer.status_code, answer.location) == (303, f"{ABOUT}?done=saved")
    page = ann.browser.get(answer.location)
    assert "Saved" in words(page)
    assert [typed(page, name) for name in ("name", "born", "nhs_number", "usual_dose_iu")] == [
        "Ann Example", "1984-02-29", "943 476 5919", "3500",
    ]  # fmt: skip
    assert typed(page, "product") == "IDELVION"
    assert is_chosen(page, "severity", "severe")
    assert f'selected value="{leeds}"' in page.text
    assert "Name : Ann Until" in words(page)
    assert "Changed by you." in words(page)
    # The usual dose is offered where a dose is logged, and the name stands in the frame.
    factor = ann.browser.get("/log/factor")
    assert (typed(factor, "dose_iu"), typed(factor, "product")) == ("3500", "IDELVION")
    assert "Ann Example" in words(ann.browser.get("/more"))


def test_the_account_page_leads_there(ann: Ann) -> None:
    assert f'href="{ABOUT}?patient={ann.patient}"' in ann.browser.get("/more").text
    assert f'href="{ABOUT}?patient={ann.patient}"' in ann.browser.get("/more/data").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": " "}, "Enter a name."),
        ({"name": "a\u202eb"}, "Use letters that can be printed."),
        ({"name": "n" * 121}, "Make the name 120 characters or fewer"),
        ({"nhs_number": "943 476 591"}, "An NHS number has 10 digits. This has 9."),
        ({"nhs_number": "943 476 591O"}, "An NHS number has 10 digits and nothing else."),
        (
            {"nhs_number": "943 476 5918"},
            "These digits are not an NHS number. Check each one against a letter from the NHS.",
        ),
        ({"hospital_number": "h" * 41}, "Make the hospital number 40 characters or fewer"),
        ({"born": "31 February 2000"}, "Enter a date that exists, like 6 August 2026"),
        ({"born": "2199-01-01"}, "This is in the future. Check the date."),
        ({"usual_dose_iu": "-1"}, "Enter a dose from 1 to 100,000 IU"),
        ({"usual_dose_iu": "0"}, "Enter a dose from 1 to 100,000 IU"),
        ({"usual_dose_iu": "nan"}, "Enter a dose from 1 to 100,000 IU"),
        ({"usual_dose_iu": "1e999"}, "Enter a dose from 1 to 100,000 IU"),
        ({"usual_dose_iu": "lots"}, "Enter a dose from 1 to 100,000 IU"),
        ({"product": "p" * 81}, "Make the product 80 characters or fewer"),
        ({"severity": "awful"}, "Choose one of these answers"),
        ({"zone": "Mars/Base"}, "Choose one of these answers"),
        ({"centre": "0189f7b2-0000-7000-8000-000000000001"}, "Choose one of these answers"),
    ],
)
def test_what_cannot_be_is_said_and_all_that_was_typed_stays(
    ann: Ann, people: People, wrong: dict[str, str], message: str
) -> None:
    page = send(ann.browser, ABOUT, WHOLE | wrong)

    assert page.status_code == 200
    assert list(summary(page).values()) == [message]
    assert title(page).startswith("Error: ")
    for name, text_typed in (WHOLE | wrong).items():
        if name not in {"severity", "zone", "centre"}:
            assert typed(page, name) == text_typed.strip(), name
    assert column(people, "name", ann.patient) == "Ann"


def test_a_date_of_birth_that_was_noted_is_not_taken_away(ann: Ann) -> None:
    send(ann.browser, ABOUT, WHOLE)

    page = send(ann.browser, ABOUT, WHOLE | {"born": ""})

    assert summary(page) == {"born": "Enter the date of birth. It was noted already."}


def test_who_saves_last_reads_first_what_the_other_saved(ann: Ann, people: People) -> None:
    mine = hidden(ann.browser.get(ABOUT))
    send(ann.browser, ABOUT, WHOLE | {"hospital_number": "LTH 8"})

    page = ann.browser.post(ABOUT, mine | WHOLE)

    assert "Somebody else changed these details" in words(page)
    assert typed(page, "hospital_number") == "LTH 7"
    assert column(people, "hospital_number", ann.patient) == "LTH 8"
    ann.browser.post(ABOUT, hidden(page) | WHOLE)
    assert column(people, "hospital_number", ann.patient) == "LTH 7"
    assert "Hospital number : LTH 8 Until" in words(ann.browser.get(ABOUT))


@pytest.mark.parametrize("edition", ["", "x", "-1", "9" * 30, "²"])
def test_a_page_that_does_not_say_what_it_saw_saves_nothing(
    ann: Ann, people: People, edition: str
) -> None:
    page = send(ann.browser, ABOUT, WHOLE | {"edition": edition})

    assert "Somebody else changed these details" in words(page)
    assert column(people, "name", ann.patient) == "Ann"


def test_a_stale_page_keeps_what_was_typed(ann: Ann) -> None:
    page = ann.browser.post(ABOUT, hidden(ann.browser.get(ABOUT)) | WHOLE | {"csrf_token": "old"})

    assert typed(page, "hospital_number") == "LTH 7"
    assert title(page).startswith("Error: ")


def test_names_of_everywhere_are_taken_as_they_are(ann: Ann, people: People) -> None:
    for name in (
        "Zoë-Łucja O’Brien",
        "محمد عبد الله",
        "李小龍",
        "Ann 🩸",
        "<b>Ann</b> & {{ 7*7 }}",
    ):
        send(ann.browser, ABOUT, WHOLE | {"name": name})
        assert column(people, "name", ann.patient) == name
        page = ann.browser.get("/more")
        assert "<b>Ann" not in page.text


def test_a_carer_who_manages_puts_a_childs_details_right(
    new_browser: type[Browser], people: People
) -> None:
    sam, alex = people.patient("Sam"), people.patient("Alex")
    pat = people.user("Pat")
    for child in (sam, alex):
        people.access(pat, child, AccessRole.CARER_MANAGE)
    browser = new_browser()  # type: ignore[call-arg]
    browser.come_in("Pat")

    page = browser.get(f"{ABOUT}?patient={sam}")
    assert title(page).startswith("About Sam")
    answer = browser.post(ABOUT, hidden(page) | WHOLE | {"name": "Samuel"})

    assert answer.location == f"{ABOUT}?done=saved&patient={sam}"
    assert (column(people, "name", sam), column(people, "name", alex)) == ("Samuel", "Alex")
    # The parent is not called like the child.
    assert "Pat" in words(browser.get("/more"))
    for names in ({}, {"patient": str(people.patient("Eve"))}, {"patient": "x"}):
        said = {name: text for name, text in hidden(page).items() if name != "patient"}
        refused = browser.post(ABOUT, said | WHOLE | names)
        assert refused.status_code in {400, 404}
