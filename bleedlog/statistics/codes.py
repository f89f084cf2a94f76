"""The few words of the vocabulary that a rule turns on, as small integers for columns.

Words that no rule turns on (which muscle, which joint) are any other code that the caller
chooses; which sites are joints is handed over as a set (`Diaries.joint_sites`).
"""

from enum import IntEnum


class Kind(IntEnum):
    """Which kind of entry a row of `Bleeds` is."""

    BLEED = 1
    BRUISE = 2
    JOINT_PAIN = 3


class Manifestation(IntEnum):
    """Blank, and the words that counting rule 1 treats apart; others are codes from 10 on."""

    BLANK = 0
    JOINT = 1
    SKIN = 2
    OTHER = 3


class Cause(IntEnum):
    """Why a bleed began. Blank is unknown (counting rule 1, point 3)."""

    BLANK = 0
    UNKNOWN = 1
    SPONTANEOUS = 2
    TRAUMATIC = 3
    ACTIVITY = 4
    SURGICAL = 5


class Certainty(IntEnum):
    """What the person says: is it a bleed?"""

    BLANK = 0
    CERTAIN = 1
    UNSURE = 2


class Adjudication(IntEnum):
    """What the clinic says; beats the person's own certainty."""

    BLANK = 0
    BLEED = 1
    NOT_A_BLEED = 2


class Span(IntEnum):
    """Which kind of claim a row of `Spans` makes about its days."""

    NO_BLEEDS = 1
    OBSERVED = 2
    HAD_BLEEDS = 3
    BLEED_COUNT = 4
    FORGOTTEN = 5
    """Somebody was asked about the days and could not say: it claims nothing."""


BLANK = 0
"""Code of a blank site or side."""

SAME_AS_CLOCK = -1
"""`Bleeds.same_as`: nobody said, so the clock decides."""

SAME_AS_NEW = -2
"""`Bleeds.same_as`: somebody said that this is a new bleed."""

NO_DAY = -(2**31)
"""A day column without a day (int32 minimum)."""

NO_MINUTE = -(2**63)
"""A minute column without an instant (int64 minimum, so that maxima ignore it)."""
