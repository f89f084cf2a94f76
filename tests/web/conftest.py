"""The application on a fresh record, people in it, and browsers."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from tests.mailbox import Mailbox, mailbox
from tests.people import People
from tests.web.applications import Applications
from tests.web.browser import Browser

SECRET = "a-secret-of-tests-0123456789-abcdefghij"


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """How the application runs: plain http on loopback."""
    return Settings(database_url=sqlite_url, secret_key=SECRET)


@pytest.fixture(scope="session")
def applications() -> Applications:
    """Those that tests use one after the other."""
    return Applications()


@pytest.fixture
def app_by(
    applications: Applications, sqlite_database: Database
) -> Iterator[Callable[[Settings], Flask]]:
    """Gives the application that runs by some settings, on this test's record."""
    yield lambda settings: applications.on(sqlite_database, settings)
    applications.finish()


@pytest.fixture
def app(app_by: Callable[[Settings], Flask], settings: Settings) -> Flask:
    """The application, which answers errors as it does for people."""
    return app_by(settings)


@pytest.fixture(scope="session")
def post_office() -> Iterator[Mailbox]:
    """The mail server of all tests."""
    with mailbox() as box:
        yield box


@pytest.fixture
def box(post_office: Mailbox) -> Mailbox:
    """Where this test's mail arrives: no other test's is in it."""
    post_office.empty()
    return post_office


@pytest.fixture
def mailing(app_by: Callable[[Settings], Flask], settings: Settings, box: Mailbox) -> Flask:
    """The application on the same record, as it runs where mail is sent."""
    return app_by(replace(settings, smtp_url=box.url, mail_from="diary@example.org"))


@pytest.fixture
def people(sqlite_database: Database) -> People:
    """Adds people to the application's record."""
    return People(sqlite_database)


@pytest.fixture
def new_browser(app: Flask, settings: Settings) -> Callable[..., Browser]:
    """Gives a browser that has never been here."""

    def make(address: str = "127.0.0.1") -> Browser:
        return Browser(app, address=address, base_url=settings.base_url)

    return make


@pytest.fixture
def browser(new_browser: Callable[..., Browser]) -> Browser:
    """A browser that has never been here."""
    return new_browser()
