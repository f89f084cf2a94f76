"""The record: entries, every state they ever had, and the diary that orders them.

An entry is never overwritten without its former state staying in `entry_revision`, and never
deleted: `withdrawn` says that it no longer counts. Every key begins with `patient_id`.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKeyConstraint, Index, false
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.fields import (
    BleedFields,
    CheckInFields,
    Ending,
    GivenFields,
    Happening,
    InfusionFields,
    LinkFields,
    MeasureFields,
    TherapyFields,
    VerdictFields,
)
from bleedlog.models.phone import ToldByPhone
from bleedlog.models.vocabulary import ActingAs, Kind


class Diary(SQLModel, table=True):
    """One person's diary: its last sequence number gives order and is the sync cursor."""

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    last_seq: int = Field(default=0, ge=0, sa_type=BigInteger)


class Provenance(SQLModel):
    """Who made a state of an entry, when, in which part."""

    revision: int = Field(ge=1)
    seq: int = Field(ge=1, sa_type=BigInteger)
    withdrawn: bool = Field(default=False)
    received_at: datetime = Field(sa_type=UTC_TIME)
    """When this state reached the server."""
    by_user: UUID | None = Field(default=None)
    """Null for the console."""
    entered_by: ActingAs = Field(sa_type=word(ActingAs))
    clinic_id: UUID | None = Field(default=None)
    """The clinic for which staff entered it: what a clinic recorded stays the clinic's."""


class Kinded(SQLModel):
    """The kind of an entry."""

    kind: Kind = Field(sa_type=word(Kind))


ENTRY_FIELDS: tuple[type[SQLModel], ...] = (
    Kinded,
    Happening,
    Ending,
    BleedFields,
    InfusionFields,
    GivenFields,
    MeasureFields,
    TherapyFields,
    CheckInFields,
    VerdictFields,
    LinkFields,
)
"""The classes whose fields are an entry's content."""


class Entry(
    Provenance,
    LinkFields,
    VerdictFields,
    CheckInFields,
    TherapyFields,
    MeasureFields,
    GivenFields,
    InfusionFields,
    BleedFields,
    Ending,
    Happening,
    Kinded,
    table=True,
):
    """The current state of an entry, with what statistics read in typed columns.

    `start_minute`, `end_minute`, `treated_from_minute`, `treated_until_minute` are the instants
    of the local texts (UTC minutes since 1970), `start_day` and `end_day` their local days.
    """

    __table_args__ = (
        *checks_of(Provenance, *ENTRY_FIELDS),
        CheckConstraint("end_day IS NULL OR end_day >= start_day", name="end_is_not_before_start"),
        CheckConstraint(
            "treated_until IS NULL OR treated_from IS NOT NULL", name="treatment_has_a_first"
        ),
        CheckConstraint("same_as IS NULL OR NOT new_bleed", name="same_or_new"),
        CheckConstraint("same_as IS NULL OR same_as <> id", name="same_as_another"),
        *(
            ForeignKeyConstraint(
                ["patient_id", link],
                ["entry.patient_id", "entry.id"],
                name=f"{link}_is_in_the_diary",
                deferrable=True,
                initially="DEFERRED",
            )
            for link in ("same_as", "treats", "about")
        ),
        Index("entry_by_day", "patient_id", "start_day"),
        Index("entry_by_kind", "patient_id", "kind", "start_day"),
        Index("entry_by_seq", "patient_id", "seq"),
    )

    patient_id: UUID = Field(primary_key=True, foreign_key="diary.patient_id")
    id: UUID = Field(primary_key=True)
    first_seq: int = Field(ge=1, sa_type=BigInteger)
    """The sequence number at which it was first entered: breaks ties of equal onset."""
    entered_at: datetime = Field(sa_type=UTC_TIME)
    """When it was first entered."""
    check_time: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether the clock that told its time was off, and nobody has looked at it since."""
    start_day: date
    start_minute: int = Field(sa_type=BigInteger)
    end_day: date | None = Field(default=None)
    end_minute: int | None = Field(default=None, sa_type=BigInteger)
    treated_from_minute: int | None = Field(default=None, sa_type=BigInteger)
    treated_until_minute: int | None = Field(default=None, sa_type=BigInteger)


class EntryRevision(ToldByPhone, Provenance, table=True):
    """One state that an entry had, whole; the newest equals the entry."""

    __tablename__ = "entry_revision"
    __table_args__ = (
        *checks_of(Provenance, ToldByPhone),
        ForeignKeyConstraint(["patient_id", "id"], ["entry.patient_id", "entry.id"]),
    )

    patient_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, ge=1)
    state: dict[str, Any] = Field(sa_type=JSON)
    """The content, as JSON, blanks left out."""
