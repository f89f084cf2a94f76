"""Claims about whole days: check-ins, declared observations, bleeds known only as a number."""

from typing import ClassVar

from sqlmodel import Field

from bleedlog.models.columns import word
from bleedlog.models.entry_input import SpanInput
from bleedlog.models.fields import MeasureFields
from bleedlog.models.vocabulary import Answer, Kind


class CheckInInput(SpanInput):
    """The person's answer to "Any bleeds since ...?"; `had_bleeds` waits for its bleed.

    Without an answer nobody can say: it observes nothing, and these days are not asked for again.
    """

    kind: ClassVar[Kind] = Kind.CHECK_IN
    answer: Answer | None = Field(default=None, sa_type=word(Answer))


class ObservedInput(SpanInput):
    """A declaration that every bleed of these days is in the diary."""

    kind: ClassVar[Kind] = Kind.OBSERVED


class BleedCountInput(MeasureFields, SpanInput):
    """Only a number of bleeds is known for these days."""

    kind: ClassVar[Kind] = Kind.BLEED_COUNT
    value: int = Field(ge=0, le=10_000)
