"""Bleeds, bruises and joint pain: the entries that are, or may be said to be, a bleed."""

from typing import ClassVar, Self
from uuid import UUID

from pydantic import ValidationInfo, field_validator, model_validator
from sqlmodel import Field

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.fields import BleedFields, Ending
from bleedlog.models.vocabulary import Kind, Treated


class BleedLikeInput(BleedFields, Ending, EntryInput):
    """What the three kinds share; all of the diary file's columns for them."""

    same_as: UUID | None = Field(default=None)

    @field_validator("same_as", mode="after")
    @classmethod
    def _same_as_is_another(cls, value: UUID | None, info: ValidationInfo) -> UUID | None:
        if value is not None and value == info.data.get("id"):
            message = "expected another entry, found the entry itself"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _a_named_bleed_is_not_new(self) -> Self:
        if self.new_bleed and self.same_as is not None:
            message = "expected either the same bleed as another or a new one"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _a_treatment_time_says_treated(self) -> Self:
        if self.treated_from is not None:
            if self.treated is Treated.NO:
                message = "expected no treatment time beside “not treated”"
                raise ValueError(message)
            self.treated = Treated.YES
        return self


class BleedInput(BleedLikeInput):
    """A bleed."""

    kind: ClassVar[Kind] = Kind.BLEED


class BruiseInput(BleedLikeInput):
    """A bruise; counts as a bleed only when somebody says that it is one."""

    kind: ClassVar[Kind] = Kind.BRUISE


class JointPainInput(BleedLikeInput):
    """Pain or stiffness of a joint; counts as a bleed only when somebody says so."""

    kind: ClassVar[Kind] = Kind.JOINT_PAIN
