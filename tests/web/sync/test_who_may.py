"""Whose outbox it is, whose diaries it writes in, and what a sender is told who may not."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from bleedlog.models.api_token import Scope
from bleedlog.models.entry_input import new_id
from bleedlog.models.vocabulary import AccessRole
from bleedlog.storage.engine import Database
from tests.people import A_TEST, People
from tests.web.api.program import Program, new_token
from tests.web.browser import Browser
from tests.web.sync.phone import KNEE, ONE_DATABASE, Phone, outcomes, stamp

GONE = [{"field": None, "message": "You can no longer write in this diary."}]


@ONE_DATABASE
def test_the_session_says_who_and_whose(
    people: People, signed_in: Callable[[UUID], Browser]
) -> None:
    mum, ann, kim = people.user("Mum"), people.patient("Ann"), people.patient("Kim")
    people.access(mum, ann, AccessRole.CARER_READ)
    people.access(mum, kim, AccessRole.CARER_MANAGE)

    answer = signed_in(mum).get("/api/v1/session")

    said = answer.get_json()
    assert said["user"] == str(mum)
    assert said["csrf_token"]
    assert said["diaries"] == [
        {"patient": str(ann), "name": "Ann", "zone": "Europe/London", "may_log": False},
        {"patient": str(kim), "name": "Kim", "zone": "Europe/London", "may_log": True},
    ]
    assert answer.headers["Cache-Control"] == "no-store"


@ONE_DATABASE
def test_nobody_signed_in_has_no_session(app: Flask, browser: Browser) -> None:
    answer = browser.get("/api/v1/session")

    assert (answer.status_code, answer.get_json()["error"]) == (401, "sign_in")
    assert Program(app, "bleedlog_x").get("/session").status_code == 401


@ONE_DATABASE
def test_another_persons_outbox_is_not_read(phone: Phone) -> None:
    answer = phone.send(phone.log(), user=str(uuid4()))

    assert (answer.status_code, answer.get_json()["error"]) == (403, "other_user")
    assert phone.entries() == {}


@ONE_DATABASE
@pytest.mark.parametrize("headers", [{}, {"X-CSRFToken": "x"}])
def test_without_the_sessions_token_nothing_is_read(phone: Phone, headers: dict[str, str]) -> None:
    answer = phone.send(phone.log(), headers=headers)

    assert (answer.status_code, answer.get_json()["error"]) == (400, "csrf")
    assert phone.entries() == {}


@ONE_DATABASE
def test_who_is_signed_out_loses_nothing(phone: Phone, database: Database) -> None:
    with database.transaction(A_TEST) as connection:
        connection.execute(text("DELETE FROM sign_in_session"))

    answer = phone.send(phone.log())

    assert (answer.status_code, answer.get_json()["error"]) == (401, "sign_in")


def deeds_in(phone: Phone, patient: object, entry: object) -> list[dict[str, Any]]:
    about = {"patient": patient, "id": entry}
    return [
        phone.log(patient=patient),
        phone.change(entry, 1, KNEE, patient=patient),
        *(phone.deed(do, **about, revision=1) for do in ("withdraw", "restore", "stop", "resume")),
        phone.deed("treat", **about, answers=[("infusion", str(new_id()))]),
        phone.deed("same-bleed", **about, answers=[("answer", "new")]),
    ]


def test_foreign_revoked_and_missing_are_told_alike(
    people: People,
    phone: Phone,
    signed_in: Callable[[UUID], Browser],
    owner: Database,
) -> None:
    entry = phone.log()
    phone.told(entry)
    bob, old, reader = people.person("Bob"), people.user("Old"), people.user("Reader")
    people.access(old, UUID(phone.patient), AccessRole.CARER_MANAGE)
    people.access(reader, UUID(phone.patient), AccessRole.CARER_READ)
    with owner.transaction(A_TEST) as connection:
        connection.execute(
            text("UPDATE access SET revoked_at = granted_at WHERE role = 'carer_manage'")
        )
    bobs = Phone(signed_in(bob))
    answers = [
        bobs.told(*deeds_in(bobs, phone.patient, entry["id"])),
        bobs.told(*deeds_in(bobs, uuid4(), entry["id"])),
        bobs.told(*deeds_in(bobs, uuid4(), uuid4())),
    ]
    for user in (old, reader):
        theirs = Phone(signed_in(user))
        answers.append(theirs.told(*deeds_in(theirs, phone.patient, entry["id"])))
    # An entry of nobody in one's own diary.
    answers.append(bobs.told(*deeds_in(bobs, bobs.patient, uuid4())[1:6]))

    for told in answers:
        assert outcomes(told) == ["rejected"] * len(told)
        assert all(one["reasons"] == GONE for one in told)
        assert {one["revision"] for one in told} == {None}
    assert list(phone.entries()) == [entry["id"]]


def test_a_carer_logs_for_each_child(people: People, signed_in: Callable[[UUID], Browser]) -> None:
    """Whose it is was said when the form was opened, not by whoever was looked at last."""
    mum, ann, kim = people.user("Mum"), people.patient("Ann"), people.patient("Kim")
    for child in (ann, kim):
        people.access(mum, child, AccessRole.CARER_LOG)
    phone = Phone(signed_in(mum))

    told = phone.told(phone.log(patient=ann), phone.log(patient=kim))

    assert outcomes(told) == ["accepted", "accepted"]
    for child, one in ((ann, told[0]), (kim, told[1])):
        assert one["seen"] == f"/diary/entries/{one['id']}?saved=1&patient={child}"
        phone.patient = str(child)
        assert list(phone.entries()) == [one["id"]]


def test_what_is_new_is_pulled_from_a_cursor(phone: Phone, elsewhere: Phone) -> None:
    bleeds = [elsewhere.log() for _ in range(3)]
    elsewhere.told(*bleeds)

    def pull(cursor: int) -> Any:
        answer = phone.send(pull={phone.patient: cursor, str(uuid4()): 0})
        assert list(answer.get_json()["pulled"]) == [phone.patient]
        return answer.get_json()["pulled"][phone.patient]

    first = pull(0)
    elsewhere.told(elsewhere.deed("withdraw", id=bleeds[1]["id"], revision=1))
    second = pull(first["cursor"])

    assert [one["id"] for one in first["entries"]] == [one["id"] for one in bleeds]
    assert first["more"] is False
    (tombstone,) = second["entries"]
    assert (tombstone["id"], tombstone["withdrawn"]) == (bleeds[1]["id"], True)
    assert tombstone["entry"] is None
    assert pull(second["cursor"])["entries"] == []


ENTRY = {"kind": "bleed", "start": "2026-03-01T08:30", "site": "knee", "side": "left"}


@pytest.fixture
def kim(people: People, ann_user: UUID) -> UUID:
    """A child whose diary Ann manages, with a program."""
    patient = people.patient("Kim")
    people.access(ann_user, patient, AccessRole.CARER_MANAGE)
    return patient


@pytest.fixture
def program(app: Flask, people: People, ann_user: UUID, kim: UUID) -> Callable[..., Program]:
    """Gives a program with those scopes for Kim's diary."""

    def make(*scopes: Scope) -> Program:
        return Program(app, new_token(people.record, ann_user, kim, *scopes))

    return make


