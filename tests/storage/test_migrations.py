"""Migrations with data in the tables: nothing is lost, and what is new is filled in."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Table, column, func, insert, inspect, select
from sqlalchemy import table as light
from sqlmodel import SQLModel

from bleedlog.models.audit import AccountEvent, DiaryEvent
from bleedlog.models.clinic import Clinic, Consent, Membership
from bleedlog.models.entry import Diary, Entry, EntryRevision
from bleedlog.models.person import Access, Patient, User
from bleedlog.models.session import SignInSession
from bleedlog.storage.engine import Database
from bleedlog.storage.schema import current_revision, downgrade, newest_revision, upgrade
from tests.databases import owner_of
from tests.people import A_TEST
from tests.storage.two_diaries import walled_tables

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MODELS: tuple[type[SQLModel], ...] = (
    User, Clinic, Patient, Access, Membership, Consent, Diary, Entry, EntryRevision, DiaryEvent,
    AccountEvent, SignInSession,
)  # fmt: skip
TABLES: dict[str, Table] = {
    table.name: table
    for table in (model.__table__ for model in MODELS)  # type: ignore[attr-defined]
}


class Old:
    """A record as it was kept before: a patient, a carer, staff of one clinic and of two."""

    def __init__(self, owner: Database) -> None:
        self.owner = owner
        self.ann, self.cara, self.nia, self.moe = (
            self._user(name) for name in ("ann", "cara", "nia", "moe")
        )
        self.leeds, self.york = self._clinic("Leeds"), self._clinic("York")
        self.patient = uuid4()
        self._put("patient", id=self.patient, name="Ann", zone="Europe/London", risk_flag=False,
                  created_at=NOON)  # fmt: skip
        self._put("diary", patient_id=self.patient, last_seq=4)
        for user, role in ((self.ann, "patient"), (self.cara, "carer_log")):
            self._put("access", patient_id=self.patient, user_id=user, role=role, granted_at=NOON)
        for clinic in (self.leeds, self.york):
            self._put("membership", clinic_id=clinic, user_id=self.moe, role="viewer", since=NOON)
        self._put("membership", clinic_id=self.york, user_id=self.nia, role="clinician", since=NOON)
        self._put("consent", patient_id=self.patient, clinic_id=self.york, granted_at=NOON)
        by = (
            (self.ann, "patient"), (self.cara, "carer"), (self.nia, "clinic"), (self.moe, "clinic"),
            (None, "console"),
        )  # fmt: skip
        self.entries = [
            self._entry(seq, user, part) for seq, (user, part) in enumerate(by, start=1)
        ]
        self._put("diary_event", patient_id=self.patient, id=uuid4(), at=NOON, action="logged",
                  reason=None, by_user=self.ann, acting_as="patient")  # fmt: skip
        self._put("account_event", user_id=self.ann, id=uuid4(), at=NOON, action="signed_in",
                  reason="password")  # fmt: skip
        for user, secret in ((self.ann, "1"), (self.ann, "2"), (self.nia, "3")):
            self._put("sign_in_session", user_id=user, secret_hash=secret * 64, created_at=NOON,
                      seen_at=NOON, kept=True)  # fmt: skip

    def _put(self, table: str, **values: Any) -> None:
        # Without the defaults of newer columns, which are not there yet.
        columns = (column(name, TABLES[table].c[name].type) for name in values)
        with self.owner.transaction(A_TEST) as connection:
            connection.execute(insert(light(table, *columns)), values)

    def _user(self, name: str) -> UUID:
        user = uuid4()
        self._put("app_user", id=user, email=f"{name}@people.example", name=name, created_at=NOON)
        return user

    def _clinic(self, name: str) -> UUID:
        clinic = uuid4()
        self._put("clinic", id=clinic, name=name, zone="Europe/London", created_at=NOON)
        return clinic

    def _entry(self, seq: int, user: UUID | None, part: str) -> UUID:
        entry = uuid4()
        known = {
            "patient_id": self.patient, "id": entry, "revision": 1, "seq": seq, "withdrawn": False,
            "received_at": NOON, "by_user": user, "entered_by": part,
        }  # fmt: skip
        self._put("entry", **known, kind="bruise", start="2026-03-01", zone="Europe/London",
                  source="prospective", private=False, new_bleed=False, first_seq=seq,
                  entered_at=NOON, start_day=date(2026, 3, 1), start_minute=29537280,
                  note=f"entry {seq}")  # fmt: skip
        self._put("entry_revision", **known, state={"kind": "bruise"})
        return entry

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """The rows, of those columns."""
        chosen = [TABLES[table].c[name] for name in columns]
        with self.owner.reading(A_TEST) as connection:
            return sorted((tuple(row) for row in connection.execute(select(*chosen))), key=repr)

    def counts(self) -> dict[str, int]:
        """How many rows each table has that was there before."""
        with self.owner.reading(A_TEST) as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in TABLES.items()
            }

    def whole(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in the columns that there are now."""
        with self.owner.reading(A_TEST) as connection:
            known = inspect(connection)
            there = {name: [one["name"] for one in known.get_columns(name)] for name in TABLES}
        return {name: self.rows(name, *columns) for name, columns in there.items()}


