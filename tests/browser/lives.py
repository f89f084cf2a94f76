"""Diary files with a time before and a time after treatment, counted out by hand.

Everything is dated back from the first of this month, so that the pages see a past of the same
shape whenever the tests run.
"""

from datetime import date, timedelta

HEADER = "kind,start,end,manifestation,site,side,cause,certainty,treated_from,source"


def months_before(day: date, months: int) -> date:
    """The first of a month, so many months before another."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def treated_on(today: date) -> date:
    """The day of an infusion whose month 18 has just ended."""
    return months_before(today, 18)


def diary(
    today: date,
    *,
    before: tuple[int, int],
    after: tuple[int, int],
    first_months: int = 0,
    since: int = 365,
) -> str:
    """A diary file: bleeds and observed days before the infusion and in months 7 to 18.

    Args:
        today: in whose month it ends.
        before: bleeds, and observed days among the last `since` before the infusion.
        after: bleeds, and observed days from month 7 on.
        first_months: bleeds in the first six months, of which every day is observed.
        since: how many days before the infusion the diary began.
    """
    infusion = treated_on(today)
    month_7, end = months_before(today, 12), months_before(today, 0)
    began = infusion - timedelta(since)
    rows = [f"gene_therapy,{infusion},,,,,,,,clinic"]
    rows += _noted(began, infusion, *before)
    rows += _noted(infusion, month_7, first_months, (month_7 - infusion).days)
    rows += _noted(month_7, end, *after)
    return "\n".join([HEADER, *rows]) + "\n"


def _noted(first: date, end: date, bleeds: int, days: int) -> list[str]:
    """The span's first days and its last one are observed; a bleed comes every 16 days."""
    last = end - timedelta(1)
    rows = [
        f"observed,{first},{first + timedelta(days - 1)},,,,,,,prospective",
        f"observed,{last},{end},,,,,,,prospective",
    ]
    onsets = [first + timedelta(4 + 16 * number) for number in range(bleeds)]
    rows += [f"bleed,{onset},,joint,knee,left,spontaneous,,,prospective" for onset in onsets]
    return rows
