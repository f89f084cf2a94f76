"""Passkeys as pages offer them; devices that answer are in tests.services and tests.browser."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

import pytest
from flask import Flask

from bleedlog.config import Settings
from tests.passkey_device import PasskeyDevice
from tests.people import People
from tests.web.browser import Browser, hidden_fields

NAMED = "https://diary.example.org"
NewBrowser = Callable[..., Browser]
MINE = "/more/passkeys"
JSON = {"Accept": "application/json"}


@pytest.fixture
def at_name(app_by: Callable[[Settings], Flask], settings: Settings) -> NewBrowser:
    """Gives a browser that reaches the application by its name."""
    app = app_by(replace(settings, base_url=NAMED))
    return lambda: Browser(app, base_url=NAMED)


def token(browser: Browser, page: str) -> dict[str, str]:
    """The CSRF token of a page's forms."""
    found = hidden_fields(browser.get(page))["csrf_token"]
    return {"csrf_token": found[0] if isinstance(found, list) else found}


def add(browser: Browser, device: PasskeyDevice, name: str = "My phone") -> int:
    """Let the device make a passkey for whoever is signed in; gives the answer's status."""
    sent = token(browser, MINE)
    options = browser.post(f"{MINE}/options", sent, headers=JSON).text
    made = sent | {"credential": device.make(options), "name": name}
    return browser.post(MINE, made).status_code


@pytest.fixture
def diary(people: People) -> UUID:
    """Ann's diary."""
    patient = people.patient("Ann")
    people.access(people.user("Ann"), patient)
    return patient


@pytest.fixture
def phone(at_name: NewBrowser, diary: UUID) -> PasskeyDevice:  # noqa: ARG001 - hers
    """Ann's phone, with a passkey."""
    browser = at_name()
    browser.sign_in("Ann")
    device = PasskeyDevice(NAMED, "diary.example.org")
    assert add(browser, device) == 303
    return device


def answer(browser: Browser, device: PasskeyDevice, **more: str) -> dict[str, str]:
    """The sign-in form with the device's answer."""
    sent = token(browser, "/sign-in")
    options = browser.post("/sign-in/passkey/options", sent, headers=JSON).text
    return sent | {"credential": device.use(options), **more}


def test_a_passkey_leads_where_a_password_would(at_name: NewBrowser, phone: PasskeyDevice) -> None:
    browser = at_name()

    opened = browser.post("/sign-in/passkey", answer(browser, phone, next="/diary", keep="y"))

    assert (opened.status_code, opened.location) == (303, "/diary")
    assert browser.get("/diary").status_code == 200
    cookies = opened.headers.getlist("Set-Cookie")
    (own,) = [one for one in cookies if one.startswith("__Host-bleedlog=")]
    assert "Max-Age=2592000" in own, "it stays signed in"


def test_it_leads_to_no_other_site(at_name: NewBrowser, phone: PasskeyDevice) -> None:
    browser = at_name()

    opened = browser.post("/sign-in/passkey", answer(browser, phone, next="//evil.example"))

    assert opened.location == "/"


def test_an_answer_that_was_seen_is_worth_nothing_elsewhere(
    at_name: NewBrowser, phone: PasskeyDevice
) -> None:
    """Somebody copied it on its way, and sends it from a browser of their own."""
    own, thief = at_name(), at_name()
    seen = answer(own, phone)
    replayed = answer(thief, phone) | {"credential": seen["credential"]}

    refused = thief.post("/sign-in/passkey", replayed)
    opened = own.post("/sign-in/passkey", seen)
    own.submit("/more", "/sign-out", {})
    again = own.post("/sign-in/passkey", seen | token(own, "/sign-in"))

    assert "That passkey did not work." in refused.text
    assert thief.get("/diary").status_code == 303
    assert opened.status_code == 303
    assert "That passkey did not work." in again.text
    assert own.get("/diary").status_code == 303


