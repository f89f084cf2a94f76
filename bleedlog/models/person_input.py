"""What is taken in about people and clinics, checked before it is stored."""

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bleedlog.models.clinic import ClinicBase
from bleedlog.models.moment import is_zone
from bleedlog.models.nhs_number import fault_of_nhs_number, plain_nhs_number
from bleedlog.models.person import CHECK_IN_DAYS, PatientBase, UserBase

FEWEST_DIGITS = 3
"""Of a number that people call, such as 999."""


def _one_line(value: str) -> str:
    text = " ".join(value.split())
    if not text or not text.isprintable():
        message = "expected a name of letters that can be printed"
        raise ValueError(message)
    return text


def _zone_that_exists(value: str) -> str:
    if not is_zone(value):
        message = "expected the name of a time zone like Europe/London"
        raise ValueError(message)
    return value


class UserInput(UserBase):
    """A new user."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]  # SQLModel's own dict type knows no "forbid"

    @field_validator("email", mode="after")
    @classmethod
    def _email_is_an_address(cls, value: str) -> str:
        text = value.strip().lower()
        local, _, domain = text.rpartition("@")
        if not (local and domain and text.isprintable()) or " " in text:
            message = "expected an email address like name@example.org"
            raise ValueError(message)
        return text

    _name_is_one_line = field_validator("name", mode="after")(_one_line)


class PatientInput(PatientBase):
    """A new patient's profile."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]  # SQLModel's own dict type knows no "forbid"

    _name_is_one_line = field_validator("name", mode="after")(_one_line)
    _zone_exists = field_validator("zone", mode="after")(_zone_that_exists)

    @field_validator("nhs_number", mode="before")
    @classmethod
    def _nhs_number_can_be(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        number = plain_nhs_number(value)
        fault = fault_of_nhs_number(number) if number else None
        if fault is not None:
            message = f"expected an NHS number of ten digits that fit together ({fault})"
            raise ValueError(message)
        return number or None

    @field_validator("hospital_number", "product", mode="after")
    @classmethod
    def _words_can_be_read(cls, value: str | None) -> str | None:
        return _one_line(value) if value and value.strip() else None


class ClinicInput(ClinicBase):
    """A new clinic."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]  # SQLModel's own dict type knows no "forbid"

    _name_is_one_line = field_validator("name", mode="after")(_one_line)
    _zone_exists = field_validator("zone", mode="after")(_zone_that_exists)

    @field_validator("phone", mode="after")
    @classmethod
    def _phone_can_be_dialled(cls, value: str | None) -> str | None:
        text = (value or "").strip()
        if text and (len(re.findall(r"[0-9]", text)) < FEWEST_DIGITS or not text.isprintable()):
            message = "expected a number that a phone can dial"
            raise ValueError(message)
        return text or None


class CheckInWishInput(BaseModel):
    """How often somebody wants to be asked about bleeds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    check_in_days: int

    @field_validator("check_in_days", mode="after")
    @classmethod
    def _is_offered(cls, value: int) -> int:
        if value not in CHECK_IN_DAYS:
            message = f"expected one of {', '.join(map(str, CHECK_IN_DAYS))} days"
            raise ValueError(message)
        return value


class UsualDoseInput(BaseModel):
    """The dose that a form offers; blank where there is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    product: str | None = Field(default=None, max_length=80)
    usual_dose_iu: float | None = Field(default=None, gt=0, le=100_000)
