"""Infusions of clotting factor, and the one infusion of a gene therapy."""

from typing import ClassVar
from uuid import UUID

from pydantic import field_validator
from sqlmodel import Field

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.fields import GivenFields, InfusionFields, MeasureFields, TherapyFields
from bleedlog.models.vocabulary import Kind

DOSE_UNIT = "gc/kg"


class InfusionInput(InfusionFields, GivenFields, EntryInput):
    """A dose of clotting factor IX, for a bleed if `treats` names it."""

    kind: ClassVar[Kind] = Kind.INFUSION
    treats: UUID | None = Field(default=None)


class GeneTherapyInput(InfusionFields, TherapyFields, MeasureFields, EntryInput):
    """The gene therapy: its day divides before from after. `value` is the dose in gc/kg."""

    kind: ClassVar[Kind] = Kind.GENE_THERAPY

    @field_validator("unit", mode="after")
    @classmethod
    def _unit_of_the_dose(cls, value: str | None) -> str | None:
        if value and value != DOSE_UNIT:
            message = f"expected {DOSE_UNIT}, genome copies per kg of body weight"
            raise ValueError(message)
        return value or None
