"""The page on which an admin helps a colleague who lost what makes their codes."""

from collections.abc import Callable
from uuid import UUID

import pytest

from bleedlog.models.vocabulary import StaffRole
from tests.people import People
from tests.web.browser import Browser, hidden_fields


@pytest.fixture
def una(new_browser: Callable[..., Browser], people: People, leeds: UUID) -> Browser:
    """The admin's browser."""
    people.staff("Una", leeds, StaffRole.ADMIN)
    browser = new_browser()
    browser.come_in("Una")
    return browser


def page_of(clinic: UUID, user: UUID) -> str:
    return f"/clinic/{clinic}/staff/{user}/second-factor"


def test_a_colleague_is_signed_out_and_sets_up_a_new_one(
    una: Browser, new_browser: Callable[..., Browser], people: People, leeds: UUID
) -> None:
    joe = people.staff("Joe", leeds)
    phone = new_browser()
    phone.come_in("Joe")
    page = page_of(leeds, joe)

    answer = una.submit(page, page, {})

    assert "The second step is off" in una.get(answer.location).text
    assert phone.get("/clinic").location.startswith("/sign-in")
    assert phone.sign_in_by_password("Joe").location == "/second-factor"
    assert "Scan this picture" in phone.get("/second-factor").text
    assert phone.get("/clinic").status_code == 303


def test_for_who_is_no_admin_there_is_no_such_page(
    nia: Browser, una: Browser, people: People, leeds: UUID
) -> None:
    joe = people.staff("Joe", leeds)
    elsewhere = people.clinic("York")
    foreign = people.staff("Yan", elsewhere)
    token = {name: hidden_fields(one.get("/more")) for name, one in (("n", nia), ("u", una))}

    bodies = [
        nia.get(page_of(leeds, joe)),
        nia.post(page_of(leeds, joe), token["n"]),
        una.get(page_of(elsewhere, foreign)),
        una.get(page_of(leeds, foreign)),
        una.post(page_of(leeds, foreign), token["u"]),
        una.get(page_of(leeds, UUID(int=7))),
    ]

    assert {answer.status_code for answer in bodies} == {404}
