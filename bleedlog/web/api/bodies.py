"""What programs send and get, as pydantic models: the OpenAPI document is made from these."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bleedlog.models.moment import EARLIEST, LATEST
from bleedlog.models.vocabulary import ActingAs, Kind, Source

LARGEST_CURSOR: Final = 2**63 - 1
MOST_ENTRIES: Final = 500

_WHOLE = re.compile(r"-?[0-9]{1,19}")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _shaped(shape: re.Pattern[str], like: str) -> BeforeValidator:
    # Pydantic alone is kinder to text than the document says: it takes 1_000, " 5 " and "yes".
    def check(value: Any) -> Any:
        if isinstance(value, str) and not shape.fullmatch(value):
            message = f"expected something like {like}"
            raise ValueError(message)
        return value

    return BeforeValidator(check)


def _in_calendar(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value):
        year = int(value[:4])
        if not EARLIEST.year <= year <= LATEST.year:
            message = f"expected a year from {EARLIEST.year} to {LATEST.year}"
            raise ValueError(message)
    return value


Whole = Annotated[int, _shaped(_WHOLE, "90")]
Number = Annotated[float, _shaped(_NUMBER, "72"), Field(allow_inf_nan=False)]
YesOrNo = Annotated[bool, _shaped(re.compile("true|false"), "true or false")]
Day = Annotated[date, BeforeValidator(_in_calendar), _shaped(_DAY, "2024-03-01")]
_NO_OTHERS = ConfigDict(extra="forbid")


class WhoseQuery(BaseModel):
    """Whose diary: only somebody signed in with more than one needs to say."""

    model_config = _NO_OTHERS
    patient: UUID | None = Field(
        default=None, description="Whose diary; a token is for one diary and need not say."
    )


class EntriesQuery(WhoseQuery):
    """Which part of a diary's entries."""

    cursor: Whole = Field(
        default=0,
        ge=0,
        le=LARGEST_CURSOR,
        description="The cursor of the answer before; 0 begins at the beginning.",
    )
    limit: Whole = Field(default=100, ge=1, le=MOST_ENTRIES)


class RatesQuery(WhoseQuery):
    """The options of the counting rule, as of the command `bleedlog rates`."""

    treated: Day | None = Field(
        default=None, description="Day of the gene therapy, instead of the diary's."
    )
    # The limits first: after the shape they stand in the document in words that it does not know.
    lead_in_months: Annotated[int, Field(ge=1, le=1200), _shaped(_WHOLE, "90")] | None = None
    merge_hours: Number = Field(default=72, ge=0, le=8784)
    min_days: Whole = Field(default=90, ge=0, le=36525)
    confidence: Number = Field(default=0.95, ge=0.001, le=0.999999)
    exclude_unsure: YesOrNo = False
    include_surgical: YesOrNo = False
    mid_p: YesOrNo = False
    without_source: list[Source] = Field(
        default_factory=list, description="Sources to leave out; may be repeated."
    )


class EntryOut(BaseModel):
    """An entry as it is now; once it is withdrawn, a tombstone without content."""

    id: UUID
    kind: Kind
    revision: int = Field(ge=1)
    seq: int = Field(ge=1, description="Number of its last change in this diary.")
    withdrawn: bool
    check_time: bool = Field(description="Whether somebody should look at its time.")
    entered_at: datetime
    changed_at: datetime
    entered_by: ActingAs
    entry: dict[str, Any] | None = Field(description="As POST takes it; null once withdrawn.")


class Entries(BaseModel):
    """Entries in the order of their last change."""

    entries: list[EntryOut]
    cursor: int = Field(ge=0, description="Ask with it for what comes after.")
    more: bool = Field(description="Whether there is more already.")


class Stored(BaseModel):
    """The entry is stored durably. Sent once more, word for word, it gets the same answer."""

    id: UUID
    kind: Kind
    stored: bool = True


class FaultOut(BaseModel):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong."""

    error: str
    happened: str
    kept: str = Field(description="What was kept of what was sent.")
    do: str = Field(description="What to do now.")
    faults: list[FaultOut] | None = None
    reference: str | None = None
