"""Ann and her phone, on both databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask

from bleedlog.config import Settings
from bleedlog.models.viewer import Viewer
from bleedlog.services.sessions import begin_session
from bleedlog.storage.engine import Database
from bleedlog.web.account.browser_session import write_cookie
from tests.databases import Addresses
from tests.people import People
from tests.web.applications import Applications
from tests.web.browser import Browser
from tests.web.conftest import SECRET
from tests.web.sync.phone import Phone


@pytest.fixture
def settings(addresses: Addresses) -> Settings:
    """How the application runs, once on each database."""
    return Settings(database_url=addresses.application, secret_key=SECRET)


@pytest.fixture
def app(applications: Applications, settings: Settings, database: Database) -> Iterator[Flask]:
    """The application, which answers errors as it does for people."""
    yield applications.on(database, settings)
    applications.finish()


@pytest.fixture
def people(database: Database) -> People:
    """Adds people to the application's record."""
    return People(database)


@pytest.fixture
def signed_in(new_browser: Callable[..., Browser], database: Database) -> Callable[[UUID], Browser]:
    """Gives a browser in which a user is signed in."""

    def make(user: UUID) -> Browser:
        browser, now = new_browser(), datetime.now(UTC)
        with database.transaction(Viewer(user)) as connection:
            key = begin_session(connection, user_id=user, keep=True, now=now)
        browser.client.set_cookie("bleedlog", write_cookie(key, key.secret), domain="127.0.0.1")
        return browser

    return make


@pytest.fixture
def ann_user(people: People) -> UUID:
    """Ann, who has a diary."""
    return people.person("Ann")


@pytest.fixture
def ann(ann_user: UUID, signed_in: Callable[[UUID], Browser]) -> Browser:
    """Her browser."""
    return signed_in(ann_user)


@pytest.fixture
def phone(ann: Browser) -> Phone:
    """Her phone."""
    return Phone(ann)


@pytest.fixture
def elsewhere(ann_user: UUID, signed_in: Callable[[UUID], Browser]) -> Phone:
    """Her other device."""
    return Phone(signed_in(ann_user))
