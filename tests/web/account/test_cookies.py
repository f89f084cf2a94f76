"""The cookies of signing in: bound to the host, hidden from scripts, gone with the browser."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from bleedlog.config import Settings
from tests.people import People
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]
SECURE = "https://diary.example.org"


def flags_of(cookie: str) -> set[str]:
    """What follows a cookie's name and value: `secure`, `path=/`, `max-age=60`."""
    return {part.strip().lower() for part in cookie.split(";")[1:]}


@pytest.fixture
def secure_browser(app_by: Callable[[Settings], Flask], settings: Settings) -> Browser:
    app = app_by(replace(settings, base_url=SECURE))
    return Browser(app, base_url=SECURE)


def test_cookies_over_https_are_bound_to_the_host(secure_browser: Browser, people: People) -> None:
    people.person("Ann")

    cookies = secure_browser.sign_in("Ann").headers.getlist("Set-Cookie")

    assert {cookie.split("=")[0] for cookie in cookies} == {
        "__Host-bleedlog",
        "__Host-bleedlog-device",
    }
    for cookie in cookies:
        flags = flags_of(cookie)
        assert {"secure", "httponly", "path=/"} <= flags
        assert not any(flag.startswith("domain") for flag in flags)
        assert flags & {"samesite=lax", "samesite=strict"}


def test_cookies_on_loopback_are_plain_but_hidden_from_scripts(
    browser: Browser, people: People
) -> None:
    people.person("Ann")

    cookies = browser.sign_in("Ann").headers.getlist("Set-Cookie")

    assert {cookie.split("=")[0] for cookie in cookies} == {"bleedlog", "bleedlog-device"}
    for cookie in cookies:
        assert {"httponly", "path=/"} <= flags_of(cookie)
        assert "secure" not in flags_of(cookie)
        assert flags_of(cookie) & {"samesite=lax", "samesite=strict"}


def test_a_cookie_outlives_the_browser_only_when_asked(
    new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")
    people.staff("Nia", people.clinic())

    def lives(answer_cookies: list[str]) -> bool:
        (cookie,) = [one for one in answer_cookies if one.startswith("bleedlog=")]
        return any(flag.startswith("max-age=") for flag in flags_of(cookie))

    def cookies(name: str, **more: str) -> list[str]:
        return new_browser().sign_in(name, **more).headers.getlist("Set-Cookie")

    assert lives(cookies("Ann", keep="y"))
    assert not lives(cookies("Ann"))
    assert not lives(cookies("Nia", keep="y"))


def test_a_phone_in_use_keeps_its_cookie_for_longer(browser: Browser, people: People) -> None:
    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann", keep="y")
        clock.shift(timedelta(minutes=30))
        assert "Set-Cookie" not in browser.get("/more").headers
        clock.shift(timedelta(hours=1))
        renewed = browser.get("/more").headers["Set-Cookie"]

    assert {"max-age=2592000", "httponly", "samesite=lax"} <= flags_of(renewed)


@pytest.mark.parametrize(
    "cookie", ["", "x", "=" * 64, "A" * 43, "A" * 64, "é" * 40, "A" * 4000, "%00" * 20]
)
def test_a_cookie_that_is_not_ours_is_nobody(browser: Browser, cookie: str) -> None:
    browser.client.set_cookie("bleedlog", cookie, domain="127.0.0.1")

    assert browser.get("/more").status_code == 303
    assert browser.get("/sign-in").status_code == 200


@pytest.mark.parametrize("value", ["x|\u00e9", "1|" + "0" * 128, "|", "\u00e9"])
def test_flask_logins_own_cookie_means_nothing(browser: Browser, value: str) -> None:
    header = f"remember_token={value}".encode().decode("latin-1")

    assert browser.get("/more", headers={"Cookie": header}).status_code == 303
