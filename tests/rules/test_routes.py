"""Closed until opened: every route says whom it is for, and lets nobody else in.

Each law is tried on every route that there is, so that a new page is under them from its first day.
"""

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.models.vocabulary import AccessRole
from bleedlog.storage.engine import Database
from bleedlog.web.opening import Audience, audiences_of
from tests.people import People
from tests.web.browser import Browser, hidden_fields

BASE = "http://127.0.0.1:8000"
OPEN_TO_ANYONE = {
    "account.ask", "account.enter_account", "account.leave_account",
    "passkey.ask", "passkey.enter", "provider.go", "provider.back",
    "health.process", "health.ready",
    "phone.manifest", "phone.service_worker", "phone.shell",
    "api.openapi", "rights.privacy", "email.ask_code", "email.take_code",
    "join.ask", "join.show", "join.sign_in_first", "join.begin",
    "sign_up.ask", "sign_up.begin", "sign_up.ask_code", "sign_up.take_code", "sign_up.finish",
    "reset.ask", "reset.send_link", "reset.choose", "reset.take",
}  # fmt: skip
SOME_ID = UUID(int=7)
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Way:
    """A route by one method, with a path that leads there."""

    endpoint: str
    method: str
    path: str
    audiences: frozenset[Audience]

    @property
    def is_for_signed_in(self) -> bool:
        return Audience.ANYONE not in self.audiences


@pytest.fixture
def app(sqlite_url: str, sqlite_database: Database) -> Flask:
    settings = Settings(sqlite_url, "a-secret-of-tests-0123456789-abcdefghij", BASE)
    return create_app(settings, sqlite_database)


@pytest.fixture
def people(sqlite_database: Database) -> People:
    return People(sqlite_database)


def ways_of(app: Flask, some_id: UUID = SOME_ID) -> list[Way]:
    """Every route by every method; ids in a path are `some_id`, of choices the first is taken."""
    found = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<uuid:\w+>", str(some_id), rule.rule)
        path = re.sub(r"<any\('?([\w-]+)[^>]*>", r"\1", path)
        assert "<" not in path, f"an example is missing for {rule.rule}"
        audiences = audiences_of(app, rule.endpoint)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found += [Way(rule.endpoint, method, path, audiences) for method in methods]
    return found


def status(browser: Browser, way: Way, **fields: str) -> int:
    """What the browser gets there, sending the CSRF token of its session."""
    if way.method == "GET":
        return browser.get(way.path, query_string=fields).status_code
    token = hidden_fields(browser.get("/more/password")).get("csrf_token", "")
    sent = {"csrf_token": token, **fields}
    return browser.client.open(way.path, method=way.method, data=sent, base_url=BASE).status_code


def test_every_route_says_whom_it_is_for(app: Flask) -> None:
    assert {way.endpoint for way in ways_of(app) if not way.audiences} == set()


def test_only_these_routes_are_open_to_anyone(app: Flask) -> None:
    assert {way.endpoint for way in ways_of(app) if not way.is_for_signed_in} == OPEN_TO_ANYONE


def test_a_route_that_does_not_say_is_for_nobody(app: Flask, people: People) -> None:
    app.add_url_rule("/left-out", "left_out", lambda: "somebody's diary")
    people.person("Ann")
    browser = Browser(app, base_url=BASE)
    assert browser.get("/left-out").status_code == 303
    browser.come_in("Ann")

    assert browser.get("/left-out").status_code == 404


def test_who_is_not_signed_in_is_asked_to(app: Flask) -> None:
    for way in ways_of(app):
        if not way.is_for_signed_in:
            continue
        page = Browser(app, base_url=BASE).client.open(way.path, method=way.method, base_url=BASE)
        if way.path.startswith("/api/"):
            assert (page.status_code, page.mimetype) == (401, "application/json"), way
            continue
        assert (page.status_code, (page.location or "").split("?")[0]) == (303, "/sign-in"), way
        script = Browser(app, base_url=BASE).client.open(
            way.path, method=way.method, base_url=BASE, headers={"Accept": "application/json"}
        )
        assert script.status_code == 401, way


