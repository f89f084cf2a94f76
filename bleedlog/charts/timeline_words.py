"""What the timeline says in words: title, summary, hover texts and table."""

from collections.abc import Sequence

from bleedlog.charts.finding import (
    joined,
    known_only_as_numbers,
    may_speak_of_all,
    prophylaxis_sentence,
)
from bleedlog.charts.scales import day_number
from bleedlog.charts.timeline_rows import Names, Row
from bleedlog.charts.words import count_words, day_words
from bleedlog.statistics.codes import Cause
from bleedlog.statistics.columns import Days
from bleedlog.statistics.laboratory import Laboratory
from bleedlog.statistics.results import Episode, PersonFigures

CAUSES = {
    Cause.SPONTANEOUS: "on its own",
    Cause.TRAUMATIC: "injury",
    Cause.ACTIVITY: "activity",
    Cause.SURGICAL: "surgery",
    Cause.UNKNOWN: "cause unknown",
}
_SAID = {int(cause): cause for cause in Cause} | {int(Cause.BLANK): Cause.UNKNOWN}
COLUMNS = ("Day", "Where", "How it began", "Treated with factor", "Sure it was a bleed")
NAMED = 3
"""Rows that the summary names."""
DAYS_PER_MONTH = 365.25 / 12


def cause_of(episode: Episode) -> Cause:
    """Why it began; a blank cause is an unknown one."""
    return _SAID[episode.cause]


def title(figures: PersonFigures, dose_days: Days, laboratory: Laboratory) -> str:
    """Counts with their times where all of both sides of the treatment may be spoken of."""
    before, since = figures.window("lead_in"), figures.window("after_6m")
    first = figures.window("establishment")
    if not (before and since and first and may_speak_of_all(figures)):
        more = ["factor doses"] if len(dose_days) else []
        more += ["laboratory results"] if laboratory.days else []
        return _listed("Bleeds by joint", *more)
    rates = [one.rates.get("all") for one in (before, first, since)]
    counts = [0 if one is None else one.episodes for one in rates]
    times = [
        _time_words(days) for days in (before.elapsed_days, first.elapsed_days + since.elapsed_days)
    ]
    back = figures.back_on_prophylaxis
    shown = figures.rule.include_surgical or not any(one.surgical for one in figures.episodes)
    return (
        f"{count_words(counts[0], 'bleed')} in the {times[0]} before, "
        f"{counts[1] + counts[2] or 'none'} in the {times[1]} since"
        + ("" if shown else ", surgical ones left out")
        + (f", back on prophylaxis since {day_words(back)}" if back else "")
    )


def _listed(first: str, *more: str) -> str:
    """One thing, "one, and another", or "one, another and a third"."""
    if len(more) == 1:
        return f"{first}, and {more[0]}"
    return f"{', '.join((first, *more[:-1]))} and {more[-1]}" if more else first


def _time_words(days: int) -> str:
    """About how long: months up to three years, then years."""
    # Full months, as the page counts them; the tenth lets a year of 365 days be twelve.
    months = int(days / DAYS_PER_MONTH + 0.1)
    return f"{months} months" if months < 36 else f"{round(months / 12)} years"


def summary(figures: PersonFigures, rows: Sequence[Row], dose_days: Days) -> str:
    """What is in the picture: the time, the joints that bled most, treatment, doses."""
    if figures.first_observed is None and not rows:
        return "No days are noted yet, so there are no bleeds to show."
    named = [f"{row.label} {len(row.episodes):,}" for row in rows[:NAMED]]
    more = sum(len(row.episodes) for row in rows[NAMED:])
    if more:
        named.append(f"elsewhere {more:,}")
    total = sum(len(row.episodes) for row in rows)
    unsure = sum(one.unsure for one in figures.episodes)
    out = 0 if figures.rule.include_surgical else sum(one.surgical for one in figures.episodes)
    numbers_only = known_only_as_numbers(figures)
    treatment = figures.treated_on
    if rows:
        bleeds = f"{count_words(total, 'bleed')}: {', '.join(named)}."
        hidden = "Some bleeds are known only as a number and are not shown."
    else:
        bleeds = "" if numbers_only else "No bleeds noted."
        hidden = "Bleeds are known only as numbers, so none is shown."
    return joined(
        bleeds,
        f"{unsure:,} of them may not be a bleed." if unsure else "",
        f"{out:,} of them {'is' if out == 1 else 'are'} surgical and in no rate." if out else "",
        hidden if numbers_only else "",
        f"The treatment was on {day_words(treatment)}." if treatment else "",
        _doses(figures, dose_days),
        prophylaxis_sentence(figures),
    )


def _doses(figures: PersonFigures, dose_days: Days) -> str:
    if not len(dose_days):
        return ""
    if figures.treated_on is None:
        return f"{count_words(len(dose_days), 'factor dose')} noted."
    before = int((dose_days < day_number(figures.treated_on)).sum())
    return f"{count_words(before, 'factor dose')} before, {len(dose_days) - before:,} since."


def bleed_words(cause: Cause, *, treated: bool, unsure: bool) -> str:
    """How a bleed began, whether it was treated, and a doubt if there is one."""
    doubt = ", not sure it was a bleed" if unsure else ""
    return f"{CAUSES[cause]}, {'treated' if treated else 'not treated'}{doubt}"


def table(figures: PersonFigures, names: Names) -> tuple[tuple[str, ...], ...]:
    """One row per bleed, the latest first."""
    return tuple(
        (
            day_words(one.onset_day),
            names(one.manifestation, one.site, one.side),
            CAUSES[cause_of(one)],
            "yes" if one.treated else "no",
            "no" if one.unsure else "yes",
        )
        for one in reversed(figures.episodes)
    )
