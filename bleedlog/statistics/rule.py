"""Counting rule 1 and its options, shown beside every figure."""

from dataclasses import dataclass

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Rule:
    """How bleeds are counted and rated. The defaults are counting rule 1.

    `lead_in_months` makes the lead-in the N calendar months before the infusion instead of
    all observed time before it. `mid_p` asks for mid-P intervals of the ratio.
    """

    version: int = 1
    merge_hours: float = 72
    min_days: int = 90
    confidence: float = 0.95
    exclude_unsure: bool = False
    include_surgical: bool = False
    lead_in_months: int | None = None
    mid_p: bool = False
