"""A private note never leaves the person's own view."""

from collections.abc import Callable
from uuid import UUID

import pytest

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, send, typed, words

BLEED = {"place": "left-knee", "when": "just_now", "note": "Canary of hers.", "private": "y"}


@pytest.fixture
def diary(people: People) -> UUID:
    """Ann's diary."""
    diary = people.patient("Ann")
    people.access(people.user("Ann"), diary)
    return diary


@pytest.fixture
def entry(new_browser: Callable[..., Browser], diary: UUID) -> str:
    """The page of a bleed with a private note, which Ann sees."""
    ann = new_browser()
    ann.come_in("Ann")
    path = str(send(ann, f"/log/bleed?patient={diary}", BLEED).location).partition("?")[0]
    assert "Private note Canary of hers." in words(ann.get(path))
    assert typed(ann.get(f"{path}/change"), "note") == "Canary of hers."
    return path


@pytest.mark.parametrize(
    "role", [AccessRole.CARER_READ, AccessRole.CARER_LOG, AccessRole.CARER_MANAGE]
)
def test_a_carer_does_not_see_it(
    browser: Browser, people: People, diary: UUID, entry: str, role: AccessRole
) -> None:
    people.access(people.user("Cara"), diary, role)
    browser.come_in("Cara")

    for path in (entry, f"{entry}/change", "/diary", "/", "/numbers"):
        page = browser.get(path, follow_redirects=True)
        assert "Canary" not in page.text
    assert "Left knee bleed" in words(browser.get(entry))


def test_a_carer_s_change_does_not_lose_it(
    browser: Browser, new_browser: Callable[..., Browser], people: People, diary: UUID, entry: str
) -> None:
    people.access(people.user("Cara"), diary, AccessRole.CARER_LOG)
    browser.come_in("Cara")
    form = browser.get(f"{entry}/change")
    when = {"when": "another_time", "date": typed(form, "date"), "time": typed(form, "time")}

    changed = browser.post(
        f"{entry}/change", hidden(form) | when | {"place": "right-knee", "note": ""}
    )

    assert changed.status_code == 303
    ann = new_browser()
    ann.come_in("Ann")
    said = words(ann.get(entry))
    assert "Right knee bleed" in said
    assert "Private note Canary of hers." in said


def test_who_logs_for_somebody_else_is_offered_no_secret(
    browser: Browser, people: People, diary: UUID
) -> None:
    people.access(people.user("Cara"), diary, AccessRole.CARER_LOG)
    browser.come_in("Cara")

    page = browser.get("/log/bleed").text
    path = str(send(browser, "/log/bleed", BLEED).location)

    assert "only I can see it" not in page
    assert 'name="note"' in page
    assert "Note Canary of hers." in words(browser.get(path))
    assert "Private note" not in words(browser.get(path))
