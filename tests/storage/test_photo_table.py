"""The table of photos: made and taken back without touching the diary, and its own refusals."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from bleedlog.models.bleed import BruiseInput
from bleedlog.models.photo import Photo
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Site
from bleedlog.services.entries import log_entry
from bleedlog.storage.engine import Database
from bleedlog.storage.schema import current_revision, downgrade, newest_revision, upgrade
from tests.databases import owner_of
from tests.people import A_TEST, People

PHOTO = Photo.__table__  # type: ignore[attr-defined]
DIARY = ("entry", "entry_revision", "diary_event", "diary", "patient")


def bruise(database: Database, name: str) -> tuple[UUID, UUID]:
    """A new person's bruise: whose it is, and its id."""
    people = People(database)
    user, patient = people.user(name), people.patient(name)
    people.access(user, patient)
    entry = BruiseInput(start="2024-03-01", site=Site.THIGH)
    log_entry(database, by=Viewer(user), patient_id=patient, entry=entry)
    return patient, entry.id


def row(patient: UUID, entry: UUID, **other: Any) -> dict[str, Any]:
    content = other.pop("content", b"\xff\xd8 pixels \xff\xd9")
    return {
        "patient_id": patient,
        "id": uuid4(),
        "entry_id": entry,
        "media_type": "image/jpeg",
        "width": 2048,
        "height": 1536,
        "byte_count": len(content),
        "sent_hash": hashlib.sha256(content).hexdigest(),
        "entered_by": "patient",
        "by_user": None,
        "clinic_id": None,
        "added_at": datetime.now(UTC),
        "withdrawn_at": None,
        "seq": 2,
        "content": content,
        **other,
    }


def put(database: Database, values: dict[str, Any]) -> None:
    with database.transaction(A_TEST) as connection:
        connection.execute(insert(PHOTO), values)


def counts(database: Database) -> dict[str, int]:
    with database.reading(A_TEST) as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
            for table in DIARY
        }


def test_the_table_comes_and_goes_beside_a_diary_that_stays(database: Database) -> None:
    patient, entry = bruise(database, "Ada")
    put(database, row(patient, entry))
    before = counts(database)
    assert before["entry"] == 1

    downgrade(owner_of(database), "0002")
    with database.reading(A_TEST) as connection:
        assert "photo" not in inspect(connection).get_table_names()
    assert counts(database) == before

    upgrade(owner_of(database))
    assert current_revision(database) == newest_revision()
    assert counts(database) == before
    put(database, row(patient, entry))
    with database.reading(A_TEST) as connection:
        assert connection.execute(select(PHOTO.c.content)).scalar_one().startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    "wrong",
    [
        {"media_type": "image/svg+xml"},
        {"media_type": "text/html"},
        {"width": 0},
        {"width": 2049},
        {"height": 12_000},
        {"byte_count": 3},
        {"content": b""},
        {"content": bytes(4_000_001)},
        {"entered_by": "nobody"},
        {"sent_hash": "abc"},
        {"seq": 0},
        {"entry_id": UUID(int=7)},
    ],
    ids=lambda wrong: str(wrong)[:40],
)
def test_rubbish_is_refused_by_the_database_itself(
    database: Database, wrong: dict[str, Any]
) -> None:
    patient, entry = bruise(database, "Ada")
    with pytest.raises(IntegrityError):
        put(database, row(patient, entry, **wrong))


def test_a_photo_belongs_to_an_entry_of_its_own_diary(database: Database) -> None:
    ada, _ = bruise(database, "Ada")
    _, bens = bruise(database, "Ben")
    with pytest.raises(IntegrityError):
        put(database, row(ada, bens))


def test_one_photo_of_an_entry_is_there_once(database: Database) -> None:
    patient, entry = bruise(database, "Ada")
    put(database, row(patient, entry))
    with pytest.raises(IntegrityError):
        put(database, row(patient, entry))
    other, others = bruise(database, "Ben")
    put(database, row(other, others))
    with database.reading(A_TEST) as connection:
        assert connection.execute(select(func.count()).select_from(PHOTO)).scalar() == 2


def test_an_entry_with_a_photo_cannot_go(database: Database) -> None:
    patient, entry = bruise(database, "Ada")
    put(database, row(patient, entry))

    def delete_the_entry() -> None:
        with database.transaction(A_TEST) as connection:
            connection.execute(text("DELETE FROM entry_revision"))
            connection.execute(text("DELETE FROM entry"))

    with pytest.raises(IntegrityError):
        delete_the_entry()
    with database.transaction(A_TEST) as connection:
        connection.execute(delete(PHOTO))
    delete_the_entry()
