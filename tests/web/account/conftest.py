"""People on their way in."""

import pytest

from tests.people import People
from tests.web.browser import Browser


@pytest.fixture
def nia(people: People, browser: Browser) -> Browser:
    """A new nurse, whom the command line made: a password and no more."""
    user = people.user("Nia")
    people.work(user, people.clinic())
    browser.sign_in_by_password("Nia")
    return browser
