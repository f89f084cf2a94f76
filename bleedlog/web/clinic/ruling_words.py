"""What a clinic settled, in words."""

from dataclasses import dataclass
from typing import Any

from bleedlog.models.moment import parse_moment
from bleedlog.web.words import long_date, verdict_words


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict as the entry's page shows it."""

    id: str
    words: str
    by: str
    reason: str | None


def ruling_words(ruling: Any, named: Any) -> Ruling:
    """All that there is to say of a verdict."""
    who = ", ".join(name for name in (ruling.by_name, ruling.clinic_name) if name)
    day = long_date(parse_moment(ruling.start).day)
    return Ruling(
        id=str(ruling.id),
        words=verdict_words(ruling, named),
        by=f"{who or 'A clinic'}, {day}",
        reason=ruling.note,
    )
