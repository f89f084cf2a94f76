"""Numbers as people read them."""

from decimal import Decimal
from typing import Final

_GROUPED_FROM: Final = 1_000_000
_POWER_FROM: Final = 1_000_000_000
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def number_words(value: float) -> str:
    """A stored number, whole: "36.9", "2000", "1,250,000", "2 × 10¹³". Nothing is rounded away."""
    number = Decimal(str(value)).normalize()
    if abs(number) >= _POWER_FROM:
        power = number.adjusted()
        return f"{number.scaleb(-power).normalize():f} × 10{str(power).translate(_RAISED)}"
    return f"{number:,f}" if abs(number) >= _GROUPED_FROM else f"{number:f}"
