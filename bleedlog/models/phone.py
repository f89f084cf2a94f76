"""Deeds that a phone kept for a while: when they were done by its clock, and what that may be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME

ZONE_LENGTH = 64
SMALL_OFFSET = timedelta(minutes=5)
"""How far a phone's clock may be off before what it tells is to be checked."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far ahead a clock may be before a time counts as in the future."""
LONGEST_WAIT = timedelta(days=31)
"""A deed that says it waited longer was more likely done under a clock that was wrong then."""
UNBELIEVABLE_WAIT = timedelta(days=366)
"""Of a deed that says it waited longer nobody knows when it was done."""


class PhoneClock(SQLModel):
    """By which clock a phone told a state later; all null for one that came at once."""

    phone_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    """The phone's clock when it was done, as it stood."""
    phone_zone: str | None = Field(default=None, max_length=ZONE_LENGTH)
    """The zone that the phone was set to, as told."""
    clock_offset: int | None = Field(default=None, sa_type=BigInteger)
    """Seconds by which the server's clock was ahead of the phone's when it was sent."""


class ToldByPhone(PhoneClock):
    """The same with the deed that made the state."""

    item_id: UUID | None = Field(default=None)
    """The phone's own number for the deed: sent again it is known by it."""


def moment_told(at: datetime, offset: timedelta, received: datetime) -> datetime:
    """When something was done: the phone's clock put right; when it came, if that cannot be."""
    told = at + offset
    return told if received - UNBELIEVABLE_WAIT <= told <= received else received


@dataclass(frozen=True, slots=True)
class Tap:
    """A deed as a phone tells it: its number, when by the phone's clock, and what that is worth."""

    item_id: UUID
    at: datetime
    """The phone's clock when it was done; aware."""
    zone: str
    sent: datetime
    """The phone's clock while it was sent; aware."""
    received: datetime
    """The server's clock at that moment; aware."""

    @property
    def offset(self) -> timedelta:
        """How far the server's clock was ahead of the phone's."""
        return self.received - self.sent

    @property
    def moment(self) -> datetime:
        """When it was done, as far as can be told: the phone's time put right by the offset.

        Never after it was received, whatever the phone's clock says.
        """
        return moment_told(self.at, self.offset, self.received)

    @property
    def is_doubtful(self) -> bool:
        """Whether the phone's clock was off, so that somebody should check the time."""
        waited = self.sent - self.at
        return abs(self.offset) > SMALL_OFFSET or not -CLOCK_SKEW <= waited <= LONGEST_WAIT

    @property
    def clock(self) -> dict[str, object]:
        """As `PhoneClock` keeps it."""
        return {
            "phone_at": self.at,
            "phone_zone": self.zone,
            "clock_offset": round(self.offset.total_seconds()),
        }


def told_by(tap: Tap | None) -> dict[str, object]:
    """As `ToldByPhone` keeps it; None for what came at once."""
    if tap is None:
        return dict.fromkeys(ToldByPhone.model_fields)
    return {"item_id": tap.item_id, **tap.clock}
