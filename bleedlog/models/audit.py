"""Who did what: one event for every write and every look at somebody else's diary."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.entry_input import new_id
from bleedlog.models.vocabulary import ActingAs

RETENTION_YEARS = 8
"""For how long an event is kept; after that it may be removed. As adult health records are kept."""

NAME_BEFORE = "name, was "
"""How the detail of an account's event begins that keeps what somebody was called."""
KEEPS_NAME = f"substr(detail, 1, {len(NAME_BEFORE)}) = '{NAME_BEFORE}'"
"""The same as a condition, to the letter as the index of those events has it."""


class Action(StrEnum):
    """What was done."""

    LOGGED = "logged"
    REVISED = "revised"
    WITHDREW = "withdrew"
    RESTORED = "restored"
    LOOKED = "looked"
    IMPORTED = "imported"
    EXPORTED = "exported"
    CREATED = "created"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"
    INVITED = "invited"
    ACCEPTED = "accepted"
    GRANTED = "granted"
    REVOKED = "revoked"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    RESET = "reset"
    BROKE_GLASS = "broke_glass"
    HANDED_OVER = "handed_over"
    ERASED = "erased"
    HELD = "held"
    RELEASED = "released"


class AuditBase(SQLModel):
    """What an event says."""

    at: datetime = Field(sa_type=UTC_TIME)
    action: Action = Field(sa_type=word(Action))
    reason: str | None = Field(default=None, max_length=500)


class DiaryEvent(AuditBase, table=True):
    """Something done with a patient's diary."""

    __tablename__ = "diary_event"
    __table_args__ = (
        *checks_of(AuditBase),
        Index("diary_event_by_time", "patient_id", "at"),
        Index("diary_event_by_clinic", "clinic_id", "at"),
    )

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    id: UUID = Field(default_factory=new_id, primary_key=True)
    by_user: UUID | None = Field(default=None)
    """Null for the console."""
    acting_as: ActingAs = Field(sa_type=word(ActingAs))
    clinic_id: UUID | None = Field(default=None)
    entry_id: UUID | None = Field(default=None)
    detail: str | None = Field(default=None, max_length=200)
    """Which kind of entry, which page; never what a person wrote."""


class AccountEvent(AuditBase, table=True):
    """Something done with a user's account."""

    __tablename__ = "account_event"
    __table_args__ = (
        *checks_of(AuditBase),
        Index(
            "account_event_of_names",
            "user_id",
            "at",
            sqlite_where=text(KEEPS_NAME),
            postgresql_where=text(KEEPS_NAME),
        ),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    id: UUID = Field(default_factory=new_id, primary_key=True)
    by_user: UUID | None = Field(default=None)
    """Who did it; null for the console, and for the user's own doing in older events."""
    clinic_id: UUID | None = Field(default=None)
    """At which clinic, where it is about somebody's work."""
    detail: str | None = Field(default=None, max_length=200)
    """Which part of the account; never what a person wrote, but for the name that it had."""
