"""Forms with photos as a browser sends them, and the photos that a page shows."""

import io
import re
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from tests.web.browser import Browser
from tests.web.diary.pages import hidden

BASE = "http://127.0.0.1:8000"
BRUISE: dict[str, Any] = {"place": "left-thigh", "when": "just_now", "size": "palm"}
SHOWN = re.compile(r'<img src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"')


def files(*contents: bytes) -> list[FileStorage]:
    """As a browser sends them: their names are the person's own."""
    return [
        FileStorage(io.BytesIO(one), f"Ann {number}.jpg") for number, one in enumerate(contents)
    ]


def post(browser: Browser, path: str, sent: dict[str, Any]) -> TestResponse:
    """Send a form with files, without the file that the test client would leave behind."""
    boundary, body = encode_multipart(MultiDict(sent))
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.client.post(path, data=body, content_type=kind, base_url=BASE, buffered=True)


def log_with(browser: Browser, *photos: bytes, **answers: Any) -> TestResponse:
    """Log a bruise with photos; gives the answer to the form."""
    form = hidden(browser.get("/log/bruise"))
    return post(browser, "/log/bruise", form | BRUISE | answers | {"photos": files(*photos)})


def saved_page(browser: Browser, *photos: bytes, **answers: Any) -> TestResponse:
    """The page that comes when a bruise with photos is logged."""
    location = log_with(browser, *photos, **answers).location
    assert location is not None
    return browser.get(location)


def logged(browser: Browser, *photos: bytes) -> str:
    """The path of a new bruise with photos."""
    location = log_with(browser, *photos).location
    assert location is not None
    return str(location).partition("?")[0]


def add(browser: Browser, path: str, *photos: bytes) -> TestResponse:
    """Add photos on the entry's page; gives the page that comes then."""
    sent = {"csrf_token": hidden(browser.get(path))["csrf_token"], "photos": files(*photos)}
    patient = hidden(browser.get(path)).get("patient")
    answer = post(browser, f"{path}/photos", sent | {"patient": patient})
    assert answer.status_code == 303
    return browser.get(answer.location)


def press(browser: Browser, path: str) -> TestResponse:
    """Press a button that posts there; gives the page that comes then."""
    sent = {name: hidden(browser.get("/log/bleed"))[name] for name in ("csrf_token", "patient")}
    answer = browser.post(path, sent)
    return browser.get(answer.location) if answer.status_code == 303 else answer


def photos_on(browser: Browser, path: str) -> list[str]:
    """The addresses of the photos that a page shows."""
    return [found[0].replace("&amp;", "&") for found in SHOWN.findall(browser.get(path).text)]
