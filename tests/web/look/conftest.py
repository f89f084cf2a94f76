"""The gallery served on this machine, and tabs of Chromium that look at it."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Error, Page, ViewportSize
from werkzeug.serving import make_server

from tests.chromium import chromium
from tests.web.look.gallery import create_gallery

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}

OpenTab = Callable[..., Page]


@pytest.fixture(scope="module")
def gallery_url() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def tabs() -> Iterator[dict[str, Page]]:
    """Tabs that one test after the other looks with, by the settings of their browsers.

    A new one costs a second of processor.
    """
    made: dict[str, Page] = {}
    yield made
    for tab in made.values():
        tab.context.close()


@pytest.fixture
def open_tab(gallery_url: str, tabs: dict[str, Page]) -> Iterator[OpenTab]:
    """Open a page of the gallery; whatever the browser complains about fails the test.

    It comes in the tab that has these settings, if there is one.
    """
    used: list[Page] = []
    complaints: list[str] = []

    def note_words(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            complaints.append(f"{said.type} {said.text}")

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    def open_page(
        name: str, viewport: ViewportSize | None = None, text_size: int = 16, **settings: Any
    ) -> Page:
        key = f"{text_size} {sorted(settings.items())}"
        if key not in tabs:
            tabs[key] = chromium(text_size).new_context(**settings).new_page()
        tab = tabs[key]
        if tab not in used:
            used.append(tab)
            tab.on("console", note_words)
            tab.on("pageerror", note_error)
        tab.context.clear_cookies()
        tab.set_viewport_size(viewport or PHONE)
        tab.goto(f"{gallery_url}/{name}")
        return tab

    yield open_page
    for tab in used:
        tab.goto("about:blank")
        tab.remove_listener("console", note_words)
        tab.remove_listener("pageerror", note_error)
    assert complaints == []
