"""Dates and numbers as people in hospitals type them, read without a guess."""

import re
from calendar import month_name
from datetime import date, time
from typing import Final

from bleedlog.models.moment import EARLIEST, LATEST, Moment

AS_DATE = "Enter a date that exists, like 6 August 2026 or 06/08/2026"
AS_NUMBER = "Enter a number like 0.4"
_MONTHS: Final = {
    name[:length].lower(): number
    for number, name in enumerate(month_name)
    for length in (3, 4, len(name))
    if name
}
_DATES: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})"),
    # Not "06-08-26", where the year may stand first.
    re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{2})"),
    re.compile(
        r"(?:[a-z]+,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ \-]"
        r"(?P<month>[a-z]+)\.?[ \-,]+(?P<year>\d{4}|\d{2})"
    ),
)
_CLOCK = re.compile(r"(?:[t ,]+)(\d{1,2})[:.](\d{2})(?::\d{2})?(?: ?([ap])\.?m\.?)?$")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_WITH_UNIT = re.compile(r"([+-]?[\d.,]*\d)\s*([^\s\d.,].*)")
_POWER = re.compile(r"(\d+(?:\.\d+)?)\s*(?:x|×|\*)\s*10\s*(?:\^|\*\*|e)?\s*\+?(\d{1,2})")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LONGEST = 40
LIMITS = frozenset("<>≤≥")
"""With which a laboratory writes that a value is beyond what it can measure."""
BESIDE_A_NUMBER = ", and write in the note what the laboratory wrote"
"""What to do about a "<1" where there is a note to write in."""


def moment_typed(text: str) -> Moment:
    """A day, with a time if one is typed: "06/08/2026", "6 Aug 2026 14:30", "2026-08-06".

    Numbers are day, month, year, as in Britain; a year of two digits, as spreadsheets show it
    ("06-Aug-26"), is one of this century.

    Raises:
        ValueError: with a sentence for people, for anything else.
    """
    words = " ".join(text.lower().split())[:_LONGEST]
    clock = None
    found = _CLOCK.search(words)
    if found:
        words = words[: found.start()]
        clock = (int(found[1]), int(found[2]), found[3])
    found = next((one for one in (pattern.fullmatch(words) for pattern in _DATES) if one), None)
    if found is None:
        raise ValueError(AS_DATE)
    parts = found.groupdict()
    month = parts["month"]
    try:
        number = int(month) if month.isdigit() else _MONTHS[month]
        day = date(year_of(parts["year"]), number, int(parts["day"]))
        moment = Moment(day, clock_of(*clock) if clock else None)
    except (ValueError, KeyError):
        raise ValueError(AS_DATE) from None
    if not EARLIEST <= moment.day <= LATEST:
        message = "Check the year"
        raise ValueError(message)
    return moment


def clock_of(hour: int, minute: int, half: str | None) -> time:
    """The time of a clock of 24 hours, or of 12 with `half`: "am" or "pm", or its first letter.

    Raises:
        ValueError: there is no such time.
    """
    if half is None:
        return time(hour, minute)
    if not 1 <= hour <= 12:
        message = "no such hour"
        raise ValueError(message)
    return time(hour % 12 + (12 if half.startswith("p") else 0), minute)


def year_of(digits: str) -> int:
    """The year that is meant by four digits, or by the last two of this century's."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def number_typed(text: str) -> float:
    """A number: "38", "0.4", "2,000", "2 x 10^13".

    "0,4" is refused, and "0,400", too: whether it is four tenths or four is not guessed.

    Raises:
        ValueError: with a sentence for people.
    """
    words = text.strip().translate(_SUPERSCRIPTS)
    power = _POWER.fullmatch(words)
    if power is not None:
        return float(f"{power[1]}e{power[2]}")
    if _THOUSANDS.fullmatch(words):
        words = words.replace(",", "")
    if _COMMA.fullmatch(words):
        message = f"“{words[:20]}” has a comma. Write it with a point, like 0.4"
        raise ValueError(message)
    if words[:1] in LIMITS:
        message = f"“{words[:20]}” is no number. Enter the number to keep{BESIDE_A_NUMBER}"
        raise ValueError(message)
    try:
        number = float(words) if "_" not in words else float("nan")
    except ValueError:
        raise ValueError(AS_NUMBER) from None
    if not abs(number) < float("inf"):
        raise ValueError(AS_NUMBER)
    return number


def unit_apart(text: str) -> tuple[str, str]:
    """What is typed as one, parted: "0.4 IU/mL" is ("0.4", "IU/mL"), "0.4" is ("0.4", "")."""
    found = _WITH_UNIT.fullmatch(text.strip())
    return (found[1], found[2]) if found else (text.strip(), "")
