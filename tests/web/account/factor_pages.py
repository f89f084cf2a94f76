"""What the pages of the second factor show, and how they are filled in."""

import re

from werkzeug.test import TestResponse

from tests.authenticator import code_at
from tests.web.browser import Browser, hidden_fields


def secret_on(page: TestResponse) -> str:
    """The key that the page shows to who types it by hand."""
    found = re.search(r'class="key">([A-Z2-7 ]+)<', page.text)
    assert found is not None, "no key on the page"
    return found[1].replace(" ", "")


def codes_on(page: TestResponse) -> list[str]:
    """The recovery codes on the page that shows them once."""
    return re.findall(r"<li>([0-9a-z]{4}(?:-[0-9a-z]{4})+)</li>", page.text)


def set_up(browser: Browser, page: str, **more: str) -> tuple[str, TestResponse]:
    """Set an app up as a page says; gives its secret, and the page with the recovery codes."""
    opened = browser.get(page)
    secret = secret_on(opened)
    sent = hidden_fields(opened) | {"code": code_at(secret), **more}
    return secret, browser.post("/second-factor/set-up", sent)
