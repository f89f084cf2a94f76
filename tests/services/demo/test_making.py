"""The record of a demo: everybody is in it as the people who look expect."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bleedlog.exchange.diary_file import read_diary
from bleedlog.models.audit import DiaryEvent
from bleedlog.models.clinic import Clinic, Consent
from bleedlog.models.entry import Diary, Entry, EntryRevision
from bleedlog.models.person import Patient
from bleedlog.models.viewer import console
from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole
from bleedlog.services.accounts import Place, Refused, SignedIn, sign_in
from bleedlog.services.demo.cast import Member
from bleedlog.services.demo.logins import LOGINS
from bleedlog.services.travel import export_diary
from bleedlog.storage.engine import Database
from bleedlog.storage.entries import list_entries
from tests.services.demo.conftest import PASSWORD

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

    assert dict(rows_of(demo_record, Diary, "patient_id", "last_seq")) == told
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
