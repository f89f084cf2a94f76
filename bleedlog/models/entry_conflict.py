"""The record: what a phone made of an entry that was changed elsewhere meanwhile. Both are kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index
from sqlmodel import Field

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.phone import PhoneClock
from bleedlog.models.vocabulary import ActingAs


class KeptState(StrEnum):
    """Which of two states of an entry somebody chose."""

    STANDING = "standing"
    """What stood in the diary."""
    OTHER = "other"
    """What came from the phone."""


class OtherState(PhoneClock):
    """What a phone made of an entry while it was changed elsewhere."""

    seen_revision: int = Field(ge=0)
    """The state that the phone had seen; 0 where it had seen none that there was."""
    withdrawn: bool = Field(default=False)
    """Whether the phone took the entry out."""
    check_time: bool = Field(default=False)
    received_at: datetime = Field(sa_type=UTC_TIME)
    by_user: UUID | None = Field(default=None)
    entered_by: ActingAs = Field(sa_type=word(ActingAs))
    clinic_id: UUID | None = Field(default=None)
    kept: KeptState | None = Field(default=None, sa_type=word(KeptState))
    """Which of the two somebody chose; null until they do."""
    settled_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    settled_by: UUID | None = Field(default=None)


class EntryConflict(OtherState, table=True):
    """The other state of an entry that was changed in two places, until somebody chooses.

    It counts for nothing meanwhile. Chosen, it becomes a revision; either way it stays on record.
    """

    __tablename__ = "entry_conflict"
    __table_args__ = (
        *checks_of(OtherState),
        CheckConstraint("(settled_at IS NULL) = (kept IS NULL)", name="settled_by_a_choice"),
        ForeignKeyConstraint(
            ["patient_id", "entry_id"],
            ["entry.patient_id", "entry.id"],
            name="entry_is_in_the_diary",
        ),
        Index("entry_conflict_of_entry", "patient_id", "entry_id"),
    )

    patient_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    """The deed by the phone's own number, as `item_id` of a revision."""
    entry_id: UUID
    state: dict[str, Any] = Field(sa_type=JSON)
    """The content, as JSON, blanks left out."""
