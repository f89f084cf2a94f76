"""The next appointment and the last review, in words."""

from dataclasses import dataclass
from datetime import date

from bleedlog.services.appointments import ComingAppointment
from bleedlog.services.reviews import Review
from bleedlog.web.words import clock_words, day_month, long_date, weekday_date

NEAR_DAYS = 14
"""From when on the days until then are counted."""


@dataclass(frozen=True, slots=True)
class AppointmentWords:
    """An appointment as a card says it."""

    day: str
    where: str
    near: str | None
    """How soon, if it is soon."""


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """A review as the person reads it."""

    title: str
    note: str | None
    by: str


def appointment_words(one: ComingAppointment, today: date) -> AppointmentWords:
    """Such as "Monday 2 November", "9:30am, Leeds", "In 3 days"."""
    days = (one.day - today).days
    near = {0: "Today", 1: "Tomorrow"}.get(days, f"In {days} days")
    where = one.clinic_name if one.clock is None else f"{clock_words(one.clock)}, {one.clinic_name}"
    day = weekday_date(one.day)
    if one.day.year != today.year:
        day = f"{day} {one.day.year}"
    return AppointmentWords(day, where, near if days <= NEAR_DAYS else None)


def review_words(review: Review, today: date, *, is_own: bool) -> ReviewWords:
    """Such as "Reviewed with you on 3 May"; for somebody who helps "Reviewed together on 3 May"."""
    this_year = review.day.year == today.year
    day = day_month(review.day) if this_year else long_date(review.day)
    who = ", ".join(name for name in (review.by_name, review.clinic_name) if name)
    together = "with you" if is_own else "together"
    return ReviewWords(f"Reviewed {together} on {day}", review.note, who or "A clinic")
