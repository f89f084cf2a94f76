"""Headers that protect people, on every answer that there is."""

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from bleedlog.web.opening import Audience, open_to
from tests.people import People, email_of
from tests.web.browser import Browser

SECURE = "https://diary.example.org"


@open_to(Audience.ANYONE)
def broken() -> str:
    message = "Left knee bleed of Ann Example"
    raise RuntimeError(message)


@pytest.fixture
def app(settings: Settings, sqlite_database: Database) -> Flask:
    app = create_app(settings, sqlite_database)
    app.add_url_rule("/broken", "broken", broken)
    return app


def an_answer_of_every_sort(app: Flask, browser: Browser) -> dict[str, TestResponse]:
    style = app.jinja_env.from_string("{{ asset('css/base.css') }}").render()
    return {
        "page": browser.get("/sign-in"),
        "redirect": browser.get("/more"),
        "not found": browser.get("/no-such-page"),
        "wrong method": browser.post("/more", {}),
        "bad request": browser.post("/sign-out", {}),
        "too large": browser.post("/sign-in", {"email": "x" * 2_000_000}),
        "failure": browser.get("/broken"),
        "json": browser.get("/more", headers={"Accept": "application/json"}),
        "health": browser.get("/healthz"),
        "static": browser.get(style),
        "static, unchanged": browser.get(
            style, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
        ),
        "static, missing": browser.get(style + ".none"),
        "other host": browser.client.get("/sign-in", base_url="http://evil.example"),
    }


def test_every_answer_carries_the_headers(app: Flask, browser: Browser) -> None:
    for sort, answer in an_answer_of_every_sort(app, browser).items():
        headers = answer.headers
        policy = dict(part.strip().split(" ", 1) for part in
                      headers["Content-Security-Policy"].split(";"))  # fmt: skip
        assert policy.pop("default-src") == "'none'", sort
        assert policy.pop("base-uri") == policy.pop("frame-ancestors") == "'none'", sort
        own, *standing = policy.pop("script-src").split()
        assert own == "'self'", sort
        assert all(source.startswith("'sha256-") for source in standing), sort
        assert set(policy.values()) == {"'self'"}, sort
        assert "form-action" in policy, sort
        assert headers["X-Content-Type-Options"] == "nosniff", sort
        assert headers["Referrer-Policy"] == "same-origin", sort
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", sort
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", sort
        assert "geolocation=()" in headers["Permissions-Policy"], sort
        assert "Strict-Transport-Security" not in headers, sort
        assert "Access-Control-Allow-Origin" not in headers, sort


def test_no_cache_keeps_what_is_about_somebody(
    app: Flask, browser: Browser, people: People
) -> None:
    answers = an_answer_of_every_sort(app, browser)
    people.person("Ann")
    browser.come_in("Ann")
    answers["signed in"] = browser.get("/more")
    for sort, answer in answers.items():
        if sort in {"static", "static, unchanged"}:
            continue
        assert answer.headers["Cache-Control"] == "no-store", sort


def test_https_is_for_ever(settings: Settings, sqlite_database: Database) -> None:
    app = create_app(replace(settings, base_url=SECURE), sqlite_database)
    browser = Browser(app, base_url=SECURE)
    for answer in an_answer_of_every_sort(app, browser).values():
        value = answer.headers["Strict-Transport-Security"]
        assert int(value.removeprefix("max-age=")) >= 365 * 24 * 60 * 60


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8000",
        "127.0.0.1@evil.example",
        "x y",
    ],
)
def test_a_request_for_another_host_is_refused(browser: Browser, host: str) -> None:
    for path in ("/sign-in", "/more", "/no-such-page"):
        answer = browser.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text
        assert "Location" not in answer.headers


def test_where_one_is_sent_names_no_host(browser: Browser, people: People) -> None:
    people.person("Ann")

    assert str(browser.get("/more").location).startswith("/sign-in?")
    assert browser.sign_in("Ann").location == "/"


def test_what_proxies_say_counts_only_if_there_are_any(
    settings: Settings, sqlite_database: Database, people: People
) -> None:
    """An address that anybody can make up must not reset the counting of tries."""
    people.person("Ann")
    statuses: dict[int, list[int]] = {}
    for proxies in (0, 1):
        app = create_app(replace(settings, proxies=proxies), sqlite_database)
        browser = Browser(app, base_url=settings.base_url, address=f"192.0.2.{proxies}")
        statuses[proxies] = [
            browser.submit(
                "/sign-in",
                "/sign-in",
                {"email": email_of("Ann"), "password": "not the right words"},
                headers={"X-Forwarded-For": f"198.51.100.{turn}"},
            ).status_code
            for turn in range(6)
        ]

    assert statuses == {0: [200] * 5 + [429], 1: [200] * 6}
