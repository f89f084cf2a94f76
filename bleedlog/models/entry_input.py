"""What every entry brings. One validated input class a kind stands in its noun's file.

All refuse unknown fields. Times are checked against each other; whether a time lies in the
future is for the one who takes the entry in (a form refuses it, a late delivery does not).
"""

from typing import ClassVar, Self
from uuid import UUID

import uuid_utils.compat
from pydantic import ConfigDict, ValidationInfo, field_validator, model_validator
from sqlmodel import Field

from bleedlog.models.fields import MOMENT_LENGTH, Happening
from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import Kind, Precision


def new_id() -> UUID:
    """A new entry's id: a UUID of version 7, so that new rows lie together in the index."""
    return uuid_utils.compat.uuid7()


class EntryInput(Happening):
    """An entry's id (made by the client), its time, its source, a note."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]  # SQLModel's own dict type knows no "forbid"
    kind: ClassVar[Kind]
    id: UUID = Field(default_factory=new_id)

    @model_validator(mode="after")
    def _precision_follows_from_time(self) -> Self:
        if self.precision is None:
            timed = parse_moment(self.start).clock is not None
            self.precision = Precision.EXACT if timed else Precision.DAY
        return self


def _without_time(value: str, what: str) -> str:
    moment = parse_moment(value)
    if moment.clock is not None:
        message = f"expected {what} without a time, like 2024-03-01"
        raise ValueError(message)
    return moment.text


class SpanInput(EntryInput):
    """A span of whole days, half-open: `end` is the day after the last."""

    end: str = Field(max_length=MOMENT_LENGTH)

    @field_validator("start", mode="after")
    @classmethod
    def _start_is_a_day(cls, value: str) -> str:
        return _without_time(value, "a day")

    @field_validator("end", mode="after")
    @classmethod
    def _end_is_a_later_day(cls, value: str, info: ValidationInfo) -> str:
        text = _without_time(value, "the day after the last")
        if "start" in info.data and text <= info.data["start"]:
            message = f"expected a day after the start ({info.data['start']})"
            raise ValueError(message)
        return text
