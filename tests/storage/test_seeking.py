"""Whom PostgreSQL shows to who seeks in an emergency: to clinicians whom they name, no more."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.models.person import Patient
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.storage.emergency import list_by_birth, list_by_number
from bleedlog.storage.engine import Database
from bleedlog.storage.patients import add_patient
from tests.people import A_TEST, People

pytestmark = pytest.mark.postgresql


@pytest.fixture
def people(postgresql_database: Database) -> People:
    """People of whom two share nothing with anybody."""
    people = People(postgresql_database)
    for name, number in (("Ada", "9990000018"), ("Bob", "9990000026")):
        patient = Patient(
            name=name, born=date(1984, 3, 1), nhs_number=number, created_at=datetime.now(UTC)
        )
        with people.record.transaction(A_TEST) as connection:
            add_patient(connection, patient)
    return people


def seek(people: People, user: UUID) -> list[list[str]]:
    """Whom a user finds by a number, then by a birth, then by asking for everybody."""
    with people.record.reading(Viewer(user)) as connection:
        by_number = list_by_number(connection, "9990000018")
        by_birth = list_by_birth(connection, date(1984, 3, 1))
        other = list_by_birth(connection, date(1984, 3, 2))
        everybody = connection.execute(text("SELECT id, name FROM patient")).all()
    return [sorted(row.name for row in rows) for rows in (by_number, by_birth, other, everybody)]


def test_a_clinician_finds_whom_they_name(people: People) -> None:
    nia = people.staff("Nia", people.clinic())
    assert seek(people, nia) == [["Ada"], ["Ada", "Bob"], [], []]


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.ADMIN])
def test_other_staff_find_nobody(people: People, role: StaffRole) -> None:
    assert seek(people, people.staff("Nia", people.clinic(), role)) == [[], [], [], []]


def test_nor_do_people_who_are_no_staff(people: People) -> None:
    assert seek(people, people.user("Eve")) == [[], [], [], []]


def test_nor_does_who_worked_there_once(people: People) -> None:
    nia = people.staff("Nia", people.clinic())
    with people.record.transaction(A_TEST) as connection:
        connection.execute(text("UPDATE membership SET ended_at = CURRENT_TIMESTAMP"))
    assert seek(people, nia) == [[], [], [], []]


def test_an_erased_person_is_nobody(people: People) -> None:
    with people.record.transaction(A_TEST) as connection:
        connection.execute(text("UPDATE patient SET erased_at = CURRENT_TIMESTAMP"))
    assert seek(people, people.staff("Nia", people.clinic())) == [[], [], [], []]
