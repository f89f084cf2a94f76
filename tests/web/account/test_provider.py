"""Signing in at a provider, against a real one on this machine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text

from bleedlog import create_app
from bleedlog.config import ProviderSettings, Settings
from bleedlog.storage.engine import Database
from tests.openid_server import CLIENT_ID, Claims, Provider, new_key, public_of
from tests.people import PASSWORD, People
from tests.web.account.provider_steps import BACK, REFUSED, come_back, connect, leave, sign_in
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]


@pytest.mark.usefixtures("connected")
def test_a_connected_account_opens(here: NewBrowser, provider: Provider) -> None:
    browser = here()

    opened = sign_in(browser, provider, next="/diary", keep="y")

    assert (opened.status_code, opened.location) == (303, "/diary")
    assert browser.get("/diary").status_code == 200
    assert "Max-Age" in "".join(opened.headers.getlist("Set-Cookie"))


@pytest.mark.usefixtures("connected")
def test_a_provider_may_take_a_new_key(here: NewBrowser, provider: Provider) -> None:
    assert sign_in(here(), provider).location == "/"

    provider.rotate()

    assert sign_in(here(), provider).location == "/"


@pytest.mark.usefixtures("connected")
def test_a_provider_that_is_away_is_said_so(here: NewBrowser, provider: Provider) -> None:
    browser = here()
    address = provider.sent(leave(browser))
    provider.away = True

    answer = come_back(browser, address)

    assert answer.location == "/sign-in?done=provider-away"
    assert "We cannot reach Test login" in browser.get(answer.location).text


@pytest.mark.usefixtures("connected")
def test_a_locked_account_stays_closed(
    here: NewBrowser, provider: Provider, sqlite_database: Database
) -> None:
    with sqlite_database.transaction() as connection:
        connection.execute(text("UPDATE app_user SET disabled_at = created_at"))

    assert sign_in(here(), provider).location == REFUSED


@pytest.mark.parametrize(
    ("more", "opens"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "aal2"}, True),
        ({"acr": "aal1"}, False),
        ({"amr": "mfa"}, False),
    ],
)
def test_staff_need_a_second_factor_there_or_here(
    here: NewBrowser, people: People, provider: Provider, more: Claims, opens: bool
) -> None:
    people.staff("Nia", people.clinic())
    browser = here()
    browser.sign_in("Nia")
    connect(browser, provider)
    browser.submit("/more", "/sign-out", {})
    provider.more = more

    sign_in(browser, provider)

    if isinstance(more.get("amr", []), list):
        assert (browser.get("/clinic").status_code == 200) is opens
        expected = None if opens else "/second-factor?next=%2Fclinic"
        assert browser.get("/clinic").location == expected
    else:
        assert browser.get("/clinic").location.startswith("/sign-in"), "amr is a list"


def test_only_the_signed_in_person_connects_and_proves_it_again(
    here: NewBrowser, people: People, provider: Provider
) -> None:
    people.person("Ann")
    browser = here()
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann")
        clock.shift(timedelta(minutes=11))

        refused = browser.submit("/more/provider", "/more/provider", {"password": "not it"})
        assert "That is not your password." in refused.text
        assert provider.url not in refused.text
        assert "Connected since" in connect(browser, provider, PASSWORD).text


def test_one_identity_opens_one_account(
    here: NewBrowser, connected: Browser, people: People, provider: Provider
) -> None:
    people.person("Eve")
    eve = here()
    eve.sign_in("Eve")

    page = connect(eve, provider)

    assert "Nothing was connected" in page.text
    sign_in(connected, provider)
    assert "ann@people.example" in connected.get("/more").text


def test_a_disconnected_account_is_not_opened(connected: Browser, provider: Provider) -> None:
    sign_in(connected, provider)

    answer = connected.submit("/more/provider", "/more/provider/off", {})

    assert "Disconnected" in connected.get(answer.location).text
    connected.submit("/more", "/sign-out", {})
    assert sign_in(connected, provider).location == "/sign-in?done=provider-unknown"


def test_a_provider_may_want_signed_requests_in_place_of_a_secret(
    settings: Settings, sqlite_database: Database, people: People, provider: Provider
) -> None:
    """As NHS login does: RS512, checked with the key that was registered there."""
    own = new_key("ours")
    provider.client_key = public_of(own)
    provider.describe = lambda told: (
        told
        | {
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS512"],
        }
    )
    key = own.as_pem(private=True).decode()
    told = ProviderSettings(issuer=provider.url, client_id=CLIENT_ID, private_key=key)
    app = create_app(replace(settings, provider=told), sqlite_database)
    people.person("Ann")
    browser = Browser(app, base_url=settings.base_url)
    browser.sign_in("Ann")

    assert "Connected since" in connect(browser, provider).text


def test_without_a_provider_there_is_no_such_page(browser: Browser, people: People) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    for path in ("/sign-in/provider", BACK, "/more/provider"):
        assert browser.get(path).status_code == 404
    assert "/sign-in/provider" not in browser.get("/sign-in").text
