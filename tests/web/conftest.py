"""The application on a fresh record, people in it, and browsers."""

from collections.abc import Callable

import pytest
from flask import Flask

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from tests.people import People
from tests.web.browser import Browser

SECRET = "a-secret-of-tests-0123456789-abcdefghij"


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """How the application runs: plain http on loopback."""
    return Settings(database_url=sqlite_url, secret_key=SECRET)


@pytest.fixture
def app(settings: Settings, sqlite_database: Database) -> Flask:
    """The application, which answers errors as it does for people."""
    return create_app(settings, sqlite_database)


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
