"""Days on the clinic's pages are those of the clinic, as a calendar on its wall has them.

The clock stands at noon on 22 November in London, which is 1am on the 23rd in Auckland (UTC+13 in
the summer there).
"""

import pytest

from bleedlog.models.vocabulary import StaffRole
from tests.people import People
from tests.web.browser import Browser
from tests.web.clinic.test_staff import page_of


@pytest.fixture
def robin(browser: Browser, people: People) -> Browser:
    """Runs the staff of a clinic in Auckland; Nia works there, Una stopped sharing."""
    auckland = people.clinic("Auckland", zone="Pacific/Auckland")
    for name, role in (("Robin", StaffRole.ADMIN), ("Nia", StaffRole.CLINICIAN)):
        people.staff(name, auckland, role)
    una = people.user("Una")
    people.access(una, people.patient("Una", auckland))
    browser.come_in("Una")
    browser.submit(f"/sharing/clinics/{auckland}", f"/sharing/clinics/{auckland}/stop", {})
    browser.submit("/", "/sign-out", {})
    browser.come_in("Robin")
    return browser


def test_staff_invitations_and_who_left(robin: Browser) -> None:
    assert "since 23 November 2026" in robin.get("/clinic/staff").text
    assert "since 23 November 2026" in robin.get(page_of(robin, "Nia")).text
    asked = {"name": "Joe", "role": "viewer"}
    # A colleague’s link works for a week, a patient’s for 30 days.
    made = robin.submit("/clinic/staff/invite", "/clinic/staff/invite", asked)
    assert "until 30 November 2026" in made.text
    assert "until 30 November 2026" in robin.get("/clinic/staff").text
    bring = robin.submit("/clinic/invite", "/clinic/invite", {"name": "Zoe"})
    assert "until 23 December 2026" in bring.text
    robin.submit("/clinic/staff", "/sign-out", {})
    robin.come_in("Nia")
    assert robin.get("/clinic/left").text.count("<td>23 November 2026</td>") == 2


def test_ones_own_account_is_read_there_too(robin: Browser) -> None:
    page = robin.get("/more/second-factor").text

    assert "23 November 2026" in page
