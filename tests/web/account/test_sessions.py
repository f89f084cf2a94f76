"""Sessions and their cookies: new at each sign-in, ended in the record, safe in the browser."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, text

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from tests.people import PASSWORD, People
from tests.web.browser import Browser, hidden_fields

NewBrowser = Callable[..., Browser]
SECURE = "https://diary.example.org"
NEW_PASSWORD = "five other words for tests"


def flags_of(cookie: str) -> set[str]:
    """What follows a cookie's name and value: `secure`, `path=/`, `max-age=60`."""
    return {part.strip().lower() for part in cookie.split(";")[1:]}


@pytest.fixture
def secure_browser(settings: Settings, sqlite_database: Database) -> Browser:
    app = create_app(replace(settings, base_url=SECURE), sqlite_database)
    return Browser(app, base_url=SECURE)


def sessions_in(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.execute(text("SELECT user_id, secret_hash FROM sign_in_session"))
        return [(row.user_id, row.secret_hash) for row in rows]


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


def test_a_visitor_costs_no_row_and_no_cookie_without_a_form(
    browser: Browser, sqlite_database: Database
) -> None:
    assert "Set-Cookie" not in browser.get("/healthz").headers
    assert "Set-Cookie" not in browser.get("/no-such-page").headers
    assert "Set-Cookie" in browser.get("/sign-in").headers
    assert "Set-Cookie" not in browser.get("/sign-in").headers, "the first one is kept"
    assert sessions_in(sqlite_database) == []


def test_signing_in_takes_a_new_key_whatever_the_browser_brought(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    """Session fixation: a key that somebody planted before is worth nothing afterwards."""
    people.person("Ann")
    browser.get("/sign-in")
    planted = browser.cookie("bleedlog")
    browser.sign_in("Ann")
    first = browser.cookie("bleedlog")
    browser.client.delete_cookie("bleedlog-device")
    page = browser.get("/more")
    token = hidden_fields(page)["csrf_token"]

    browser.post(
        "/sign-in",
        {"email": "ann@people.example", "password": PASSWORD, "csrf_token": token},
    )

    second = browser.cookie("bleedlog")
    assert len({planted, first, second}) == 3
    assert len(sessions_in(sqlite_database)) == 1, "the session that was replaced has ended"
    for old in (planted, first):
        assert old is not None
        browser.client.set_cookie("bleedlog", old, domain="127.0.0.1")
        assert browser.get("/more").status_code == 303


def test_the_record_does_not_hold_what_the_cookie_holds(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    people.person("Ann")
    browser.sign_in("Ann")
    cookie = browser.cookie("bleedlog")
    assert cookie is not None

    ((_, secret_hash),) = sessions_in(sqlite_database)

    assert len(secret_hash) == 64
    assert secret_hash not in cookie


def test_a_copied_cookie_dies_at_sign_out(new_browser: NewBrowser, people: People) -> None:
    people.person("Ann")
    own, thief = new_browser(), new_browser()
    own.sign_in("Ann")
    stolen = own.cookie("bleedlog")
    assert stolen is not None
    thief.client.set_cookie("bleedlog", stolen, domain="127.0.0.1")
    assert thief.get("/more").status_code == 200

    answer = own.submit("/more", "/sign-out", {})

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert own.cookie("bleedlog") is None
    assert thief.get("/more").status_code == 303


def test_signing_out_here_leaves_other_devices_signed_in(
    new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")
    phone, tablet = new_browser(), new_browser()
    phone.sign_in("Ann")
    tablet.sign_in("Ann")

    phone.submit("/more", "/sign-out", {})

    assert phone.get("/more").status_code == 303
    assert tablet.get("/more").status_code == 200


@pytest.mark.parametrize(
    "cookie", ["", "x", "=" * 64, "A" * 43, "A" * 64, "é" * 40, "A" * 4000, "%00" * 20]
)
def test_a_cookie_that_is_not_ours_is_nobody(browser: Browser, cookie: str) -> None:
    browser.client.set_cookie("bleedlog", cookie, domain="127.0.0.1")

    assert browser.get("/more").status_code == 303
    assert browser.get("/sign-in").status_code == 200


def test_a_secret_is_good_only_with_its_own_user(new_browser: NewBrowser, people: People) -> None:
    people.person("Ann")
    people.person("Bob")
    ann, bob = new_browser(), new_browser()
    ann.sign_in("Ann")
    bob.sign_in("Bob")
    of_ann, of_bob = ann.cookie("bleedlog"), bob.cookie("bleedlog")
    assert of_ann is not None
    assert of_bob is not None

    # Sixteen bytes of user id, then the secret: 64 characters, cut where 15 bytes end.
    ann.client.set_cookie("bleedlog", of_bob[:20] + of_ann[20:], domain="127.0.0.1")

    assert ann.get("/more").status_code == 303


ALL_DAY = [f"2026-03-01T{hour}:{minute:02}Z" for hour in range(12, 24) for minute in (1, 21, 41)]


@pytest.mark.parametrize(
    ("keep", "staff", "used_at", "still_in"),
    [
        ("y", False, ["2026-03-31T11:00Z"], True),
        ("y", False, ["2026-03-31T13:00Z"], False),
        ("", False, ["2026-03-01T12:29Z"], True),
        ("", False, ["2026-03-01T12:31Z"], False),
        ("y", True, ["2026-03-01T12:29Z"], True),
        ("y", True, ["2026-03-01T12:31Z"], False),
        ("", True, ALL_DAY, True),
        ("", True, [*ALL_DAY, "2026-03-02T00:01Z"], False),
    ],
    ids=["phone in use", "phone at rest", "shared in use", "shared at rest", "staff in use",
         "staff at rest", "staff all day", "staff after twelve hours"],
)  # fmt: skip
def test_a_session_ends_when_it_rests_or_gets_old(  # noqa: PLR0917 - pytest hands them by name
    browser: Browser,
    people: People,
    keep: str,
    staff: bool,
    used_at: list[str],
    still_in: bool,
) -> None:
    if staff:
        people.staff("Ann", people.clinic())
    else:
        people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann", **({"keep": keep} if keep else {}))
        for moment in used_at[:-1]:
            clock.move_to(moment)
            browser.get("/more")
        clock.move_to(used_at[-1])

        assert (browser.get("/more").status_code == 200) is still_in


def test_no_phone_stays_signed_in_for_longer_than_half_a_year(
    browser: Browser, people: People
) -> None:
    people.person("Ann")
    with time_machine.travel("2026-01-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann", keep="y")
        for _ in range(9):
            clock.shift(timedelta(days=20))
            assert browser.get("/more").status_code == 200
        clock.shift(timedelta(days=1))

        assert browser.get("/more").status_code == 303


def test_who_becomes_staff_does_not_keep_a_long_session(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    user = people.person("Ann")
    clinic = people.clinic()
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann", keep="y")
        clock.move_to("2026-03-02T12:00Z")
        assert browser.get("/more").status_code == 200

        with sqlite_database.transaction() as connection:
            connection.execute(
                text("INSERT INTO membership VALUES ('clinician', :clinic, :user, :now, NULL)"),
                {"clinic": clinic.hex, "user": user.hex, "now": "2026-03-02 12:00:00"},
            )

        assert browser.get("/more").status_code == 303


def test_a_page_writes_no_more_than_every_few_minutes(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    def seen() -> str:
        with sqlite_database.reading() as connection:
            return str(connection.execute(text("SELECT seen_at FROM sign_in_session")).scalar())

    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann")
        at_first = seen()
        clock.move_to("2026-03-01T12:01Z")
        browser.get("/more")
        assert seen() == at_first
        clock.move_to("2026-03-01T12:03Z")
        browser.get("/more")
        assert seen() > at_first


def test_reading_goes_on_while_nothing_can_be_written(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    people.person("Ann")
    engine = sqlite_database.engine
    event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA busy_timeout = 1"))
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann")
        clock.move_to("2026-03-01T12:10Z")
        engine.dispose()
        with sqlite_database.transaction():
            assert browser.get("/more").status_code == 200


def test_a_new_password_ends_every_session_but_this_one(
    new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")
    phone, tablet = new_browser(), new_browser()
    phone.sign_in("Ann", keep="y")
    tablet.sign_in("Ann", keep="y")
    before = phone.cookie("bleedlog")

    answer = phone.submit(
        "/more/password",
        "/more/password",
        {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD},
    )

    assert answer.status_code == 303
    assert phone.cookie("bleedlog") != before
    assert "Every other device was signed out" in phone.get(str(answer.location)).text
    assert tablet.get("/more").status_code == 303
    assert tablet.sign_in("Ann").location is None
    assert tablet.sign_in("Ann", password=NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "not this one at all"}, "That is not the password you use now."),
        ({"new": "too short", "again": "too short"}, "Use 12 characters or more."),
        ({"new": "password1234", "again": "password1234"}, "Many people use this password"),
        ({"again": "something else here"}, "The two new passwords are not the same."),
        ({"old": ""}, "Enter the password you use now."),
    ],
)
def test_a_new_password_that_will_not_do_changes_nothing(
    new_browser: NewBrowser, people: People, typed: dict[str, str], said: str
) -> None:
    people.person("Ann")
    browser = new_browser()
    browser.sign_in("Ann")
    good = {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}

    answer = browser.submit("/more/password", "/more/password", good | typed)

    assert answer.status_code == 200
    assert said in answer.text
    assert browser.get("/more").status_code == 200
    assert new_browser().sign_in("Ann").status_code == 303


def test_guessing_the_old_password_is_slowed(browser: Browser, people: People) -> None:
    people.person("Ann")
    browser.sign_in("Ann")
    guess = {"old": "a guess", "new": NEW_PASSWORD, "again": NEW_PASSWORD}

    answers = [browser.submit("/more/password", "/more/password", guess) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_nothing_else_can_be_put_into_the_session(app: Flask) -> None:
    from flask import session

    with app.test_request_context(), pytest.raises(KeyError, match="keeps nothing"):
        session["left_knee"] = "bleeding"


def test_a_phone_in_use_keeps_its_cookie_for_longer(browser: Browser, people: People) -> None:
    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        browser.sign_in("Ann", keep="y")
        clock.shift(timedelta(minutes=30))
        assert "Set-Cookie" not in browser.get("/more").headers
        clock.shift(timedelta(hours=1))
        renewed = browser.get("/more").headers["Set-Cookie"]

    assert {"max-age=2592000", "httponly", "samesite=lax"} <= flags_of(renewed)


@pytest.mark.parametrize("value", ["x|\u00e9", "1|" + "0" * 128, "|", "\u00e9"])
def test_flask_logins_own_cookie_means_nothing(browser: Browser, value: str) -> None:
    header = f"remember_token={value}".encode().decode("latin-1")

    assert browser.get("/more", headers={"Cookie": header}).status_code == 303
