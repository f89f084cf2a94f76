"""Programs read a diary's entries page by page, and add entries that are there once."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from bleedlog.models.api_token import Scope
from bleedlog.models.bleed import BleedInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.entries import log_entry, revise_entry, withdraw_entry
from bleedlog.storage.events import list_events
from tests.people import People
from tests.web.api.conftest import Ann
from tests.web.api.program import Program, new_token

KNEE = {"kind": "bleed", "start": "2026-03-01T08:30", "site": "knee", "side": "left"}


def bleed(**said: Any) -> dict[str, Any]:
    return {**KNEE, "id": str(uuid4()), **said}


def put(people: People, ann: Ann, **said: Any) -> UUID:
    """Ann logs a bleed on her phone."""
    entry = BleedInput.model_validate({"start": "2026-03-01", **said})
    log_entry(people.record, by=Viewer(ann.user), patient_id=ann.patient, entry=entry)
    return entry.id


def test_a_diary_is_read_in_pages_from_cursor_to_cursor(
    reader: Program, people: People, ann: Ann
) -> None:
    put_in = [put(people, ann, start=f"2026-03-{day:02}") for day in range(1, 8)]
    found, cursor, pages = [], 0, 0
    while True:
        page = reader.get("/entries", cursor=cursor, limit=3).get_json()
        found += [entry["id"] for entry in page["entries"]]
        cursor, pages = page["cursor"], pages + 1
        if not page["more"]:
            break

    assert found == [str(one) for one in put_in]
    assert pages == 3
    assert reader.get("/entries", cursor=cursor).get_json() == {
        "entries": [],
        "cursor": cursor,
        "more": False,
    }


def test_what_changes_after_a_cursor_comes_after_it(
    reader: Program, people: People, ann: Ann
) -> None:
    first, second = put(people, ann), put(people, ann, start="2026-03-02")
    cursor = reader.get("/entries").get_json()["cursor"]
    changed = BleedInput.model_validate({"id": first, "start": "2026-03-01", "pain": 4})
    by = Viewer(ann.user)
    revise_entry(people.record, by=by, patient_id=ann.patient, entry=changed, opened_revision=1)
    withdraw_entry(people.record, by=by, patient_id=ann.patient, entry_id=second)

    page = reader.get("/entries", cursor=cursor).get_json()

    told = [(one["id"], one["revision"], one["withdrawn"], one["entry"]) for one in page["entries"]]
    assert told[0][:3] == (str(first), 2, False)
    assert told[0][3]["pain"] == 4
    # What was withdrawn is a tombstone: that it was there, and nothing of what it said.
    assert told[1] == (str(second), 2, True, None)


def test_what_is_read_can_be_sent_elsewhere(
    app: Flask, reader: Program, logger: Program, people: People
) -> None:
    sent = bleed(pain=3, cause="spontaneous", note="on the stairs")
    assert logger.log(sent).status_code == 201
    (read,) = reader.get("/entries").get_json()["entries"]
    bob, bobs = people.user("Bob"), people.patient("Bob")
    people.access(bob, bobs)
    other = Program(app, new_token(people.record, bob, bobs, Scope.READ, Scope.LOG))

    assert {name: read["entry"][name] for name in sent} == sent
    assert other.log(read["entry"]).status_code == 201
    assert other.get("/entries").get_json()["entries"][0]["entry"] == read["entry"]


def test_the_same_entry_again_is_there_once_and_has_the_same_answer(
    program: Any,
) -> None:
    both = program(Scope.READ, Scope.LOG)
    sent = bleed()
    answers = [both.log(sent) for _ in range(3)]

    assert [(one.status_code, one.get_json()) for one in answers] == [
        (201, {"id": sent["id"], "kind": "bleed", "stored": True})
    ] * 3
    assert len(both.get("/entries").get_json()["entries"]) == 1


def test_another_entry_under_the_same_id_is_refused(program: Any) -> None:
    both = program(Scope.READ, Scope.LOG)
    sent = bleed()
    both.log(sent)
    answer = both.log({**sent, "side": "right"})

    assert answer.status_code == 422
    assert answer.get_json()["kept"] == "Nothing was stored."
    assert [one["entry"]["side"] for one in both.get("/entries").get_json()["entries"]] == ["left"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "nosebleed"}, "kind"),
        ({"kind": "adjudication", "about": str(uuid4()), "verdict": "bleed"}, "kind"),
        ({"kind": ["bleed"]}, "kind"),
        ({"id": None}, "id"),
        ({"id": "x"}, "id"),
        ({"start": "yesterday"}, "start"),
        ({"start": "2126-03-01"}, "start"),
        ({"pain": "3"}, "pain"),
        ({"pain": 11}, "pain"),
        ({"colour": "blue"}, "colour"),
        ({"same_as": str(uuid4())}, "same_as"),
        ({"note": "a\x00b"}, "note"),
    ],
)
def test_what_will_not_do_is_named_and_not_stored(
    program: Any, said: dict[str, Any], field: str
) -> None:
    both = program(Scope.READ, Scope.LOG)
    answer = both.log({**bleed(), **said})

    assert answer.status_code == 422
    told = answer.get_json()
    assert [fault["field"].split(".")[0] for fault in told["faults"]] == [field]
    assert {"error", "happened", "kept", "do"} <= set(told)
    assert both.get("/entries").get_json()["entries"] == []


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"a": NaN}', "application/json", 422),
        (b'{"note": "\\ud800"}', "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"bleed"', "application/json", 422),
        (b"kind=bleed", "application/x-www-form-urlencoded", 415),
        (b"x" * 2_000_000, "application/json", 413),
    ],
)
def test_what_is_no_entry_at_all_is_told_so(
    logger: Program, data: bytes, content_type: str, status: int
) -> None:
    answer = logger.open("/entries", "POST", data=data, content_type=content_type)

    assert answer.status_code == status
    assert answer.get_json()["kept"] == "Nothing was stored."


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "-1"},
        {"cursor": "x"},
        {"cursor": str(2**63)},
        {"limit": "0"},
        {"limit": "501"},
        {"limit": " 5"},
        {"limit": ["5", "6"]},
        {"since": "5"},
    ],
)
def test_a_query_that_will_not_do_is_refused(reader: Program, query: dict[str, Any]) -> None:
    answer = reader.get("/entries", **query)

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.get_json()["faults"]] == list(query)


def test_private_notes_are_for_the_person_alone(
    app: Flask, reader: Program, people: People, ann: Ann
) -> None:
    put(people, ann, note="I am afraid of needles", private=True)
    mum = people.user("Mum")
    people.access(mum, ann.patient, AccessRole.CARER_MANAGE)
    mums = Program(app, new_token(people.record, mum, ann.patient, Scope.READ))

    (own,) = reader.get("/entries").get_json()["entries"]
    (seen,) = mums.get("/entries").get_json()["entries"]

    assert own["entry"]["note"] == "I am afraid of needles"
    assert not {"note", "private"} & {n for n, v in seen["entry"].items() if v}


def test_a_look_by_somebody_elses_program_is_on_record(
    app: Flask, reader: Program, people: People, ann: Ann
) -> None:
    mum = people.user("Mum")
    people.access(mum, ann.patient, AccessRole.CARER_MANAGE)
    mums = Program(app, new_token(people.record, mum, ann.patient, Scope.READ))
    reader.get("/entries")
    mums.get("/entries")
    mums.get("/rates")

    with people.record.reading(Viewer(ann.user)) as connection:
        events = list_events(connection, Viewer(ann.user), ann.patient)
    looks = [(one.by_user, one.detail) for one in events if one.action == "looked"]
    assert looks == [(mum, "program numbers"), (mum, "program")]


def test_who_may_only_look_logs_nothing(app: Flask, people: People, ann: Ann) -> None:
    """She made the token while she could do more."""
    mum = people.user("Mum")
    people.access(mum, ann.patient, AccessRole.CARER_MANAGE)
    mums = Program(app, new_token(people.record, mum, ann.patient, Scope.READ, Scope.LOG))
    assert mums.log(bleed()).status_code == 201
    with people.record.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE access SET role = 'carer_read' WHERE role = 'carer_manage'"
        )

    assert mums.log(bleed()).status_code == 404
    assert len(mums.get("/entries").get_json()["entries"]) == 1
