"""A server that is really stopped, phones that really keep things, and people on both."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.cast import Cast
from tests.browser.conftest import PHONE
from tests.browser.watch import Watch
from tests.chromium import chromium
from tests.faults.server import Server
from tests.patience import SECONDS

OpenPhone = Callable[..., Page]

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def standing(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of a module."""
    folder = tmp_path_factory.mktemp("server")
    database = folder / "bleedlog.db"
    shutil.copyfile(migrated_file, database)
    server = Server(database, folder / "server.log")
    yield server
    server.close()


@pytest.fixture
def server(standing: Server) -> Server:
    """The same, running, whatever the last test did to it."""
    if standing.process is None:
        standing.start()
    return standing


@pytest.fixture
def cast(server: Server) -> Cast:
    """Invents people for one test."""
    return Cast(server.record, next(_numbers))


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the test's browsers complain of; that servers do not answer is what is tested here."""
    watch = Watch()
    watch.expect_no_answer()
    yield watch
    assert watch.complaints == []


@pytest.fixture
def open_phone(server: Server, watch: Watch) -> Iterator[OpenPhone]:
    """Gives a tab of a phone with a service worker, with somebody signed in if named."""
    contexts: list[BrowserContext] = []

    def open_one(
        who: UUID | None = None, script: str | None = None, zone: str = "Europe/London"
    ) -> Page:
        context = chromium().new_context(
            viewport=PHONE, base_url=server.url, locale="en-GB", timezone_id=zone
        )
        contexts.append(context)
        context.set_default_timeout(SECONDS * 1000)
        watch.over(context)
        if script is not None:
            context.add_init_script(script)
        if who is not None:
            context.add_cookies([server.signed_in_as(who)])  # type: ignore[list-item]
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
