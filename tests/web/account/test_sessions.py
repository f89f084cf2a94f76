"""Sessions: a new key at each sign-in, kept as a hash, ended in the record."""

from collections.abc import Callable

import pytest
from flask import Flask, session
from sqlalchemy import text

from bleedlog.storage.engine import Database
from tests.people import PASSWORD, People
from tests.web.browser import Browser, hidden_fields

NewBrowser = Callable[..., Browser]


def sessions_in(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.execute(text("SELECT user_id, secret_hash FROM sign_in_session"))
        return [(row.user_id, row.secret_hash) for row in rows]


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


def test_nothing_else_can_be_put_into_the_session(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(KeyError, match="keeps nothing"):
        session["left_knee"] = "bleeding"