def send(program: Program, *items: Any, **more: Any) -> Any:
    body = {"clock": stamp(datetime.now(UTC)), "items": items, **more}
    return program.open("/sync", "POST", json=body)


def typed(patient: UUID, **entry: Any) -> dict[str, Any]:
    said = {**ENTRY, "id": str(uuid4()), **entry}
    return {"item": str(uuid4()), "patient": str(patient), "do": "log", "entry": said}


def test_programs_send_entries(program: Callable[..., Program], kim: UUID) -> None:
    both = program(Scope.READ, Scope.LOG)
    good, bad, ahead = typed(kim), typed(kim, pain=11), typed(kim, start="2126-03-01")
    form = {**typed(kim), "kind": "bleed", "answers": KNEE, "id": str(uuid4())}
    form |= {"at": "2026-11-28T10:00:00Z", "zone": "UTC"}
    form.pop("entry")
    sent = (good, bad, ahead, form, typed(uuid4()))

    told = send(both, *sent, pull={str(kim): 0}).get_json()

    assert outcomes(told["items"]) == ["accepted", "rejected", "accepted", *["rejected"] * 2]
    assert told["items"][1]["reasons"][0]["field"] == "pain"
    assert told["items"][2]["check_time"] is True
    assert told["items"][4]["reasons"] == GONE
    pulled = told["pulled"][str(kim)]["entries"]
    assert [one["id"] for one in pulled] == [good["entry"]["id"], ahead["entry"]["id"]]
    again = send(both, *sent).get_json()
    assert outcomes(again["items"])[:3] == ["unchanged", "rejected", "unchanged"]
    other = typed(kim, id=good["entry"]["id"], side="right")
    assert send(both, other).get_json()["items"][0]["outcome"] == "rejected"


@ONE_DATABASE
def test_a_token_reaches_as_far_as_it_says(
    program: Callable[..., Program], kim: UUID, ann_user: UUID
) -> None:
    logs, reads = program(Scope.LOG), program(Scope.READ)

    assert send(logs, typed(kim), user=str(ann_user)).status_code == 200
    assert send(logs, typed(kim), pull={str(kim): 0}).status_code == 403
    assert send(reads, typed(kim)).status_code == 403
