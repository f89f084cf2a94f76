"""The record: photos of bleeds and bruises, kept as made anew from their pixels."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    LargeBinary,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.picture import LONGEST_SIDE, MOST_BYTES, PhotoType
from bleedlog.models.vocabulary import ActingAs, Kind

PHOTO_KINDS = frozenset({Kind.BLEED, Kind.BRUISE})
"""Entries that a photo can show."""


class PhotoBase(SQLModel):
    """What is known of a photo besides its pixels."""

    media_type: PhotoType = Field(sa_type=word(PhotoType))
    width: int = Field(ge=1, le=LONGEST_SIDE)
    """Pixels, as shown: turned upright."""
    height: int = Field(ge=1, le=LONGEST_SIDE)
    byte_count: int = Field(ge=1, le=MOST_BYTES)
    entered_by: ActingAs = Field(sa_type=word(ActingAs))
    seq: int = Field(ge=1, sa_type=BigInteger)
    """The diary's number at which it was last added, withdrawn or brought back."""


class Photo(PhotoBase, table=True):
    """A photo of an entry. Withdrawn, it stays and can be brought back."""

    __table_args__ = (
        *checks_of(PhotoBase),
        CheckConstraint("length(content) = byte_count", name="bytes_are_counted"),
        CheckConstraint("length(sent_hash) = 64", name="sent_hash_is_a_hash"),
        ForeignKeyConstraint(
            ["patient_id", "entry_id"],
            ["entry.patient_id", "entry.id"],
            name="entry_is_in_the_diary",
        ),
        # Also the index by which an entry's photos are found.
        UniqueConstraint("patient_id", "entry_id", "sent_hash", name="sent_once"),
    )

    patient_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    entry_id: UUID
    sent_hash: str = Field(max_length=64)
    """SHA-256 of what was sent, in hexadecimal: a photo that arrives twice is there once."""
    by_user: UUID | None = Field(default=None)
    """Who added it; null for the console."""
    clinic_id: UUID | None = Field(default=None)
    """The clinic for which staff added it."""
    added_at: datetime = Field(sa_type=UTC_TIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    content: bytes = Field(sa_type=LargeBinary)
