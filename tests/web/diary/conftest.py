"""Ann, signed in to her own diary."""

import pytest

from tests.people import People
from tests.web.browser import Browser


@pytest.fixture
def ann(browser: Browser, people: People) -> Browser:
    """Ann's browser."""
    people.person("Ann")
    browser.come_in("Ann")
    return browser
