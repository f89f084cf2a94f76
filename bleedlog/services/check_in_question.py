"""Which days the check-in asks about, when it is due, and when it may come less often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bleedlog.models.person import CHECK_IN_DAYS
from bleedlog.services.days import DayStatus, days_between, is_bleed, verdicts_of
from bleedlog.storage.entries import EntryRow

LONGEST_CHECK_IN = 28
"""Days that one tap may cover at most; older gaps are asked for apart."""

FIRST_CHECK_IN = 7
"""Days that the first question of a new diary goes back."""

QUIET_DAYS = 91
"""Days without a bleed after which a longer interval is offered, and after which it is again."""

QUIET_SHARE = 0.8
"""Which part of them must be noted, so that silence is not taken for quiet."""


@dataclass(frozen=True, slots=True)
class CheckInQuestion:
    """Such as "Any bleeds since `first`?": the days [first, end) that an answer covers."""

    first: date
    end: date
    other: bool
    """Whether a bleed is already logged in these days, so that the question is "any other"."""
    due_on: date
    """The day from which on it is asked; before, it can be answered."""
    told_until: date | None
    """The last day of which something is told, which may be only half lived; None for none."""

    def is_due(self, today: date) -> bool:
        """Whether it is asked today."""
        return today >= self.due_on


def question_of(
    recent: Sequence[EntryRow], told_until: date | None, every: int, today: date
) -> CheckInQuestion:
    """The question of a day.

    Args:
        recent: what is listed of the last `LONGEST_CHECK_IN` days, or of more.
        told_until: the day after the last of which something was told, or None.
        every: days from one check-in to the next, as the person wishes.
        today: the day.
    """
    end = today + timedelta(1)
    if told_until is None:
        first, due_on = today - timedelta(FIRST_CHECK_IN), today
    else:
        # The day of the last answer was only half lived then, so it is asked for again.
        last = min(told_until - timedelta(1), today)
        first, due_on = max(last, end - timedelta(LONGEST_CHECK_IN)), last + timedelta(every)
    verdicts = verdicts_of(recent)
    return CheckInQuestion(
        first=first,
        end=end,
        other=any(
            first <= row.start_day < end and is_bleed(row, verdicts.get(row.id)) for row in recent
        ),
        due_on=due_on,
        told_until=None if told_until is None else min(told_until - timedelta(1), today),
    )


def longer_interval(
    recent: Sequence[EntryRow], every: int, chosen_on: date | None, today: date
) -> int | None:
    """The next longer interval, if the last three months were quiet and nobody chose in them.

    `recent`: what is listed of the last `QUIET_DAYS` days. The person decides; nothing is ever
    changed for them.
    """
    longer = next((days for days in CHECK_IN_DAYS if days > every), None)
    first = today - timedelta(QUIET_DAYS)
    if longer is None or (chosen_on is not None and chosen_on > first):
        return None
    statuses = [day.status for day in days_between(recent, first, today, today)]
    noted = statuses.count(DayStatus.CONFIRMED)
    quiet = DayStatus.BLEED not in statuses and noted >= QUIET_SHARE * QUIET_DAYS
    return longer if quiet else None
