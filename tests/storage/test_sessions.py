"""Sessions in the record: one query brings the account as it is now."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.storage.engine import Database
from bleedlog.storage.sessions import (
    StoredSession,
    add_session,
    drop_stale_sessions,
    end_session,
    end_sessions,
    find_session,
    note_seen,
)
from tests.people import A_TEST, People

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HASH = "5" * 64


def begin(database: Database, user: UUID, secret_hash: str = HASH, now: datetime = NOON) -> None:
    with database.transaction() as connection:
        add_session(connection, user_id=user, secret_hash=secret_hash, kept=True, now=now)


def find(database: Database, user: UUID, secret_hash: str = HASH) -> StoredSession | None:
    with database.reading(Viewer(user)) as connection:
        return find_session(connection, user, secret_hash)


def test_a_session_comes_back_as_it_was_stored(database: Database) -> None:
    user = People(database).user("Ann")
    begin(database, user)

    found = find(database, user)

    assert found is not None
    assert (found.created_at, found.seen_at, found.kept) == (NOON, NOON, True)
    assert (found.account.user_id, found.account.name) == (user, "Ann")
    assert found.account.email == "ann@people.example"
    assert (found.account.diaries, found.account.clinics) == ((), ())


def test_the_account_brings_each_diary_and_clinic_once_the_own_diary_first(
    database: Database,
) -> None:
    people = People(database)
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    user = people.staff("Ann", york)
    own, tom, amy = (people.patient(name) for name in ("Zed", "Tom", "Amy"))
    people.access(user, tom, AccessRole.CARER_READ)
    people.access(user, own)
    people.access(user, amy, AccessRole.CARER_MANAGE)
    people.staff("Nia", leeds)
    begin(database, user)

    found = find(database, user)

    assert found is not None
    assert [(one.patient_id, one.name, one.role) for one in found.account.diaries] == [
        (own, "Zed", AccessRole.PATIENT),
        (amy, "Amy", AccessRole.CARER_MANAGE),
        (tom, "Tom", AccessRole.CARER_READ),
    ]
    assert [(one.clinic_id, one.role) for one in found.account.clinics] == [
        (york, StaffRole.CLINICIAN)
    ]


def test_it_takes_one_query(database: Database) -> None:
    people = People(database)
    user = people.person("Ann")
    begin(database, user)
    asked: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda *arguments: asked.append(arguments[2]),
    )

    find(database, user)

    queries = [one for one in asked if one.startswith("SELECT") and "set_config" not in one]
    assert len(queries) == 1


def test_only_the_whole_key_opens(database: Database) -> None:
    people = People(database)
    ann, bob = people.user("Ann"), people.user("Bob")
    begin(database, ann)

    assert find(database, bob) is None
    assert find(database, ann, "6" * 64) is None
    assert find(database, ann, "") is None


@pytest.mark.parametrize(
    ("change", "diaries", "clinics"),
    [
        ("UPDATE access SET revoked_at = granted_at", 0, 1),
        ("UPDATE membership SET ended_at = since", 1, 0),
    ],
)
def test_what_ended_is_not_brought(
    database: Database, change: str, diaries: int, clinics: int
) -> None:
    people = People(database)
    user = people.staff("Ann", people.clinic())
    people.access(user, people.patient("Ann"))
    begin(database, user)

    with database.transaction(A_TEST) as connection:
        connection.execute(text(change))

    found = find(database, user)
    assert found is not None
    assert (len(found.account.diaries), len(found.account.clinics)) == (diaries, clinics)


def test_a_locked_user_has_no_session(database: Database) -> None:
    user = People(database).user("Ann")
    begin(database, user)

    with database.transaction() as connection:
        connection.execute(text("UPDATE app_user SET disabled_at = created_at"))

    assert find(database, user) is None


def test_a_session_is_seen_and_ended_by_its_whole_key(database: Database) -> None:
    people = People(database)
    ann, bob = people.user("Ann"), people.user("Bob")
    for user in (ann, bob):
        begin(database, user)
    begin(database, ann, "6" * 64)
    later = NOON + timedelta(minutes=5)

    with database.transaction() as connection:
        note_seen(connection, user_id=ann, secret_hash=HASH, now=later)
        end_session(connection, user_id=ann, secret_hash="6" * 64)

    seen, other = find(database, ann), find(database, bob)
    assert seen is not None
    assert other is not None
    assert (seen.seen_at, other.seen_at) == (later, NOON)
    assert find(database, ann, "6" * 64) is None

    with database.transaction() as connection:
        end_sessions(connection, user_id=ann)
    assert find(database, ann) is None
    assert find(database, bob) is not None


def test_only_sessions_at_rest_are_cleared_away(database: Database) -> None:
    people = People(database)
    user = people.user("Ann")
    begin(database, user, "1" * 64, NOON - timedelta(days=31))
    begin(database, user, "2" * 64, NOON)

    with database.transaction() as connection:
        drop_stale_sessions(connection, user_id=user, before=NOON - timedelta(days=30))

    assert find(database, user, "1" * 64) is None
    assert find(database, user, "2" * 64) is not None


def test_nobody_has_a_session_without_being_a_user(database: Database) -> None:
    with pytest.raises(IntegrityError):
        begin(database, UUID(int=7))
