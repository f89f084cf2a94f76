"""People on their way in."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bleedlog import create_app
from bleedlog.config import ProviderSettings, Settings
from bleedlog.storage.engine import Database
from tests.openid_server import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from tests.people import People
from tests.web.account.provider_steps import connect
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]


@pytest.fixture
def nia(people: People, browser: Browser) -> Browser:
    """A new nurse, whom the command line made: a password and no more."""
    user = people.user("Nia")
    people.work(user, people.clinic())
    browser.sign_in_by_password("Nia")
    return browser


@pytest.fixture
def provider() -> Iterator[Provider]:
    """An honest provider, until a test bends it."""
    with running_provider() as running:
        yield running


@pytest.fixture
def here(settings: Settings, sqlite_database: Database, provider: Provider) -> NewBrowser:
    """Gives a browser at an installation that knows the provider."""
    told = ProviderSettings(
        issuer=provider.url,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        name="Test login",
        trusted_factors=frozenset({"mfa", "aal2"}),
    )
    app = create_app(replace(settings, provider=told), sqlite_database)
    return lambda: Browser(app, base_url=settings.base_url)


@pytest.fixture
def connected(here: NewBrowser, people: People, provider: Provider) -> Browser:
    """Ann's browser; her account is connected."""
    people.person("Ann")
    browser = here()
    browser.sign_in("Ann")
    assert "Connected since" in connect(browser, provider).text
    browser.submit("/more", "/sign-out", {})
    return browser
