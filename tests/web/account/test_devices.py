"""Where somebody is signed in: said in their words, ended at once and for every copied cookie."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine

from bleedlog.models.viewer import console
from bleedlog.services.people import lock_user
from bleedlog.web.account.device_words import device_words
from tests.people import PASSWORD, People, email_of
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Mobile Safari/537.36"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.5 Safari/605.1.15"
)
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko)"
    " SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
)
CHROME_ON_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (IPHONE, "Safari on iPhone"),
        (ANDROID, "Chrome on Android"),
        (EDGE, "Edge on Windows"),
        (FIREFOX, "Firefox on Linux"),
        (MAC, "Safari on Mac"),
        (SAMSUNG, "Samsung Internet on Android"),
        (CHROME_ON_IPHONE, "Chrome on iPhone"),
        ("curl/8.5.0", None),
        ("", None),
        ("<script>alert(1)</script>" * 500, None),
    ],
)
def test_a_device_is_called_what_its_owner_calls_it(user_agent: str, words: str | None) -> None:
    assert device_words(user_agent) == words


def sign_in_on(browser: Browser, user_agent: str, name: str = "Ann", **more: str) -> Browser:
    page = browser.get("/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    typed = {"email": email_of(name), "password": PASSWORD, "csrf_token": token[1], **more}
    assert browser.post("/sign-in", typed, headers={"User-Agent": user_agent}).status_code == 303
    return browser


def other_device(browser: Browser) -> str:
    """Where the form of the first other device leads."""
    found = re.search(
        r'action="(/more/devices/[0-9a-f-]{36}/end)"', browser.get("/more/devices").text
    )
    assert found
    return found[1]


def press(browser: Browser, path: str) -> int:
    return browser.submit("/more/devices", path, {}).status_code


def copy_of(browser: Browser, new_browser: NewBrowser) -> Browser:
    """A browser into which the cookie was copied."""
    thief = new_browser("203.0.113.5")
    cookie = browser.cookie("bleedlog")
    assert cookie
    thief.client.set_cookie("bleedlog", cookie, domain="127.0.0.1")
    assert thief.get("/more").status_code == 200
    return thief


def test_devices_are_listed_this_one_first(new_browser: NewBrowser, people: People) -> None:
    people.person("Ann")
    with time_machine.travel("2026-03-01T14:00Z", tick=False) as clock:
        sign_in_on(new_browser(), ANDROID, keep="y")
        clock.move_to("2026-03-03T09:30Z")
        desk = sign_in_on(new_browser(), EDGE)
        clock.move_to("2026-03-03T09:40Z")
        page = desk.get("/more/devices").text

    names = re.findall(r"<h2>([^<]+)</h2>", page)
    assert names == ["Edge on Windows", "Chrome on Android"]
    assert page.count("This device") == 1
    assert "Signed in today, 9:30am, with a password." in page
    assert "Signed in on 1 March 2026, with a password." in page
    assert "Last used on 1 March 2026. Stays signed in." in page


def test_it_is_said_how_somebody_signed_in(new_browser: NewBrowser, people: People) -> None:
    people.staff("Nia", people.clinic())
    desk = new_browser()
    desk.sign_in("Nia")

    assert "with a password and a recovery code." in desk.get("/more/devices").text


def test_a_device_is_ended_for_every_copy_of_its_cookie(
    new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")
    phone = sign_in_on(new_browser(), ANDROID, keep="y")
    thief = copy_of(phone, new_browser)
    desk = sign_in_on(new_browser(), EDGE)

    assert press(desk, other_device(desk)) == 303

    assert phone.get("/more").status_code == 303
    assert thief.get("/more").status_code == 303
    assert desk.get("/more").status_code == 200
    assert "Chrome on Android" not in desk.get("/more/devices").text


def test_all_others_are_ended_together(new_browser: NewBrowser, people: People) -> None:
    people.person("Ann")
    others = [sign_in_on(new_browser(), agent) for agent in (ANDROID, IPHONE, MAC)]
    desk = sign_in_on(new_browser(), EDGE)

    assert press(desk, "/more/devices/end-others") == 303

    assert [other.get("/more").status_code for other in others] == [303] * 3
    assert desk.get("/more").status_code == 200


def test_somebody_elses_device_is_no_device(new_browser: NewBrowser, people: People) -> None:
    people.person("Ann")
    people.person("Eve")
    phone = sign_in_on(new_browser(), ANDROID)
    desk = sign_in_on(new_browser(), EDGE)
    eve = sign_in_on(new_browser(), MAC, "Eve")
    sign_in_on(new_browser(), IPHONE, "Eve")

    foreign = eve.submit("/more/devices", other_device(desk), {})
    missing = eve.submit("/more/devices", f"/more/devices/{uuid4()}/end", {})

    assert foreign.status_code == missing.status_code == 404
    assert foreign.text == missing.text
    assert phone.get("/more").status_code == 200


def test_a_session_that_is_over_is_not_listed(new_browser: NewBrowser, people: People) -> None:
    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        sign_in_on(new_browser(), ANDROID)
        clock.move_to("2026-03-01T12:31Z")
        desk = sign_in_on(new_browser(), EDGE)

        assert "Chrome on Android" not in desk.get("/more/devices").text


def test_a_copied_cookie_is_dead_after_whatever_ends_the_session(
    new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")
    desk = sign_in_on(new_browser(), EDGE)
    new = "five other words for tests"

    def sign_out(phone: Browser) -> None:
        phone.submit("/more", "/sign-out", {})

    def change_password(phone: Browser) -> None:
        told = {"old": PASSWORD, "new": new, "again": new}
        phone.submit("/more/password", "/more/password", told)

    def change_it_back(phone: Browser) -> None:
        told = {"old": new, "new": PASSWORD, "again": PASSWORD}
        phone.submit("/more/password", "/more/password", told)

    def lock(_phone: Browser) -> None:
        lock_user(people.record, by=console("a test"), email=email_of("Ann"))

    def sign_in_again(phone: Browser) -> None:
        typed = {"email": email_of("Ann"), "password": PASSWORD}
        phone.submit("/more", "/sign-in", typed)

    for end in (sign_out, sign_in_again, change_password, lock):
        phone = sign_in_on(new_browser(), ANDROID, keep="y")
        thief = copy_of(phone, new_browser)
        end(phone)
        assert thief.get("/more").status_code == 303, end.__name__
        if end is change_password:
            change_it_back(phone)
    assert desk.get("/more").status_code == 303


def test_a_cookie_that_was_planted_before_signing_in_is_worth_nothing(
    new_browser: NewBrowser, people: People
) -> None:
    """Session fixation: a visitor's cookie, and one with which somebody else is signed in."""
    people.person("Ann")
    people.person("Eve")
    visitor = new_browser()
    visitor.get("/sign-in")
    eve = sign_in_on(new_browser(), MAC, "Eve")
    for attacker, page in ((visitor, "/sign-in"), (eve, "/more")):
        planted = attacker.cookie("bleedlog")
        assert planted
        victim = new_browser()
        victim.client.set_cookie("bleedlog", planted, domain="127.0.0.1")

        typed = {"email": email_of("Ann"), "password": PASSWORD}
        assert victim.submit(page, "/sign-in", typed).status_code == 303

        assert victim.cookie("bleedlog") != planted
        assert attacker.get("/more").status_code == 303
        assert email_of("Ann") in victim.get("/more").text
