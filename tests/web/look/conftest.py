"""The gallery served on this machine, and tabs of Chromium that look at it."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize
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
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_tab(gallery_url: str) -> Iterator[OpenTab]:
    """Open a page of the gallery; whatever the browser complains about fails the test."""
    tabs: list[Page] = []
    complaints: list[str] = []

    def note(complaint: str, kind: str) -> None:
        if kind in {"error", "warning"}:
            complaints.append(complaint)

    def open_page(
        name: str, viewport: ViewportSize | None = None, text_size: int = 16, **settings: Any
    ) -> Page:
        context = chromium(text_size).new_context(viewport=viewport or PHONE, **settings)
        tab = context.new_page()
        tab.on("console", lambda said: note(f"{said.type} {said.text}", said.type))
        tab.on("pageerror", lambda error: note(str(error), "error"))
        tab.goto(f"{gallery_url}/{name}")
        tabs.append(tab)
        return tab

    yield open_page
    for tab in tabs:
        tab.context.close()
    assert complaints == []
