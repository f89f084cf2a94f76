"""The record of a demo: everybody is in it as the people who look expect."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bleedlog.exchange.diary_file import read_diary
from bleedlog.models.audit import DiaryEvent
from bleedlog.models.clinic import Clinic, Consent
from bleedlog.models.entry import Diary, Entry, EntryRevision
from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.person import Patient
from bleedlog.models.question import QuestionState
from bleedlog.models.viewer import console
from bleedlog.models.vocabulary import AccessRole, ActingAs, Kind, StaffRole
from bleedlog.services.accounts import Place, Refused, SignedIn, sign_in
from bleedlog.services.demo.cast import Member
from bleedlog.services.demo.logins import LOGINS
from bleedlog.services.travel import export_diary
from bleedlog.storage.appointments import list_coming_appointments
from bleedlog.storage.engine import Database
from bleedlog.storage.entries import list_entries
from bleedlog.storage.follow_ups import list_follow_ups
from bleedlog.storage.questions import list_question_states
from bleedlog.storage.records import list_records
from tests.demos import PASSWORD, TODAY

SECRET = "a-secret-of-tests-0123456789-abcdefghij"
BY = console("a test")


def rows_of(record: Database, table: type[SQLModel], *names: str) -> list[tuple[Any, ...]]:
    """Those columns of all rows of a table."""
    columns = table.__table__.c  # type: ignore[attr-defined]
    with record.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*(columns[one] for one in names)))]


def attempt(record: Database, email: str, password: str = PASSWORD) -> object:
    return sign_in(
        record,
        email=email,
        password=password,
        keep=False,
        place=Place("127.0.0.1"),
        secret_key=SECRET,
    )


def test_logins_are_those_that_people_were_promised() -> None:
    assert [login.email for login in LOGINS] == [
        "patient@demo.example",
        "carer@demo.example",
        "haematologist@demo.example",
        "nurse@demo.example",
        "admin@demo.example",
    ]


@pytest.mark.parametrize(
    ("email", "diaries", "works_as"),
    [
        ("patient@demo.example", {AccessRole.PATIENT: 1}, None),
        ("carer@demo.example", {AccessRole.CARER_MANAGE: 2}, None),
        ("haematologist@demo.example", {}, StaffRole.CLINICIAN),
        ("nurse@demo.example", {}, StaffRole.CLINICIAN),
        ("admin@demo.example", {}, StaffRole.ADMIN),
    ],
)
def test_everybody_signs_in_with_the_one_password(
    demo_record: Database,
    email: str,
    diaries: dict[AccessRole, int],
    works_as: StaffRole | None,
) -> None:
    outcome = attempt(demo_record, email)

    assert isinstance(outcome, SignedIn)
    roles = [diary.role for diary in outcome.account.diaries]
    assert {role: roles.count(role) for role in roles} == diaries
    assert [work.role for work in outcome.account.clinics] == ([works_as] if works_as else [])


def test_no_other_password_opens_the_demo(demo_record: Database) -> None:
    assert isinstance(attempt(demo_record, "patient@demo.example", "password"), Refused)


def test_all_consent_to_their_own_centre_and_to_no_other(demo_record: Database) -> None:
    consents = rows_of(demo_record, Consent, "patient_id", "clinic_id")

    assert len(consents) == 60
    assert set(consents) == set(rows_of(demo_record, Patient, "id", "centre_id"))
    assert len(rows_of(demo_record, Clinic, "id")) == 8


def test_diaries_hold_what_was_told_numbered_without_a_gap(
    demo_record: Database, cast: list[Member]
) -> None:
    told = {member.person.id: len(member.told) for member in cast}

    asked = Counter(who for (who,) in rows_of(demo_record, QuestionState, "patient_id"))
    assert dict(rows_of(demo_record, Diary, "patient_id", "last_seq")) == {
        who: number + asked[who] for who, number in told.items()
    }
    assert set(rows_of(demo_record, Entry, "patient_id", "seq")) == {
        (patient_id, seq) for patient_id, number in told.items() for seq in range(1, number + 1)
    }
    assert len(rows_of(demo_record, EntryRevision, "id")) == sum(told.values())


def test_entries_say_who_entered_them(demo_record: Database, cast: list[Member]) -> None:
    patient = attempt(demo_record, "patient@demo.example")
    assert isinstance(patient, SignedIn)
    own = cast[0].person.id
    with demo_record.reading() as connection:
        rows = list_entries(connection, BY, own)

    mine = [row for row in rows if row.entered_by is ActingAs.PATIENT]
    assert len(mine) > 100
    assert {row.by_user for row in mine} == {patient.account.user_id}
    assert [row.received_at for row in mine] != [mine[0].received_at] * len(mine)
    theirs = [row for row in rows if row.entered_by is ActingAs.CLINIC]
    consents = dict(rows_of(demo_record, Consent, "patient_id", "clinic_id"))
    assert {row.clinic_id for row in theirs} == {consents[own]}
    assert {row.clinic_id for row in mine} == {None}


def test_who_signs_in_has_questions_a_date_and_a_review(
    demo_record: Database, cast: list[Member]
) -> None:
    """And the centre's staff something to talk about with several people."""
    open_ones: dict[UUID, list[str]] = {}
    coming: dict[UUID, list[date]] = {}
    with demo_record.reading() as connection:
        for member in cast:
            one = member.person.id
            last = {row.id: row for row in list_question_states(connection, BY, one)}
            open_ones[one] = [row.entered_by for row in last.values() if not row.answered_on]
            dates = list_coming_appointments(connection, BY, one, TODAY)
            coming[one] = [row.start_day for row in dates]
        reviews = list_records(connection, BY, cast[0].person.id, frozenset({Kind.REVIEW}))
        confirmed = list_follow_ups(connection, BY, cast[0].person.id)

    own, *children = (member.person.id for member in cast[:3])
    assert open_ones[own] == ["patient"] * 3
    assert coming[own] == [date(2026, 12, 1)]
    assert {(one.test, one.week) for one in confirmed} == {
        (FollowUpTest.LIVER, date(2026, 11, 30)),
        (FollowUpTest.FIX, date(2026, 11, 30)),
    }
    assert reviews[0].start_day == date(2026, 11, 10)
    assert all("carer" in open_ones[child] and coming[child] for child in children)
    assert sum(map(bool, open_ones.values())) >= 6
    assert sum(map(bool, coming.values())) >= 6


def test_making_leaves_its_events_in_every_diary(demo_record: Database) -> None:
    events = rows_of(demo_record, DiaryEvent, "patient_id", "acting_as", "reason")

    made = [(who, part) for who, part, reason in events if reason and "invented" in reason]
    assert len({who for who, _ in made}) == 60
    assert {part for _, part in made} == {ActingAs.CONSOLE}


def test_every_diary_leaves_as_a_file_that_is_read_back_without_a_fault(
    demo_record: Database, cast: list[Member]
) -> None:
    """The file's reader knows the rules of times and names, and nothing of the demo."""
    for member in cast:
        file = export_diary(demo_record, by=BY, patient_id=member.person.id)
        assert len(read_diary(file.text)) <= file.entries
        assert bool(member.told) == bool(file.entries)
