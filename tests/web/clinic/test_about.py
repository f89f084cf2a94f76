"""The page on which a clinic puts a patient's details right."""

from collections.abc import Callable

from sqlalchemy import text

from tests.people import A_TEST, People
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.diary.pages import hidden, send, summary, title, typed, words

SAID = {
    "name": "Tom", "born": "1984-03-01", "nhs_number": "9434765919", "hospital_number": "LTH 7",
    "severity": "moderate", "product": "", "usual_dose_iu": "",
}  # fmt: skip


def test_it_leads_there_and_back_and_the_person_reads_who_did_what(
    nia: Browser, bring: Bring, people: People, new_browser: Callable[..., Browser]
) -> None:
    tom = bring()
    people.access(people.user("Tom"), tom)
    path = f"/clinic/patients/{tom}/about"
    assert f'href="{path}"' in nia.get(f"/clinic/patients/{tom}").text

    answer = send(nia, path, SAID)

    assert answer.location == f"{path}?done=saved"
    page = nia.get(answer.location)
    assert "Tom can read who changed what." in words(page)
    assert typed(page, "nhs_number") == "943 476 5919"
    assert "born 1 March 1984 · 943 476 5919 · LTH 7 · moderate" in nia.get(
        f"/clinic/patients/{tom}"
    ).text.replace("&#183;", "·")
    browser = new_browser()
    browser.come_in("Tom")
    assert "NHS number : not noted Until 22 November 2026. Changed by Nia (Leeds)." in words(
        browser.get("/more/about")
    )
    looked = words(browser.get("/looked"))
    assert "your details (date of birth, NHS number, hospital number, severity)" in looked
    assert "943" not in looked


def test_the_centre_and_the_zone_are_not_the_clinics_to_say(
    nia: Browser, bring: Bring, people: People
) -> None:
    path = f"/clinic/patients/{bring()}/about"
    york = people.clinic("York")
    assert 'name="centre"' not in nia.get(path).text

    send(nia, path, SAID | {"centre": str(york), "zone": "Asia/Tokyo"})

    page = nia.get(path)
    assert "Centre: Leeds." in words(page)
    assert "Time zone :" not in words(page)


def test_a_number_of_two_patients_is_said_on_both(
    nia: Browser, bring: Bring, people: People
) -> None:
    """Results would be filed with whoever is found first. Other clinics' people are not named."""
    tom, bo = bring(), bring(name="Bo")
    stranger = people.patient("Stranger", people.clinic("York"))
    with people.record.transaction(A_TEST) as connection:
        for one in (bo, stranger):
            connection.execute(
                text("UPDATE patient SET nhs_number = '9434765919' WHERE id = :id"), {"id": one.hex}
            )
    path = f"/clinic/patients/{tom}/about"
    assert "somebody else" not in words(nia.get(path))

    page = nia.get(send(nia, path, SAID).location)

    assert "This NHS number stands with somebody else, too" in words(page)
    assert f'href="/clinic/patients/{bo}/about">Bo</a>' in page.text
    assert "Stranger" not in page.text
    assert f'href="{path}">Tom</a>' in nia.get(f"/clinic/patients/{bo}/about").text


def test_a_number_that_is_none_is_refused_and_stays_there(nia: Browser, bring: Bring) -> None:
    path = f"/clinic/patients/{bring()}/about"

    page = send(nia, path, SAID | {"nhs_number": "943 476 5918"})

    assert "These digits are not an NHS number." in summary(page)["nhs_number"]
    assert title(page).startswith("Error: ")
    assert typed(page, "nhs_number") == "943 476 5918"
    stale = nia.post(path, hidden(page) | SAID | {"csrf_token": "old"})
    assert typed(stale, "hospital_number") == "LTH 7"
