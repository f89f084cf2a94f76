"""A day as people say it: "10 days ago", "last Tuesday", "yesterday 4pm", "3 November"."""

import re
from datetime import UTC, date, datetime, time, timedelta

from bleedlog.exchange.typed import clock_of, year_of
from bleedlog.models.moment import EARLIEST, LATEST, Moment

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
NUMBERS = {"a": 1, "an": 1} | {
    word: number for number, word in enumerate(_NUMBER_WORDS.split(), start=1)
}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
LEAP_YEARS_APART = 8
"""Years from a 29 February to the next, at most."""
SHORTEST = 3
"""Letters after which a weekday or a month is known."""

_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)\b|\b(\d{1,2}):(\d{2})\b")
_AGO = re.compile(r"(\w+) (day|week|fortnight)s? ago")
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_HOURS_AGO = re.compile(r"(?:about )?(\w{1,6}) hours? ago")
MOST_HOURS = 72
"""Longer ago people say the day."""

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4})|[/.](\d{2}))?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)(?: (\d{4}|\d{2}))?")
_NAMED_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_WITH_WEEKDAY = re.compile(r"([a-z]+) (.*\d.*)")
_NIGHT = re.compile(r"\bnight\b")
MORNING = time(6)
"""Hours before it belong to the night that began on the day before."""

_AHEAD = re.compile(r"\btomorrow\b|\bnext\b|\bin (\w+) (hour|day|week|fortnight|month|year)s?\b")
_EMPTY_WORDS = re.compile(r"\b(on|at|in the|the|last|about|morning|afternoon|evening)\b|,")
_SAME = {r"\bnoon\b": "12pm", r"\bmidnight\b": "12am", r"\b([ap])\.m\b\.?": r"\1m"}
"""Words and how else they are said."""


def said_day(text: str, today: date) -> Moment | None:
    """The day, and the time if one is said, or None for what is not understood.

    A weekday is the last one before `today`; a date without its year is the last such date,
    `today` among them. Days come before months, as British people write them.
    """
    words = " ".join(text.casefold().split())
    for said, plain in _SAME.items():
        words = re.sub(said, plain, words)
    words = words.removesuffix(".")
    clock = _CLOCK.search(words)
    rest = words if clock is None else words[: clock.start()] + " " + words[clock.end() :]
    at = None if clock is None else _clock(*clock.groups())
    if clock is not None and at is None:
        return None
    day = _day(" ".join(_EMPTY_WORDS.sub(" ", rest).split()), today)
    if day is None or not EARLIEST <= day <= LATEST:
        return None
    goes_on = at is not None and at < MORNING and _NIGHT.search(words)
    return Moment(day + timedelta(1) if goes_on else day, at)


def said_moment(text: str, now: datetime) -> Moment | None:
    """As `said_day`, and "2 hours ago" too. `now` is aware, in the zone of whoever says it."""
    hours = _HOURS_AGO.fullmatch(" ".join(text.casefold().split()))
    if hours is None:
        return said_day(text, now.date())
    number = NUMBERS.get(hours[1]) or (int(hours[1]) if hours[1].isdecimal() else None)
    if number is None or number > MOST_HOURS:
        return None
    at = (now.astimezone(UTC) - timedelta(hours=number)).astimezone(now.tzinfo)
    return Moment(at.date(), at.time().replace(second=0, microsecond=0))


def is_ahead(text: str) -> bool:
    """Whether words that are no day of the past say that it is yet to come, like "tomorrow"."""
    return _AHEAD.search(text.casefold()) is not None


def _clock(
    hour: str | None, minute: str | None, half: str | None, hours: str | None, minutes: str | None
) -> time | None:
    try:
        return clock_of(int(hour or hours or 0), int(minute or minutes or 0), half)
    except ValueError:
        return None


def _day(words: str, today: date) -> date | None:
    known = {"today": 0, "this": 0, "yesterday": 1, "day before yesterday": 2, "night": 1}
    words = " ".join(_NIGHT.sub(" ", words).split()) or words
    if words in known:
        return today - timedelta(known[words])
    try:
        return (
            _counted(words, today)
            or _weekday(words, today)
            or _with_weekday(words, today)
            or _date(words, today)
        )
    except (ValueError, OverflowError):
        return None


def _counted(words: str, today: date) -> date | None:
    ago = _AGO.fullmatch(words)
    if ago is None:
        return None
    number = NUMBERS.get(ago[1]) or int(ago[1])
    return today - timedelta(number * _DAYS[ago[2]])


def _weekday(words: str, today: date) -> date | None:
    number = _among(WEEKDAYS, words)
    return None if number is None else today - timedelta((today.weekday() - number - 1) % 7 + 1)


def _with_weekday(words: str, today: date) -> date | None:
    """As this app writes "Tuesday 3 November"; where that was no Tuesday, nothing is guessed."""
    found = _WITH_WEEKDAY.fullmatch(words)
    number = None if found is None else _among(WEEKDAYS, found[1])
    if found is None or number is None:
        return None
    day = _date(found[2], today)
    return day if day is not None and day.weekday() == number else None


def _date(words: str, today: date) -> date | None:
    slashed, named, first = (
        pattern.fullmatch(words) for pattern in (_SLASHED, _NAMED, _NAMED_FIRST)
    )
    if slashed is not None:
        day, month, year = int(slashed[1]), int(slashed[2]), slashed[3] or slashed[4]
    elif named is not None:
        day, month, year = int(named[1]), (_among(MONTHS, named[2]) or 0) + 1, named[3]
        if _among(MONTHS, named[2]) is None:
            return None
    elif first is not None and _among(MONTHS, first[1]) is not None:
        day, month, year = int(first[2]), (_among(MONTHS, first[1]) or 0) + 1, first[3]
    else:
        return date.fromisoformat(words)
    if year is not None:
        return date(year_of(year), month, day)
    return _last_such(day, month, today)


def _last_such(day: int, month: int, today: date) -> date | None:
    for year in range(today.year, today.year - LEAP_YEARS_APART - 1, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            # A 29 February that this year does not have.
            continue
        if found <= today:
            return found
    return None


def _among(names: list[str], word: str) -> int | None:
    found = [at for at, name in enumerate(names) if name.startswith(word)]
    return found[0] if len(word) >= SHORTEST and len(found) == 1 else None
