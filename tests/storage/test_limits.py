"""The database refuses what bypasses the input classes."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bleedlog.models.bleed import BleedInput
from bleedlog.models.viewer import Viewer
from bleedlog.services.entries import log_entry
from bleedlog.storage.engine import Database
from tests.people import A_TEST, People


@pytest.mark.parametrize(
    "change",
    [
        "pain = 11",
        "site = 'elbo'",
        "kind = 'blood'",
        "source = 'guessed'",
        "end_day = '2020-01-01'",
        "treated_until = '2024-03-02'",
        "dose_iu = -1",
        "revision = 0",
        "note = :long",
        "same_as = id",
    ],
)
def test_rubbish_is_refused_by_the_database_itself(database: Database, change: str) -> None:
    people = People(database)
    user, patient = people.user("Ada"), people.patient("Ada")
    people.access(user, patient)
    entry = BleedInput(start="2024-03-01")
    log_entry(database, by=Viewer(user), patient_id=patient, entry=entry)

    def spoil() -> None:
        values: dict[str, Any] = {"long": "x" * 2001} if ":long" in change else {}
        with database.transaction(A_TEST) as connection:
            connection.execute(text(f"UPDATE entry SET {change}"), values)  # noqa: S608

    with pytest.raises(IntegrityError):
        spoil()


def test_a_link_stays_in_its_own_diary(database: Database) -> None:
    people = People(database)
    user = people.user("Ada")
    one, other = people.patient("One"), people.patient("Other")
    for patient in (one, other):
        people.access(user, patient)
    elsewhere = BleedInput(start="2024-03-01")
    here = BleedInput(start="2024-03-02")
    log_entry(database, by=Viewer(user), patient_id=one, entry=elsewhere)
    log_entry(database, by=Viewer(user), patient_id=other, entry=here)

    def link() -> None:
        value = elsewhere.id.hex if database.is_sqlite else str(elsewhere.id)
        with database.transaction(A_TEST) as connection:
            connection.execute(
                text("UPDATE entry SET same_as = :named WHERE start_day = '2024-03-02'"),
                {"named": value},
            )

    with pytest.raises(IntegrityError):
        link()


def test_two_people_may_have_entries_of_one_id(database: Database) -> None:
    people = People(database)
    user = people.user("Ada")
    shared = uuid4()
    for name in ("One", "Other"):
        patient = people.patient(name)
        people.access(user, patient)
        entry = BleedInput(id=shared, start="2024-03-01")
        logged = log_entry(database, by=Viewer(user), patient_id=patient, entry=entry)
        assert not logged.unchanged
