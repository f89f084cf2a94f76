"""Whose diary a request is about."""

from uuid import UUID

import pytest
from flask import Flask

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.models.vocabulary import AccessRole
from bleedlog.storage.engine import Database
from bleedlog.web.current import current_patient, current_viewer
from bleedlog.web.opening import Audience, open_to
from tests.people import People
from tests.web.browser import Browser, hidden_fields


@open_to(Audience.PATIENT)
def whose() -> str:
    return f"{current_patient().name} for {current_viewer().user_id}"


@pytest.fixture
def app(settings: Settings, sqlite_database: Database) -> Flask:
    app = create_app(settings, sqlite_database)
    app.add_url_rule("/whose", "whose", whose, methods=["GET", "POST"])
    return app


@pytest.fixture
def family(people: People) -> dict[str, UUID]:
    """A mother with a diary of her own, and two sons."""
    mother = people.user("Mara")
    diaries = {name: people.patient(name) for name in ("Mara", "Sam", "Alec")}
    for name, patient in diaries.items():
        people.access(
            mother, patient, AccessRole.PATIENT if name == "Mara" else AccessRole.CARER_LOG
        )
    return diaries | {"user": mother}


def post(browser: Browser, **fields: str) -> tuple[int, str]:
    token = hidden_fields(browser.get("/more"))["csrf_token"]
    answer = browser.post("/whose", {"csrf_token": token, **fields})
    return answer.status_code, answer.text


def test_it_is_the_own_one_unless_another_is_named(
    browser: Browser, family: dict[str, UUID]
) -> None:
    browser.come_in("Mara")

    assert browser.get("/whose").text == f"Mara for {family['user']}"
    assert browser.get(f"/whose?patient={family['Sam']}").text == f"Sam for {family['user']}"
    assert post(browser, patient=str(family["Alec"])) == (200, f"Alec for {family['user']}")


@pytest.mark.usefixtures("family")
def test_a_form_of_a_family_must_say_whose_it_is(browser: Browser) -> None:
    browser.come_in("Mara")

    assert post(browser)[0] == 400
    assert post(browser, patient="")[0] == 400


def test_a_form_of_one_person_need_not(browser: Browser, people: People) -> None:
    user = people.person("Ann")
    browser.come_in("Ann")

    assert post(browser) == (200, f"Ann for {user}")


def test_the_form_wins_over_the_address(browser: Browser, family: dict[str, UUID]) -> None:
    """The form carries the diary for which it was opened."""
    browser.come_in("Mara")
    token = hidden_fields(browser.get("/more"))["csrf_token"]

    answer = browser.post(
        f"/whose?patient={family['Alec']}",
        {"csrf_token": token, "patient": str(family["Sam"])},
    )

    assert answer.text == f"Sam for {family['user']}"


@pytest.mark.usefixtures("family")
@pytest.mark.parametrize("asked", [str(UUID(int=7)), "x", "1", "null", "../..", "%00"])
def test_what_is_not_hers_does_not_exist(browser: Browser, asked: str) -> None:
    browser.come_in("Mara")

    assert browser.get("/whose", query_string={"patient": asked}).status_code == 404
    assert post(browser, patient=asked)[0] == 404
