"""The page on which carers and staff correct what they are called."""

from collections.abc import Callable

import pytest

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]
PAGE = "/more/name"


@pytest.fixture
def gran(browser: Browser, people: People) -> Browser:
    """Somebody who helps with a diary and has none."""
    people.access(people.user("Gran"), people.patient("Sam"), AccessRole.CARER_READ)
    browser.sign_in("Gran")
    return browser


def test_it_is_reached_from_more_and_counts_at_once(
    gran: Browser, new_browser: NewBrowser, people: People
) -> None:
    people.staff("Nia", people.clinic("Leeds"))
    nia = new_browser()
    nia.sign_in("Nia")
    for browser, before, name in ((gran, "Gran", "Grandma Jean"), (nia, "Nia", "Nia O’Neill")):
        assert f'href="{PAGE}"' in browser.get("/more").text
        assert f'value="{before}"' in browser.get(PAGE).text

        answer = browser.submit(PAGE, PAGE, {"name": f"  {name} "})

        assert (answer.status_code, answer.location) == (303, "/more?done=name")
        page = browser.get("/more?done=name").text
        assert "Your name is changed" in page
        assert f'<p class="lead">{name}' in page
    assert "Nia O’Neill: your account" in nia.get("/clinic").text


def test_whose_diary_says_it_corrects_it_there(browser: Browser, people: People) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    assert PAGE not in browser.get("/more").text
    asked = browser.get(PAGE)
    assert asked.status_code == 303
    about = browser.get(asked.location)
    assert "About me" in about.text
    sent = browser.submit("/more/password", PAGE, {"name": "Annie"})
    assert sent.location == asked.location
    assert 'value="Ann"' in browser.get(PAGE, follow_redirects=True).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter your name."),
        (" \x00 ", "Enter your name."),
        ("x" * 121, "Make the name 120 characters or fewer"),
        ("Gran\u202emaJ", "Use letters that can be printed."),
    ],
)
def test_what_will_not_do_is_said_and_stays(gran: Browser, typed: str, said: str) -> None:
    page = gran.submit(PAGE, PAGE, {"name": typed})

    assert page.status_code == 200
    assert "<title>Error: Your name" in page.text
    assert said in page.text
    left = typed.strip(" \x00")
    assert (f'value="{left}"' in page.text) if left else ('value="Gran"' not in page.text)
    assert '<p class="lead">Gran<' in gran.get("/more").text


def test_an_old_page_keeps_what_was_typed(gran: Browser) -> None:
    page = gran.post(PAGE, {"csrf_token": "old", "name": "Grandma Jean"})

    assert page.status_code == 400
    assert 'value="Grandma Jean"' in page.text
    assert '<p class="lead">Gran<' in gran.get("/more").text
