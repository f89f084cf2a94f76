"""Taking everything along, and deleting the account, on their pages."""

import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import text

from bleedlog.models.bleed import BleedInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.entries import log_entry
from bleedlog.services.erasing import hold_record
from tests.people import PASSWORD, People
from tests.web.browser import Browser
from tests.web.rights.conftest import Ann

PAGE = "/more/delete"
MEANT = {"password": PASSWORD, "sure": "y"}


def put(people: People, ann: Ann) -> None:
    """Ann logs a bleed."""
    entry = BleedInput.model_validate({"start": "2026-03-01", "note": "on the stairs"})
    log_entry(people.record, by=Viewer(ann.user), patient_id=ann.patient, entry=entry)


def entries(people: People) -> int:
    """How many entries the record has."""
    with people.record.reading(console("a test")) as connection:
        return int(connection.execute(text("SELECT count(*) FROM entry")).scalar_one())


def test_everything_comes_as_one_file(ann: Ann, people: People) -> None:
    put(people, ann)
    answer = ann.browser.submit("/more/data", "/more/data/archive", {})

    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Ann" not in answer.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert "on the stairs" in archive.read("entries.json").decode()


def test_a_large_file_is_whole_too(
    ann: Ann, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(people, ann)
    monkeypatch.setattr("bleedlog.web.rights.data.IN_MEMORY", 100)
    answer = ann.browser.submit("/more/data", "/more/data/archive", {})

    assert answer.content_length == len(answer.data)
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None


def test_a_helper_who_may_not_take_it_along_finds_no_button(ann: Ann, people: People) -> None:
    kim = people.patient("Kim")
    people.access(ann.user, kim, AccessRole.CARER_LOG)

    assert "Kim" not in ann.browser.get("/more/data").text
    sent = {"patient": str(kim)}
    assert ann.browser.submit("/more/data", "/more/data/archive", sent).status_code == 404


def test_an_account_is_deleted_and_its_browser_signed_out(ann: Ann, people: People) -> None:
    put(people, ann)
    answer = ann.browser.submit(PAGE, PAGE, MEANT)

    assert "Your account is deleted" in answer.text
    assert entries(people) == 0
    assert ann.browser.get("/diary").location.startswith("/sign-in")
    assert ann.browser.sign_in_by_password("Ann").status_code != 303


def test_without_the_password_or_the_tick_nothing_is_deleted(ann: Ann, people: People) -> None:
    put(people, ann)
    for said in (
        {},
        {"password": PASSWORD},
        {"sure": "y"},
        {**MEANT, "password": "not hers at all"},
    ):
        answer = ann.browser.submit(PAGE, PAGE, said)
        assert "Error: " in answer.text, said
        assert PASSWORD not in answer.text

    assert entries(people) == 1
    assert ann.browser.get("/diary").status_code == 200


def test_a_hold_is_said_before_and_wins(ann: Ann, people: People) -> None:
    put(people, ann)
    hold_record(people.record, by=console("an inquiry"), patient_id=ann.patient)

    assert "must be kept by law" in ann.browser.get(PAGE).text
    assert "must be kept. It is closed" in ann.browser.submit(PAGE, PAGE, MEANT).text
    assert entries(people) == 1
    assert ann.browser.get("/diary").location.startswith("/sign-in")


def test_a_childs_diary_goes_only_if_it_is_ticked(ann: Ann, people: People) -> None:
    kim = people.patient("Kim")
    people.access(ann.user, kim, AccessRole.CARER_MANAGE)

    refused = ann.browser.submit(PAGE, PAGE, MEANT)
    assert "Tick each child’s diary" in refused.text
    assert "deleted" in ann.browser.submit(PAGE, PAGE, {**MEANT, "also": str(kim)}).text


def test_staff_are_told_to_ask_their_clinic(
    people: People, new_browser: Callable[..., Browser]
) -> None:
    people.staff("Nia", people.clinic())
    nia = new_browser()
    nia.come_in("Nia")

    page = nia.get(PAGE).text
    assert "Ask its admin" in page
    assert 'name="password"' not in page


def test_the_privacy_page_is_open_to_anyone_and_led_to(browser: Browser) -> None:
    assert browser.get("/privacy").status_code == 200
    # From the page itself and from the foot of it.
    assert browser.get("/sign-in").text.count('href="/privacy"') == 2
