"""Infusions of clotting factor, and the one infusion of a gene therapy."""

from typing import ClassVar
from uuid import UUID

from sqlmodel import Field

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.fields import GivenFields, InfusionFields, MeasureFields, TherapyFields
from bleedlog.models.vocabulary import Kind


class InfusionInput(InfusionFields, GivenFields, EntryInput):
    """A dose of clotting factor IX, for a bleed if `treats` names it."""

    kind: ClassVar[Kind] = Kind.INFUSION
    treats: UUID | None = Field(default=None)


class GeneTherapyInput(InfusionFields, TherapyFields, MeasureFields, EntryInput):
    """The gene therapy: its day divides before from after. `value` is the dose in gc/kg."""

    kind: ClassVar[Kind] = Kind.GENE_THERAPY
