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
from tests.browser.watch import Watch, say_violations
from tests.chromium import chromium
from tests.mailbox import Mailbox, mailbox
from tests.patience import SECONDS

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
SMALL: ViewportSize = {"width": 320, "height": 640}
MIDDLING: ViewportSize = {"width": 412, "height": 823}
"""The phone of Lighthouse."""

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


def _new_context(
    site: Site, size: ViewportSize | None = None, text_size: int = 16, **settings: Any
) -> BrowserContext:
    context = chromium(text_size).new_context(
        viewport=size or PHONE,
        base_url=site.url,
        locale="en-GB",
        # What needs it is tested in tests/faults; here it would fetch its files for each test.
        service_workers="block",
        **settings,
    )
    context.set_default_timeout(SECONDS * 1000)
    say_violations(context)
    return context


@pytest.fixture
def open_tab(site: Site, watch: Watch) -> Iterator[OpenTab]:
    """Gives a tab of a browser that nobody used before, with somebody signed in if named."""
    contexts: list[BrowserContext] = []

    def open_page(
        who: UUID | None = None, size: ViewportSize | None = None, **settings: Any
    ) -> Page:
        context = _new_context(site, size, **settings)
        contexts.append(context)
        watch.over(context)
        context.on("request", lambda request: site.addresses.add(request.url))
        if who is not None:
            context.add_cookies([site.signed_in_as(who)])  # type: ignore[list-item]
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def handed_on(site: Site) -> Iterator[Page]:
    """A tab that one test after the other looks with: each new one costs a second of processor."""
    context = _new_context(site)
    yield context.new_page()
    context.close()


@pytest.fixture
def look_as(handed_on: Page, site: Site, watch: Watch) -> Iterator[Callable[[UUID | None], Page]]:
    """Gives that tab as new, with somebody signed in if named, to tests that only look."""
    tab, context = handed_on, handed_on.context
    tab.set_viewport_size(PHONE)
    tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    watch.over(context)

    def sign_in(who: UUID | None) -> Page:
        if who is not None:
            context.add_cookies([site.signed_in_as(who)])  # type: ignore[list-item]
        return tab

    yield sign_in
    # Away from the page, so that nothing of it goes on; within the site, which is quicker to leave.
    tab.goto("/healthz")
    watch.leave(context)
    # Cookies, and whatever a page keeps on the device.
    everything = {"origin": site.url, "storageTypes": "all"}
    context.new_cdp_session(tab).send("Storage.clearDataForOrigin", everything)


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> ViewportSize:
    """Each of the sizes that pages are made for."""
    return SIZES[request.param]


@pytest.fixture
def page(open_tab: OpenTab) -> Page:
    """A phone on which nobody signed in yet."""
    return open_tab()
