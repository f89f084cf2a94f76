"""What a clinic settled, in words."""

from dataclasses import dataclass
from typing import Any

from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import Verdict
from bleedlog.web.words import entry_title, long_date


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict as the entry's page shows it."""

    id: str
    words: str
    by: str
    reason: str | None


def verdict_words(ruling: Any, named: Any) -> str:
    """Such as "not a bleed", "the same as Left knee bleed, 3 May 2026"."""
    if ruling.verdict is Verdict.BLEED:
        return "a bleed"
    if ruling.verdict is Verdict.NOT_A_BLEED:
        return "not a bleed"
    if named is None:
        return "the same as another bleed"
    return f"the same as {entry_title(named)}, {long_date(named.start_day)}"


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
