"""The fields of the diary, each defined once with its limits; entries are put together of them.

`Entry` (the table) has them all, nullable; an input class has those of its kind.
"""

from uuid import UUID

from pydantic import ValidationInfo, field_validator
from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import word
from bleedlog.models.moment import DEFAULT_ZONE, is_zone, parse_moment
from bleedlog.models.vocabulary import (
    Answer,
    Assay,
    Cause,
    Certainty,
    GivenBy,
    InfusionReason,
    Manifestation,
    OtherTreatment,
    Precision,
    Response,
    Severity,
    Side,
    Site,
    Size,
    Source,
    Stiffness,
    Treated,
    Verdict,
)

NOTE_LIMIT = 2000
MOMENT_LENGTH = 16
SYMPTOM_LIMIT = 12


def not_before(text: str, earlier: str, zone: str, what: str) -> str:
    """Check that a moment is not before another: by the clock if both have times, else by date.

    Raises:
        ValueError: if it is.
    """
    if parse_moment(text).is_before(parse_moment(earlier), zone, zone):
        message = f"expected {what} or later ({earlier})"
        raise ValueError(message)
    return text


class Happening(SQLModel):
    """When something was, how exactly that is known, and how it came to be known."""

    start: str = Field(max_length=MOMENT_LENGTH)
    zone: str = Field(default=DEFAULT_ZONE, max_length=64)
    precision: Precision | None = Field(default=None, sa_type=word(Precision))
    source: Source = Field(default=Source.PROSPECTIVE, sa_type=word(Source))
    note: str | None = Field(default=None, max_length=NOTE_LIMIT, sa_type=Text)
    private: bool = Field(default=False)
    """Whether the note never leaves the person's own view."""

    @field_validator("start", mode="after", check_fields=False)
    @classmethod
    def _start_is_a_moment(cls, value: str) -> str:
        return parse_moment(value).text

    @field_validator("zone", mode="after", check_fields=False)
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        if not is_zone(value):
            message = "expected the name of a time zone like Europe/London"
            raise ValueError(message)
        return value

    @field_validator("*", mode="after", check_fields=False)
    @classmethod
    def _text_can_be_stored(cls, value: object) -> object:
        if isinstance(value, str) and "\x00" in value:
            message = "expected text without NUL characters"
            raise ValueError(message)
        return value

    @field_validator("note", mode="after", check_fields=False)
    @classmethod
    def _note_is_something(cls, value: str | None) -> str | None:
        return value or None


