"""What a browser does on its way to a provider and back."""

from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from tests.openid_server import Provider
from tests.web.browser import Browser

BACK = "/sign-in/provider/back"
REFUSED = "/sign-in?done=provider-refused"


def leave(browser: Browser, **more: str) -> str:
    """Go to the provider from the sign-in page; gives the address there."""
    browser.get("/sign-in")
    answer = browser.get("/sign-in/provider", query_string=more)
    assert answer.status_code == 303
    return str(answer.location)


def come_back(browser: Browser, address: str) -> TestResponse:
    """Follow the provider's answer."""
    parts = urlsplit(address)
    assert parts.path == BACK
    return browser.get(f"{parts.path}?{parts.query}")


def sign_in(browser: Browser, provider: Provider, **more: str) -> TestResponse:
    """There and back."""
    return come_back(browser, provider.sent(leave(browser, **more)))


def connect(browser: Browser, provider: Provider, password: str = "") -> TestResponse:
    """Connect the account that is signed in; gives the page that it ends on."""
    page = browser.submit("/more/provider", "/more/provider", {"password": password})
    address = page.text.split(f'href="{provider.url}')[1].split('"')[0].replace("&amp;", "&")
    return browser.get(str(come_back(browser, provider.sent(provider.url + address)).location))
