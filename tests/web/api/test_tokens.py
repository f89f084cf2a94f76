"""What a token opens, what it does not, and that nothing else does its work."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from bleedlog.models.api_token import Scope
from bleedlog.models.viewer import Viewer, console
from bleedlog.services.api_tokens import end_token, list_own_tokens
from bleedlog.services.people import lock_user
from bleedlog.storage.engine import Database
from bleedlog.web.request_log import JsonLines
from tests.people import People, email_of
from tests.web.api.conftest import Ann
from tests.web.api.program import BASE, Program, new_token
from tests.web.browser import Browser, hidden_fields

ENTRY = {"id": "018f3a52-7f6e-7c0e-9a2b-2f6d3c1b0a11", "kind": "bleed", "start": "2026-03-01"}


def test_without_a_token_nothing_opens(app: Flask) -> None:
    for path, method in [("/entries", "GET"), ("/entries", "POST"), ("/rates", "GET")]:
        answer = Program(app, None).open(path, method)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "Authorization" in answer.get_json()["do"]


def test_each_scope_opens_its_own(reader: Program, logger: Program) -> None:
    assert reader.get("/entries").status_code == 200
    assert reader.get("/rates").status_code == 200
    assert reader.log(ENTRY).status_code == 403
    assert logger.log(ENTRY).status_code == 201
    assert logger.get("/entries").status_code == 403
    assert logger.get("/rates").status_code == 403


def test_a_token_ends_at_once(app: Flask, people: People, ann: Ann) -> None:
    token = new_token(people.record, ann.user, ann.patient, Scope.READ)
    assert Program(app, token).get("/entries").status_code == 200
    by = Viewer(ann.user)
    (listed,) = list_own_tokens(people.record, by=by, user_id=ann.user)
    end_token(people.record, by=by, user_id=ann.user, token_id=listed.id)

    assert Program(app, token).get("/entries").status_code == 401


def test_a_locked_account_has_no_programs(reader: Program, people: People) -> None:
    lock_user(people.record, by=console("stolen"), email=email_of("Ann"))

    assert reader.get("/entries").status_code == 401


def test_a_token_opens_no_page(app: Flask, people: People, ann: Ann) -> None:
    token = new_token(people.record, ann.user, ann.patient, Scope.READ, Scope.LOG)
    bearer = {"Authorization": f"Bearer {token}"}
    for path in ("/", "/diary", "/numbers", "/more", "/looked", "/sharing"):
        answer = app.test_client().get(path, base_url=BASE, headers=bearer)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), path


def test_a_token_is_not_helped_by_a_cookie(browser: Browser, people: People, ann: Ann) -> None:
    """Whatever session the browser has, the token alone counts: wrong, or of somebody else."""
    people.person("Bob")
    browser.come_in("Bob")
    anns = new_token(people.record, ann.user, ann.patient, Scope.LOG)

    wrong = browser.get("/api/v1/entries", headers={"Authorization": "Bearer bleedlog_wrong"})
    narrow = browser.get("/api/v1/entries", headers={"Authorization": f"Bearer {anns}"})
    page = browser.get("/diary", headers={"Authorization": f"Bearer {anns}"})

    assert [wrong.status_code, narrow.status_code, page.status_code] == [401, 403, 303]
    assert browser.get("/diary").status_code == 200


def test_a_token_in_the_address_opens_nothing(app: Flask, people: People, ann: Ann) -> None:
    token = new_token(people.record, ann.user, ann.patient, Scope.READ)
    for name in ("access_token", "token", "bearer", "Authorization"):
        assert Program(app, None).get("/entries", **{name: token}).status_code == 401
        assert Program(app, token).get("/entries", **{name: token}).status_code == 422


def test_other_schemes_are_not_tokens(app: Flask, people: People, ann: Ann) -> None:
    token = new_token(people.record, ann.user, ann.patient, Scope.READ)
    for header in (f"Basic {token}", token, f"Token {token}", "Bearer", "Bearer ", "Bearer ü"):
        answer = Program(app, None).open("/entries", headers={"Authorization": header})
        assert answer.status_code == 401, header
    spelled = Program(app, None).open("/entries", headers={"Authorization": f"bearer  {token}"})
    assert spelled.status_code == 200


def test_a_token_is_for_one_diary(app: Flask, people: People, ann: Ann) -> None:
    """Also where its maker has another, and for one that is missing: the same answer."""
    kim = people.patient("Kim")
    people.access(ann.user, kim)
    bobs = people.patient("Bob")
    program = Program(app, new_token(people.record, ann.user, ann.patient, Scope.READ))
    answers = [
        program.get("/entries", patient=str(one))
        for one in (kim, bobs, "018f3a52-7f6e-7c0e-9a2b-2f6d3c1b0a11", "x")
    ]

    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
    assert program.get("/entries", patient=str(ann.patient)).status_code == 200


def test_somebody_signed_in_reads_and_logs_with_the_token_of_the_session(
    browser: Browser, people: People
) -> None:
    people.person("Bob")
    browser.come_in("Bob")
    csrf = hidden_fields(browser.get("/more/password"))["csrf_token"]

    def log(**headers: str) -> int:
        return browser.client.post(
            "/api/v1/entries", json=ENTRY, base_url=BASE, headers=headers
        ).status_code

    assert log() == 400
    assert log(**{"X-CSRFToken": csrf}) == 201
    assert len(browser.get("/api/v1/entries").get_json()["entries"]) == 1


def test_who_has_two_diaries_says_which(browser: Browser, people: People) -> None:
    pat = people.user("Pat")
    children = [people.patient(name) for name in ("Alex", "Sam")]
    for child in children:
        people.access(pat, child)
    browser.come_in("Pat")
    csrf = hidden_fields(browser.get("/more/password"))["csrf_token"]

    def log(path: str) -> int:
        return browser.client.post(
            path, json=ENTRY, base_url=BASE, headers={"X-CSRFToken": csrf}
        ).status_code

    assert log("/api/v1/entries") == 400
    assert log(f"/api/v1/entries?patient={children[1]}") == 201
    counts = [
        len(browser.get(f"/api/v1/entries?patient={child}").get_json()["entries"])
        for child in children
    ]
    assert counts == [0, 1]


def test_staff_find_no_diary_of_theirs_here(browser: Browser, people: People) -> None:
    clinic = people.clinic()
    people.patient("Sam", centre=clinic)
    people.staff("Nia", clinic)
    browser.come_in("Nia")

    assert browser.get("/api/v1/entries").status_code == 404


def test_no_answer_is_kept_and_no_cookie_set(reader: Program, logger: Program) -> None:
    for answer in (reader.get("/entries"), logger.log(ENTRY), logger.get("/entries")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_bad_tokens_are_slowed_down_and_the_good_one_is_not(
    app: Flask, reader: Program, sqlite_database: Database
) -> None:
    bad = Program(app, "bleedlog_guess")
    assert bad.get("/entries").status_code == 401
    with sqlite_database.transaction() as connection:
        connection.execute(text("UPDATE sign_in_throttle SET failures = 1000"))
    bad.get("/entries")
    answer = bad.get("/entries")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.get_json()["error"] == "too_many"
    assert reader.get("/entries").status_code == 200


def test_no_log_has_a_token_or_what_was_sent(
    app: Flask, people: People, ann: Ann, caplog: pytest.LogCaptureFixture
) -> None:
    token = new_token(people.record, ann.user, ann.patient, Scope.READ, Scope.LOG)
    program = Program(app, token)
    with caplog.at_level(logging.DEBUG):
        program.log({**ENTRY, "note": "Canary on the stairs"})
        program.log({**ENTRY, "id": "x", "note": "Canary on the stairs"})
        program.get("/entries", token=token)
        Program(app, "bleedlog_" + token[-30:]).get("/entries")

    written = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert "api.entries" in written
    assert token[9:30] not in written
    assert token[-20:] not in written
    assert "Canary" not in written


def test_what_is_refused_repeats_nothing_of_what_was_sent(logger: Program) -> None:
    answer = logger.log({**ENTRY, "start": "Canary 1985", "pain": "Canary 1985"})

    assert answer.status_code == 422
    assert "Canary" not in answer.text


def test_it_answers_while_nothing_can_be_written(
    reader: Program, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last use is not noted then; nothing else is lost."""
    monkeypatch.setattr("bleedlog.storage.engine.BUSY_MILLISECONDS", 50)
    sqlite_database.dispose()
    with sqlite_database.transaction() as holder:
        holder.execute(text("UPDATE diary SET last_seq = last_seq"))
        assert reader.get("/entries").status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/entries/x", "/rates/"])
def test_what_is_not_there_is_told_in_json(path: str, program: Callable[..., Program]) -> None:
    answer = program(Scope.READ).get(path)

    assert answer.status_code == 404
    assert answer.get_json()["error"] == "not_found"


def test_other_methods_are_told_which_there_are(reader: Program) -> None:
    answer = reader.open("/entries", "DELETE")

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    assert answer.get_json()["error"] == "wrong_method"
