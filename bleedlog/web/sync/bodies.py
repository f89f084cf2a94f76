"""What phones send and get, as pydantic models: the OpenAPI document is made from these.

A deed that cannot be read does not stop the others of its batch: it is refused by itself, so that
one old or spoilt deed on a phone never holds back what was logged after it.
"""

from enum import StrEnum
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from bleedlog.models.moment import LATEST
from bleedlog.models.phone import ZONE_LENGTH
from bleedlog.web.api.bodies import LARGEST_CURSOR, Entries

MOST_ITEMS: Final = 200
MOST_ANSWERS: Final = 200
MOST_AFTER: Final = 50
MOST_DIARIES: Final = 50
LARGEST_REVISION: Final = 2**31 - 1
FIRST_CLOCK: Final = 1970
"""No phone's clock shows an earlier year."""

_STRICT = ConfigDict(extra="forbid", strict=True)


class Do(StrEnum):
    """What was done."""

    LOG = "log"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    STOP = "stop"
    RESUME = "resume"
    TREAT = "treat"
    CHECK_IN = "check-in"
    SAME_BLEED = "same-bleed"
    EARLIER = "earlier"
    OTHER_SIDE = "other-side"


class Form(StrEnum):
    """The forms of /log/..., by their paths."""

    BLEED = "bleed"
    BRUISE = "bruise"
    JOINT_PAIN = "joint-pain"
    FACTOR = "factor"


WITH_FORM = frozenset({Do.LOG, Do.CHANGE})
SEEN = frozenset(
    {Do.CHANGE, Do.WITHDRAW, Do.RESTORE, Do.STOP, Do.RESUME, Do.EARLIER, Do.OTHER_SIDE}
)
"""What is done with a state that was seen, and so names its revision."""


class SyncItem(BaseModel):
    """One deed: the answers of a form as they were given, or an entry as POST /entries takes it."""

    model_config = _STRICT
    item: UUID = Field(description="Yours, one a deed: the same deed again is done once.")
    patient: UUID = Field(description="Whose diary.")
    do: Do
    kind: Form | None = Field(default=None, description="Which form was answered.")
    id: UUID | None = Field(
        default=None, description="The entry that it is about; of a new one yours."
    )
    revision: int | None = Field(default=None, ge=0, le=LARGEST_REVISION)
    at: AwareDatetime | None = Field(default=None, description="Your clock when it was done.")
    zone: str | None = Field(
        default=None, max_length=ZONE_LENGTH, pattern=r"^[ -~]+$", description="Yours, then."
    )
    here: bool = Field(
        default=False,
        description="Somebody is at the form now: a time in the future is refused, as by the form.",
    )
    after: list[UUID] = Field(
        default_factory=list,
        max_length=MOST_AFTER,
        description="Your earlier deeds about this entry, of which you had no answer then.",
    )
    answers: list[tuple[str, str]] = Field(default_factory=list, max_length=MOST_ANSWERS)
    entry: dict[str, Any] | None = Field(
        default=None, description="Instead of answers: an entry to log, as POST /entries takes it."
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        needed: dict[str, object] = {}
        if self.entry is not None:
            if self.do is not Do.LOG or self.answers:
                message = "entry: only to log it, and without answers"
                raise ValueError(message)
        else:
            needed = {"id": self.id, "at": self.at, "zone": self.zone}
            if self.do in WITH_FORM:
                needed["kind"] = self.kind
            if self.do in SEEN:
                needed["revision"] = self.revision
        missing = [name for name, value in needed.items() if value is None]
        if missing:
            message = f"{missing[0]}: needed to {self.do}"
            raise ValueError(message)
        if self.at is not None and not FIRST_CLOCK <= self.at.year <= LATEST.year:
            message = f"at: expected a year from {FIRST_CLOCK} to {LATEST.year}"
            raise ValueError(message)
        return self


class OtherItem(BaseModel):
    """A deed that cannot be read: it is refused by itself, and the others are done."""

    model_config = ConfigDict(extra="allow", strict=True)
    item: UUID


Cursor = Annotated[int, Field(ge=0, le=LARGEST_CURSOR)]


class SyncIn(BaseModel):
    """What a phone kept, in the order in which it was done."""

    model_config = _STRICT
    user: UUID | None = Field(default=None, description="Who did it; somebody else's is refused.")
    clock: AwareDatetime = Field(description="Your clock now.")
    items: list[Annotated[SyncItem | OtherItem, Field(union_mode="left_to_right")]] = Field(
        default_factory=list, max_length=MOST_ITEMS
    )
    pull: dict[UUID, Cursor] = Field(
        default_factory=dict,
        max_length=MOST_DIARIES,
        description="By diary, after which cursor its entries are asked for.",
    )

    @model_validator(mode="after")
    def _clock_is_of_these_days(self) -> Self:
        if not FIRST_CLOCK <= self.clock.year <= LATEST.year:
            message = f"clock: expected a year from {FIRST_CLOCK} to {LATEST.year}"
            raise ValueError(message)
        return self


class Outcome(StrEnum):
    """What came of a deed."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    """It was done before, or there was nothing to do."""
    CONFLICT = "conflict"
    """The entry was changed elsewhere, too: both states are kept, a person chooses."""
    REJECTED = "rejected"


class Reason(BaseModel):
    """Why a deed was refused."""

    field: str | None = Field(description="The field of the form; null if it is about the whole.")
    message: str


class ItemTold(BaseModel):
    """What came of one deed. Only what is rejected is not stored durably."""

    item: UUID
    id: UUID | None = Field(default=None, description="The entry.")
    outcome: Outcome
    revision: int | None = Field(default=None, description="At which the entry is now.")
    seen: str | None = Field(default=None, description="The page on which a person sees it.")
    check_time: bool = Field(
        default=False, description="Stored, but your clock was off: somebody should look at it."
    )
    reasons: list[Reason] = Field(default_factory=list)


class SyncOut(BaseModel):
    """What came of each deed, in their order, and what was asked for."""

    items: list[ItemTold]
    pulled: dict[UUID, Entries] = Field(description="By diary; those that you may read.")


class DiaryOut(BaseModel):
    """A diary that whoever is signed in may open."""

    patient: UUID
    name: str
    zone: str
    may_log: bool = Field(description="Whether they may log in it.")


class SessionOut(BaseModel):
    """Who is signed in."""

    user: UUID
    csrf_token: str = Field(description="For the header X-CSRFToken.")
    diaries: list[DiaryOut]