@pytest.mark.slow
def test_a_page_for_others_is_no_page(app: Flask, people: People) -> None:
    """Patients find no clinic, staff no diary, and who has neither only their account."""
    people.person("Ann")
    people.staff("Nia", people.clinic())
    people.user("Una")
    parts = {"Ann": Audience.PATIENT, "Nia": Audience.STAFF, "Una": Audience.SIGNED_IN}
    for name, part in parts.items():
        browser = Browser(app, base_url=BASE)
        browser.come_in(name)
        closed = [
            way
            for way in ways_of(app)
            if way.is_for_signed_in
            and not way.audiences & {part, Audience.SIGNED_IN, Audience.ONE_FACTOR}
        ]
        assert closed
        for way in closed:
            expected = 303 if way.path == "/" else 404
            assert status(browser, way) == expected, (name, way)


@pytest.mark.slow
def test_somebody_elses_diary_is_no_diary(app: Flask, people: People) -> None:
    """Asked for by a stranger, by a carer whose access ended, and in ways that are no id."""
    people.person("Ann")
    sam = people.patient("Sam")
    people.person("Bob")
    people.access(people.user("Cara"), sam, AccessRole.CARER_LOG)
    with people.record.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE access SET revoked_at = '2026-01-01' WHERE role = 'carer_log'"
        )
    for name, asked in [("Bob", str(sam)), ("Cara", str(sam)), ("Bob", "x"), ("Bob", "1'--")]:
        browser = Browser(app, base_url=BASE)
        browser.come_in(name)
        for way in ways_of(app):
            if Audience.PATIENT in way.audiences:
                found = status(browser, way, patient=asked)
                assert found == 404 or (way.path, found) == ("/", 303), (name, asked, way)


def test_a_patient_that_a_clinic_may_not_see_does_not_exist(app: Flask, people: People) -> None:
    own, other = people.clinic("Leeds"), people.clinic("York")
    sam = people.patient("Sam", centre=other)
    people.staff("Nia", own)
    browser = Browser(app, base_url=BASE)
    browser.come_in("Nia")
    by_id = [
        way
        for way in ways_of(app, some_id=sam)
        if Audience.STAFF in way.audiences and str(sam) in way.path
    ]

    assert by_id
    assert {(way.path, status(browser, way)) for way in by_id} == {(w.path, 404) for w in by_id}


@pytest.mark.slow
def test_no_form_is_taken_without_the_token_of_the_session(app: Flask, people: People) -> None:
    clinic = people.clinic()
    people.access(people.staff("Nia", clinic), people.patient("Nia"))
    people.person("Eve")
    nia, eve = Browser(app, base_url=BASE), Browser(app, base_url=BASE)
    nia.come_in("Nia")
    eve.come_in("Eve")
    of_eve = hidden_fields(eve.get("/more/password"))["csrf_token"]
    for way in ways_of(app):
        if way.method not in UNSAFE:
            continue
        for token in ("", "x", of_eve):
            answer = nia.client.open(
                way.path, method=way.method, data={"csrf_token": token}, base_url=BASE
            )
            # A view that shows what was typed again may find that the entry is not hers.
            shows_again = hasattr(app.view_functions[way.endpoint], "redisplay")
            assert answer.status_code in ({400, 404} if shows_again else {400}), (way, token)


@pytest.mark.parametrize("method", sorted(UNSAFE))
def test_a_view_does_not_run_without_the_token(app: Flask, people: People, method: str) -> None:
    ran = []

    def view() -> str:
        ran.append(method)
        return "stored"

    view.open_to = frozenset({Audience.PATIENT})  # type: ignore[attr-defined]
    app.add_url_rule("/store", "store", view, methods=[method])
    people.person("Ann")
    browser = Browser(app, base_url=BASE)
    browser.come_in("Ann")
    token = hidden_fields(browser.get("/more"))["csrf_token"]

    def send(**headers: str) -> int:
        return browser.client.open(
            "/store", method=method, base_url=BASE, headers=headers
        ).status_code

    assert send() == 400
    assert send(Origin=BASE, Referer=f"{BASE}/") == 400
    assert ran == []
    assert send(**{"X-CSRFToken": token}) == 200
    assert ran == [method]
