"""When something was, asked the way people think: just now, earlier today, yesterday, a date."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bleedlog.models.moment import Moment, parse_moment
from bleedlog.models.vocabulary import Precision

JUST_NOW = "just_now"
EARLIER_TODAY = "earlier_today"
YESTERDAY = "yesterday"
ANOTHER_TIME = "another_time"

WHEN_CHOICES = {
    JUST_NOW: "Just now",
    EARLIER_TODAY: "Earlier today",
    YESTERDAY: "Yesterday",
    ANOTHER_TIME: "Another time",
}


@dataclass(frozen=True, slots=True)
class When:
    """A start as it is stored."""

    start: str
    precision: Precision


def start_of(choice: str, day: date | None, clock: time | None, local_now: datetime) -> When:
    """The moment that the answers mean. `local_now` is aware, in the patient's zone.

    Raises:
        ValueError: if "Another time" has no date.
    """
    today = local_now.date()
    if choice == JUST_NOW:
        now = local_now.time().replace(second=0, microsecond=0, tzinfo=None)
        return When(Moment(today, now).text, Precision.EXACT)
    if choice == ANOTHER_TIME:
        if day is None:
            message = "Enter the date it started"
            raise ValueError(message)
    else:
        day = today if choice == EARLIER_TODAY else today - timedelta(1)
    precision = Precision.DAY if clock is None else Precision.EXACT
    return When(Moment(day, clock).text, precision)


def answers_of(entry: Any) -> dict[str, object]:
    """The form's answers that mean an entry's start: always a date, a time if it has one."""
    moment = parse_moment(entry.start)
    return {"when": ANOTHER_TIME, "date": moment.day, "time": moment.clock}
