"""What a diary's profile said before somebody corrected it: nothing that was there is lost."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.entry_input import new_id
from bleedlog.models.vocabulary import ActingAs


class ProfileField(StrEnum):
    """What can be corrected; the patient's column of that name, for the centre `centre_id`."""

    NAME = "name"
    BORN = "born"
    NHS_NUMBER = "nhs_number"
    HOSPITAL_NUMBER = "hospital_number"
    SEVERITY = "severity"
    PRODUCT = "product"
    USUAL_DOSE_IU = "usual_dose_iu"
    ZONE = "zone"
    CENTRE = "centre"


class ProfileChangeBase(SQLModel):
    """One field, and what stood there until then."""

    field: ProfileField = Field(sa_type=word(ProfileField))
    before: str | None = Field(default=None, max_length=120)
    """In ISO 8601 for a date, the name for a centre; None if nothing stood there."""


class ProfileChange(ProfileChangeBase, table=True):
    """A field that was corrected, by whom and when. Never changed, gone with the diary."""

    __tablename__ = "profile_change"
    __table_args__ = (
        *checks_of(ProfileChangeBase),
        Index("profile_change_by_time", "patient_id", "at"),
    )

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(sa_type=UTC_TIME)
    by_user: UUID | None = Field(default=None)
    """Null for the console."""
    acting_as: ActingAs = Field(sa_type=word(ActingAs))
    clinic_id: UUID | None = Field(default=None)