def test_what_was_typed_goes_through_a_passkey(
    at_name: NewBrowser, diary: UUID, phone: PasskeyDevice
) -> None:
    browser = at_name()
    typed = {"note": "On the stairs", "patient": str(diary)}
    carried = {"next": "/log/bruise", "typed": urlencode(typed)}

    opened = browser.post("/sign-in/passkey", answer(browser, phone, **carried))

    assert 'action="/log/bruise"' in opened.text
    assert hidden_fields(opened)["note"] == "On the stairs"


@pytest.mark.parametrize("sent", [{}, {"credential": "x"}, {"credential": "{}" * 20_000}])
def test_rubbish_is_refused_like_any_other(at_name: NewBrowser, sent: dict[str, str]) -> None:
    browser = at_name()

    refused = browser.post("/sign-in/passkey", token(browser, "/sign-in") | sent)

    assert refused.status_code == 200
    assert "That passkey did not work." in refused.text
    assert "<title>Error: Sign in" in refused.text


def test_a_page_that_was_open_for_too_long(at_name: NewBrowser, phone: PasskeyDevice) -> None:
    browser = at_name()
    sent = answer(browser, phone) | {"csrf_token": "old"}

    stale = browser.post("/sign-in/passkey", sent)

    assert stale.status_code == 400
    assert "This page was open for too long" in stale.text


def test_the_owner_names_and_removes_them_and_nobody_else(
    at_name: NewBrowser, people: People, phone: PasskeyDevice
) -> None:
    people.person("Eve")
    ann, eve = at_name(), at_name()
    ann.post("/sign-in/passkey", answer(ann, phone))
    eve.sign_in("Eve")
    page = ann.get(MINE).text
    path = page[page.index(f'href="{MINE}/') + 6 :].split('"')[0]

    missing = eve.get(f"{MINE}/00000000-0000-0000-0000-000000000007")
    for refused in (
        eve.get(path),
        eve.post(path, token(eve, "/more") | {"name": "mine"}),
        eve.post(f"{path}/remove", token(eve, "/more")),
    ):
        assert (refused.status_code, refused.text) == (404, missing.text)

    for name in ("", " ", "x" * 61, "Old\x00phone"):
        assert "There is a problem" in ann.submit(path, path, {"name": name}).text, name
    named = ann.submit(path, path, {"name": "Old phone"})
    assert named.location == f"{MINE}?done=named"
    assert "Old phone" in ann.get(MINE).text
    removed = ann.submit(path, f"{path}/remove", {})
    assert "The passkey is gone" in ann.get(removed.location).text
    assert "Old phone" not in ann.get(MINE).text


def test_staff_are_told_why_the_last_one_stays(at_name: NewBrowser, people: People) -> None:
    user = people.user("Nia")
    people.work(user, people.clinic())
    browser = at_name()
    browser.sign_in_by_password("Nia")
    sent = token(browser, "/second-factor")
    device = PasskeyDevice(NAMED, "diary.example.org")
    options = browser.post(f"{MINE}/options", sent, headers=JSON).text
    form = sent | {"credential": device.make(options), "name": "Desk", "next": "/clinic"}

    added = browser.post(MINE, form)

    assert added.location == "/clinic"
    assert browser.get("/clinic").status_code == 200
    page = browser.get(MINE).text
    path = page[page.index(f'href="{MINE}/') + 6 :].split('"')[0]
    refused = browser.submit(path, f"{path}/remove", {})
    assert "so the last one stays" in refused.text
    assert "Desk" in browser.get(MINE).text


def test_where_people_come_by_a_number_it_is_said(browser: Browser, people: People) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    page = browser.get(MINE)

    assert "Passkeys do not work at this address" in page.text
    assert "data-passkey" not in page.text
    assert "data-passkey" not in browser.get("/sign-in").text
    sent = token(browser, "/more")
    assert browser.post(f"{MINE}/options", sent).status_code == 404
    assert browser.post("/sign-in/passkey/options", sent).status_code == 404


def test_options_are_given_to_our_own_pages_only(at_name: NewBrowser) -> None:
    browser = at_name()
    browser.get("/sign-in")

    assert browser.post("/sign-in/passkey/options", {}, headers=JSON).status_code == 400
