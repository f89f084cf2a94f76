"""A server on a record of its own, people in it, and browsers that fail at any complaint.

One server serves all tests of a run, since it takes seconds to start; each test invents people
and clinics of its own, so that none sees what another left.
"""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.browser.cast import Cast
from tests.browser.site import Site, served
from tests.browser.watch import Watch
from tests.chromium import chromium
from tests.mailbox import Mailbox, mailbox
from tests.patience import SECONDS

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
SMALL: ViewportSize = {"width": 320, "height": 640}

SIZES = {"phone": PHONE, "desk": DESK, "small": SMALL}

OpenTab = Callable[..., Page]

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def box() -> Iterator[Mailbox]:
    """Where the server's mail arrives."""
    with mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def site(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory, box: Mailbox
) -> Iterator[Site]:
    """The server of this run."""
    mail = {"BLEEDLOG_SMTP_URL": box.url, "BLEEDLOG_MAIL_FROM": "diary@example.org"}
    folder = tmp_path_factory.mktemp("site")
    database = folder / "bleedlog.db"
    shutil.copyfile(migrated_file, database)
    with served(database, folder / "server.log", **mail) as site:
        yield site


@pytest.fixture
def cast(site: Site) -> Cast:
    """Invents people for one test."""
    return Cast(site.record, next(_numbers))


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the test's browsers complain of; the test fails if they do."""
    watch = Watch()
    yield watch
    assert watch.complaints == []


@pytest.fixture
def open_tab(site: Site, watch: Watch) -> Iterator[OpenTab]:
    """Gives a tab of a browser that nobody used before, with somebody signed in if named."""
    contexts: list[BrowserContext] = []

    def open_page(
        who: UUID | None = None, size: ViewportSize | None = None, **settings: Any
    ) -> Page:
        text_size = settings.pop("text_size", 16)
        context = chromium(text_size).new_context(
            viewport=size or PHONE, base_url=site.url, locale="en-GB", **settings
        )
        contexts.append(context)
        context.set_default_timeout(SECONDS * 1000)
        watch.over(context)
        if who is not None:
            context.add_cookies([site.signed_in_as(who)])  # type: ignore[list-item]
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> ViewportSize:
    """Each of the sizes that pages are made for."""
    return SIZES[request.param]


@pytest.fixture
def page(open_tab: OpenTab) -> Page:
    """A phone on which nobody signed in yet."""
    return open_tab()
