"""Calendar days as columns have them, numbers since 1970-01-01, and as dates."""

from datetime import date

EPOCH = date(1970, 1, 1).toordinal()
"""What a day's number lacks to Python's own ordinal."""


def date_of(day: int) -> date:
    """The date of that number."""
    return date.fromordinal(EPOCH + int(day))


def day_of(day: date) -> int:
    """The number of that date."""
    return day.toordinal() - EPOCH
