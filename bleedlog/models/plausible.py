"""What a clinic's record seldom is: such values are asked about once, and never refused.

The bounds are wide: they find slips of a finger or of a unit, not illness. A clinician must confirm
them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bleedlog.models.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Usual:
    """Between what a value usually lies, both included."""

    low: float
    high: float


VALUES: Mapping[Kind, Usual] = {
    Kind.FIX_ACTIVITY: Usual(0, 150),
    Kind.INHIBITOR: Usual(0, 500),
    Kind.ALT: Usual(3, 1000),
    Kind.AST: Usual(3, 1000),
    Kind.AFP: Usual(0, 500),
    Kind.ANTIBODY: Usual(0, 20_000),
    Kind.JOINT_SCORE: Usual(0, 80),
    # Hemgenix is given as 2e13 gc/kg.
    Kind.GENE_THERAPY: Usual(1e12, 1e14),
}
"""Of results in their usual unit."""

UPPER_LIMITS: Mapping[Kind, Usual] = {
    Kind.ALT: Usual(20, 100),
    Kind.AST: Usual(20, 100),
    Kind.AFP: Usual(3, 50),
}
WEIGHT_KG = Usual(25, 180)
HOURS_SINCE_FACTOR = Usual(0, 24 * 60)
YEARS_AGO = 20
"""A record from longer ago is asked about: browsers and people slip by a century."""
BLEEDS_A_YEAR = 100
"""More bleeds than that in a year, by a number alone, are asked about."""
STEROID_DAYS = 365
SPAN_DAYS = 3 * 366
FALL = 10
LOW_FIX = 2
"""A factor IX level under this, and less than a tenth of the one before, may be in IU/mL."""
