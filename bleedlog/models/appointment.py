"""The next appointment at a clinic, as the clinic set it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, field_validator
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of
from bleedlog.models.entry_input import new_id
from bleedlog.models.fields import MOMENT_LENGTH
from bleedlog.models.moment import parse_moment


class AppointmentBase(SQLModel):
    """When it is."""

    start: str = Field(max_length=MOMENT_LENGTH)
    """A day, with a time if that is known: local to the clinic."""


class Appointment(AppointmentBase, table=True):
    """One date that a clinic gave somebody; it stays on record when another takes its place."""

    __table_args__ = (*checks_of(AppointmentBase), Index("appointment_by_clinic", "clinic_id"))

    patient_id: UUID = Field(primary_key=True, foreign_key="diary.patient_id")
    id: UUID = Field(default_factory=new_id, primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    start_day: date
    set_by: UUID
    set_at: datetime = Field(sa_type=UTC_TIME)
    ended_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    """When it was taken back, or another date took its place."""


class AppointmentInput(AppointmentBase):
    """An appointment as somebody typed it."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]  # SQLModel's own dict type knows no "forbid"

    @field_validator("start", mode="after")
    @classmethod
    def _start_is_a_moment(cls, value: str) -> str:
        return parse_moment(value).text
