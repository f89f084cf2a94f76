"""What a clinic records: results, courses, scores, what it settles, what was reviewed."""

from typing import ClassVar, Self
from uuid import UUID

from pydantic import ConfigDict, ValidationInfo, field_validator, model_validator
from sqlmodel import Field

from bleedlog.models.columns import word
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.fields import Ending, MeasureFields
from bleedlog.models.vocabulary import Kind, Verdict

UNITS: dict[Kind, tuple[str, ...]] = {
    Kind.FIX_ACTIVITY: ("IU/dL", "%"),
    Kind.INHIBITOR: ("BU/mL", "BU"),
    Kind.ALT: ("U/L", "IU/L"),
    Kind.AST: ("U/L", "IU/L"),
    Kind.AFP: ("ug/L", "ng/mL"),
    Kind.ANTIBODY: ("1:n", "titre"),
}
"""Units that mean the same number, the usual one first; another unit is never converted."""


class ResultInput(MeasureFields, EntryInput):
    """A laboratory result with its unit; none without."""

    model_config = ConfigDict(validate_default=True)
    value: float = Field(ge=0, le=1e15)
    unit: str | None = Field(default=None, max_length=20)

    @field_validator("unit", mode="after")
    @classmethod
    def _unit_is_one_of_the_kind(cls, value: str | None) -> str | None:
        units = UNITS[cls.kind]
        if value not in units:
            message = f"expected {' or '.join(units)}"
            raise ValueError(message)
        return value


class FixActivityInput(ResultInput):
    """Factor IX activity, IU/dL, with its assay."""

    kind: ClassVar[Kind] = Kind.FIX_ACTIVITY


class InhibitorInput(ResultInput):
    """Inhibitor against factor IX, Bethesda units per mL."""

    kind: ClassVar[Kind] = Kind.INHIBITOR


class AltInput(ResultInput):
    """Alanine aminotransferase, U/L, with that lab's upper limit."""

    kind: ClassVar[Kind] = Kind.ALT


class AstInput(ResultInput):
    """Aspartate aminotransferase, U/L, with that lab's upper limit."""

    kind: ClassVar[Kind] = Kind.AST


class AfpInput(ResultInput):
    """Alpha-fetoprotein, ug/L."""

    kind: ClassVar[Kind] = Kind.AFP


class AntibodyInput(ResultInput):
    """AAV5 neutralising antibody titre, 1:n; `value` is n."""

    kind: ClassVar[Kind] = Kind.ANTIBODY


class SteroidCourseInput(Ending, EntryInput):
    """A course of steroids; without an end while it runs."""

    kind: ClassVar[Kind] = Kind.STEROID_COURSE
    product: str | None = Field(default=None, max_length=80)


class JointScoreInput(MeasureFields, EntryInput):
    """Haemophilia Joint Health Score, total 0 to 124."""

    kind: ClassVar[Kind] = Kind.JOINT_SCORE
    value: float = Field(ge=0, le=124)


class BackOnProphylaxisInput(Ending, EntryInput):
    """The day on which regular factor IX began again after gene therapy."""

    kind: ClassVar[Kind] = Kind.BACK_ON_PROPHYLAXIS


class AdjudicationInput(EntryInput):
    """What a clinic settles about an entry: a bleed, not a bleed, or the same bleed as another."""

    kind: ClassVar[Kind] = Kind.ADJUDICATION
    about: UUID
    verdict: Verdict = Field(sa_type=word(Verdict))
    same_as: UUID | None = Field(default=None)

    @field_validator("same_as", mode="after")
    @classmethod
    def _same_as_another(cls, value: UUID | None, info: ValidationInfo) -> UUID | None:
        if value is not None and value == info.data.get("about"):
            message = "expected another entry, found the entry itself"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _same_as_goes_with_its_verdict(self) -> Self:
        if (self.verdict is Verdict.SAME_AS) != (self.same_as is not None):
            message = "expected the other entry exactly when the verdict is “same as”"
            raise ValueError(message)
        return self


class ReviewInput(EntryInput):
    """A review together: "reviewed with you on 3 May"."""

    kind: ClassVar[Kind] = Kind.REVIEW
