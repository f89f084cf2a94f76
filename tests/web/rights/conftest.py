"""Ann, signed in to her own diary."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.people import People
from tests.web.browser import Browser


@dataclass(frozen=True)
class Ann:
    """Her sign-in, her diary, her browser."""

    user: UUID
    patient: UUID
    browser: Browser


@pytest.fixture
def ann(browser: Browser, people: People) -> Ann:
    """Ann."""
    user, patient = people.user("Ann"), people.patient("Ann")
    people.access(user, patient)
    browser.come_in("Ann")
    return Ann(user, patient, browser)
