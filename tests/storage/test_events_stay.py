"""The audit is added to, never changed: the database itself refuses, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bleedlog.models.audit import RETENTION_YEARS, AccountEvent, Action, DiaryEvent
from bleedlog.models.entry_input import new_id
from bleedlog.models.vocabulary import ActingAs
from bleedlog.storage.engine import Database
from tests.people import A_TEST, People

EVENTS: list[Table] = [
    DiaryEvent.__table__,  # type: ignore[attr-defined]
    AccountEvent.__table__,  # type: ignore[attr-defined]
]
TWO_DAYS = timedelta(days=2)


def add(database: Database, at: datetime) -> None:
    """An event of each sort, of that moment."""
    people = People(database)
    user, patient = people.user(f"Ann{at:%Y%m%d}"), people.patient("Ann")
    event = {"id": new_id(), "at": at, "action": Action.LOOKED, "reason": "why"}
    with database.transaction(A_TEST) as connection:
        connection.execute(
            insert(EVENTS[0]), {**event, "patient_id": patient, "acting_as": ActingAs.CLINIC}
        )
        connection.execute(insert(EVENTS[1]), {**event, "user_id": user})


def left(database: Database, table: Table) -> int:
    with database.reading(A_TEST) as connection:
        return len(connection.execute(select(table.c.id)).all())


def years_ago(years: int) -> datetime:
    # Half a day late or early is nothing to a rule of years, but 29 February is.
    return datetime.now(UTC) - timedelta(days=round(years * 365.25))


@pytest.mark.parametrize("table", EVENTS, ids=str)
def test_an_event_is_not_changed_even_by_the_owner(database: Database, table: Table) -> None:
    add(database, years_ago(30))

    def rewrite() -> None:
        with database.transaction(A_TEST) as connection:
            connection.execute(update(table).values(reason="another"))

    with pytest.raises(IntegrityError, match="never changed"):
        rewrite()


@pytest.mark.parametrize("table", EVENTS, ids=str)
def test_an_event_stays_for_its_years(database: Database, table: Table) -> None:
    add(database, datetime.now(UTC))
    add(database, years_ago(RETENTION_YEARS) + TWO_DAYS)

    def remove() -> None:
        with database.transaction(A_TEST) as connection:
            connection.execute(delete(table))

    with pytest.raises(IntegrityError, match=f"kept for {RETENTION_YEARS} years"):
        remove()
    assert left(database, table) == 2


@pytest.mark.parametrize("table", EVENTS, ids=str)
def test_and_may_go_afterwards(database: Database, table: Table) -> None:
    add(database, years_ago(RETENTION_YEARS) - TWO_DAYS)
    with database.transaction(A_TEST) as connection:
        connection.execute(delete(table))

    assert left(database, table) == 0


@pytest.mark.postgresql
@pytest.mark.parametrize("table", EVENTS, ids=str)
def test_all_of_them_at_once_neither(postgresql_database: Database, table: Table) -> None:
    add(postgresql_database, years_ago(30))

    def empty() -> None:
        with postgresql_database.transaction(A_TEST) as connection:
            connection.execute(text(f"TRUNCATE {table.name}"))

    with pytest.raises(IntegrityError, match="never changed"):
        empty()
