"""Ann with a diary, and a parent of two children."""

from collections.abc import Callable
from uuid import UUID

import pytest

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def signed_in(new_browser: Callable[..., Browser]) -> SignIn:
    """Gives a browser in which somebody is signed in."""

    def sign_in(name: str) -> Browser:
        browser = new_browser()
        browser.come_in(name)
        return browser

    return sign_in


@pytest.fixture
def children(people: People) -> dict[str, UUID]:
    """Sam and Tim, whom Pat manages."""
    pat = people.user("Pat")
    found = {name: people.patient(name) for name in ("Sam", "Tim")}
    for child in found.values():
        people.access(pat, child, AccessRole.CARER_MANAGE)
    return found