@pytest.fixture
def old(owner: Database) -> Old:
    downgrade(owner, "0003")
    return Old(owner)


def test_0004_says_for_which_clinic_staff_entered_what(old: Old) -> None:
    upgrade(old.owner, "0004")

    for table in ("entry", "entry_revision"):
        clinics = dict(old.rows(table, "id", "clinic_id"))
        ann, cara, nia, moe, console = (clinics[entry] for entry in old.entries)
        assert (ann, cara, console) == (None, None, None)
        assert nia == old.york
        assert moe in {old.leeds, old.york}


def test_0004_names_each_session(old: Old) -> None:
    before = old.rows("sign_in_session", "user_id", "secret_hash", "created_at", "seen_at", "kept")

    upgrade(old.owner, "0004")

    after = old.rows("sign_in_session", "user_id", "secret_hash", "created_at", "seen_at", "kept")
    ids = {row[0] for row in old.rows("sign_in_session", "id")}
    assert after == before
    assert len(ids) == len(before)
    assert None not in ids


def test_0004_keeps_events_word_for_word(old: Old) -> None:
    columns = {
        "diary_event": ("patient_id", "id", "at", "action", "reason", "by_user", "acting_as"),
        "account_event": ("user_id", "id", "at", "action", "reason"),
    }
    before = {table: old.rows(table, *names) for table, names in columns.items()}

    upgrade(old.owner, "0004")

    assert {table: old.rows(table, *names) for table, names in columns.items()} == before


def test_every_step_up_and_down_keeps_every_row(old: Old) -> None:
    before, counts = old.whole(), old.counts()
    assert all(counts.values()), counts

    for step in ("0004", "0005", "head"):
        upgrade(old.owner, step)
        assert old.counts() == counts, step
    assert current_revision(old.owner) == newest_revision()
    for step in ("0005", "0004", "0003"):
        downgrade(old.owner, step)
        assert old.counts() == counts, step

    assert old.whole() == before
    upgrade(old.owner)
    assert old.counts() == counts


@pytest.mark.postgresql
def test_0005_walls_what_was_there_and_comes_off_again(postgresql_database: Database) -> None:
    owner = owner_of(postgresql_database)
    with owner.reading(A_TEST) as connection:
        assert walled_tables(connection)
    downgrade(owner, "0004")
    with owner.reading(A_TEST) as connection:
        assert walled_tables(connection) == set()
        assert (
            connection.exec_driver_sql(
                "SELECT count(*) FROM pg_proc WHERE starts_with(proname, 'bleedlog_')"
            ).scalar()
            == 0
        )