class Ending(SQLModel):
    """When something ended, if it has."""

    end: str | None = Field(default=None, max_length=MOMENT_LENGTH)

    @field_validator("end", mode="after", check_fields=False)
    @classmethod
    def _end_is_not_before_start(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        text = parse_moment(value).text
        if "start" not in info.data or "zone" not in info.data:
            return text
        return not_before(text, info.data["start"], info.data["zone"], "the start")


class BleedFields(SQLModel):
    """What is told of a bleed, a bruise or joint pain."""

    manifestation: Manifestation | None = Field(default=None, sa_type=word(Manifestation))
    site: Site | None = Field(default=None, sa_type=word(Site))
    side: Side | None = Field(default=None, sa_type=word(Side))
    cause: Cause | None = Field(default=None, sa_type=word(Cause))
    certainty: Certainty | None = Field(default=None, sa_type=word(Certainty))
    severity: Severity | None = Field(default=None, sa_type=word(Severity))
    pain: int | None = Field(default=None, ge=0, le=10)
    symptoms: str | None = Field(default=None, max_length=400)
    """Words parted by a space."""
    size: Size | None = Field(default=None, sa_type=word(Size))
    stiffness: Stiffness | None = Field(default=None, sa_type=word(Stiffness))
    swelling: bool | None = Field(default=None)
    treated: Treated | None = Field(default=None, sa_type=word(Treated))
    treated_from: str | None = Field(default=None, max_length=MOMENT_LENGTH)
    treated_until: str | None = Field(default=None, max_length=MOMENT_LENGTH)
    other_treatment: str | None = Field(default=None, max_length=200)
    """Words of `OtherTreatment` parted by a space."""
    response: Response | None = Field(default=None, sa_type=word(Response))
    new_bleed: bool = Field(default=False)
    """Somebody said that this is a new bleed (`same_as` = `new`)."""

    @field_validator("symptoms", mode="after", check_fields=False)
    @classmethod
    def _symptoms_are_words(cls, value: str | None) -> str | None:
        words = value.split() if value else []
        if len(words) > SYMPTOM_LIMIT or not all(
            one.isascii() and one.replace("_", "").replace("-", "").isalnum() and one == one.lower()
            for one in words
        ):
            message = f"expected at most {SYMPTOM_LIMIT} words in small letters, like swelling"
            raise ValueError(message)
        return " ".join(words) or None

    @field_validator("other_treatment", mode="after", check_fields=False)
    @classmethod
    def _other_treatments_are_words(cls, value: str | None) -> str | None:
        words = value.split() if value else []
        known = [one.value for one in OtherTreatment]
        if not set(words) <= set(known) or len(set(words)) < len(words):
            message = f"expected words of {', '.join(known)}, each once"
            raise ValueError(message)
        return " ".join(words) or None

    @field_validator("treated_from", mode="after", check_fields=False)
    @classmethod
    def _treated_from_is_not_before_start(
        cls, value: str | None, info: ValidationInfo
    ) -> str | None:
        if value is None:
            return None
        text = parse_moment(value).text
        if "start" not in info.data or "zone" not in info.data:
            return text
        return not_before(text, info.data["start"], info.data["zone"], "the start")

    @field_validator("treated_until", mode="after", check_fields=False)
    @classmethod
    def _treated_until_is_not_before_treated_from(
        cls, value: str | None, info: ValidationInfo
    ) -> str | None:
        if value is None:
            return None
        text = parse_moment(value).text
        if "treated_from" not in info.data or "zone" not in info.data:
            return text
        first = info.data["treated_from"]
        if first is None:
            message = "expected treated_from beside it"
            raise ValueError(message)
        zone = info.data["zone"]
        if "start" in info.data:
            # A first treatment without a time lets through a last one before the onset's.
            not_before(text, info.data["start"], zone, "the start")
        return not_before(text, first, zone, "the first treatment")


class InfusionFields(SQLModel):
    """What was infused."""

    product: str | None = Field(default=None, max_length=80)
    dose_iu: float | None = Field(default=None, gt=0, le=100_000)
    batch: str | None = Field(default=None, max_length=80)
    reason: InfusionReason | None = Field(default=None, sa_type=word(InfusionReason))


class GivenFields(SQLModel):
    """Who gave an infusion."""

    given_by: GivenBy | None = Field(default=None, sa_type=word(GivenBy))


class MeasureFields(SQLModel):
    """A number that somebody measured or counted."""

    value: float | None = Field(default=None, ge=0, le=1e15)
    unit: str | None = Field(default=None, max_length=20)
    assay: Assay | None = Field(default=None, sa_type=word(Assay))
    reagent: str | None = Field(default=None, max_length=80)
    lab: str | None = Field(default=None, max_length=80)
    upper_limit: float | None = Field(default=None, gt=0, le=100_000)
    hours_since_factor: float | None = Field(default=None, ge=0, le=100_000)


class TherapyFields(SQLModel):
    """What else is known of a gene therapy."""

    weight_kg: float | None = Field(default=None, gt=0, le=400)
    centre: str | None = Field(default=None, max_length=120)


class CheckInFields(SQLModel):
    """What a check-in answers; blank is "I don't remember"."""

    answer: Answer | None = Field(default=None, sa_type=word(Answer))


class VerdictFields(SQLModel):
    """What a clinic settles."""

    verdict: Verdict | None = Field(default=None, sa_type=word(Verdict))


class LinkFields(SQLModel):
    """Other entries of the same diary that this one names."""

    same_as: UUID | None = Field(default=None)
    """The entry whose bleed this is, too."""
    treats: UUID | None = Field(default=None)
    """The entry that an infusion was for."""
    about: UUID | None = Field(default=None)
    """The entry that an adjudication settles."""
