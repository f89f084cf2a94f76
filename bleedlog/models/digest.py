"""What a clinic's worklist says of a diary, kept so that it is worked out once a change."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import checks_of


class DigestBase(SQLModel):
    """Of which state of a diary it is, and how it was made."""

    last_seq: int = Field(ge=0, sa_type=BigInteger)
    """The diary's own number at the time: with another one the digest is of the past."""
    edition: int = Field(ge=1)
    """By which edition of the rules it was made (`services.digests.EDITION`)."""
    good_until: date | None = Field(default=None)
    """From this day on something counts that was dated ahead; None if nothing was."""


class DiaryDigest(DigestBase, table=True):
    """One diary in a few figures. It holds nothing that the diary does not say."""

    __tablename__ = "diary_digest"
    __table_args__ = checks_of(DigestBase)

    patient_id: UUID = Field(primary_key=True, foreign_key="diary.patient_id")
    figures: dict[str, Any] = Field(sa_type=JSON)
    """As `services.digests.Digest`, days as numbers."""
