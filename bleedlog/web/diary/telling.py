"""My numbers in plain words: what may be said of a person's bleeds, and no more.

From the lead-in and from month 7 on (clinical rules, plain words on the phone): "fewer" or
"more" only if the ratio's interval leaves out 1; of a window that is too short or has too many
days not noted only the count and the days; never a bare ratio, no streaks, no promise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bleedlog.charts.finding import comparable_ratio, finding
from bleedlog.charts.words import count_words, window_words
from bleedlog.statistics.results import PersonFigures, Rate, Window
from bleedlog.web.words import long_date

AFTER = "after_6m"
OWN = "your"

_YOUR = re.compile(r"\b[Yy]our\b(?! team)")


@dataclass(frozen=True, slots=True)
class Telling:
    """A heading and the sentences below it."""

    heading: str
    sentences: tuple[str, ...]


def tell(figures: PersonFigures, *, recalled_lead_in: bool, whose: str = OWN) -> Telling:
    """Say what the figures say.

    Args:
        figures: one person's figures.
        recalled_lead_in: whether the time before was told afterwards.
        whose: `OWN`, or such as "Sam’s" to whoever reads Sam's.
    """
    said = _tell(figures, recalled_lead_in)
    return Telling(of(whose, said.heading), tuple(of(whose, one) for one in said.sentences))


def of(whose: str, said: str) -> str:
    """The same with the person's name in the place of each "your" that means them."""
    return said if whose == OWN else _YOUR.sub(lambda _: whose, said)


def _tell(figures: PersonFigures, recalled_lead_in: bool) -> Telling:
    if figures.first_observed is None:
        return Telling(
            "Nothing is noted yet",
            ("Log a bleed, or tap “No bleeds” on the home page. Your numbers grow from there.",),
        )
    if figures.treated_on is None:
        return Telling("Your bleeds so far", tuple(_untreated(figures)))
    return Telling(_heading(figures), tuple(_treated(figures, recalled_lead_in)))


def _untreated(figures: PersonFigures) -> Iterator[str]:
    for window in figures.windows[-2:]:
        yield _window_sentence(figures, window_words(window.name), window)
    yield "No treatment date is noted, so there is no before and after."


def _heading(figures: PersonFigures) -> str:
    if figures.back_on_prophylaxis is not None:
        return f"Back on regular factor IX since {long_date(figures.back_on_prophylaxis)}"
    before, after = figures.window("lead_in"), figures.window(AFTER)
    if before is None or before.observed_days == 0:
        return "Your bleeds since treatment"
    if after is None:
        noted = _is_noted_since(figures)
        return "Your first months after treatment" if noted else "Your bleeds before treatment"
    found = finding(figures, AFTER)
    if found is not None:
        return f"{found.capitalize()} bleeds since your treatment"
    ratio = comparable_ratio(figures, AFTER)
    if ratio is not None and not ratio.estimable:
        return "No bleeds noted before or since"
    # Waiting mends the time since treatment, not the time before it.
    known = before.headline and not figures.divided & {before.name, AFTER}
    return "Too early to tell" if known else "Before and after cannot be compared"


def _treated(figures: PersonFigures, recalled_lead_in: bool) -> Iterator[str]:
    before, after = figures.window("lead_in"), figures.window(AFTER)
    if before is None or before.observed_days == 0:
        yield "Nothing is noted from before your treatment, so there is no before and after."
    else:
        yield _window_sentence(figures, "Before", before)
        if recalled_lead_in:
            yield "That time was noted afterwards, so some bleeds may be missing."
    if after is not None:
        yield _window_sentence(figures, "Since month 7", after)
    yield from _first_months(figures)
    yield from _difference(figures, before, after)
    if figures.back_on_prophylaxis is not None:
        yield "Since then your figures show regular factor IX and the treatment together."


def _window_sentence(figures: PersonFigures, name: str, window: Window) -> str:
    rate = window.rates["all"]
    if rate is None or window.observed_days == 0:
        return f"{name}: nothing noted."
    days = count_words(window.observed_days, "day")
    if not window.headline:
        why = "That is too few days" if window.too_short else "Too many days are not noted"
        bleeds = count_words(rate.episodes, "bleed")
        return f"{name}: {bleeds} in {days} noted. {why} to work out a year."
    if window.name in figures.divided:
        return f"{name}: not known. A number of bleeds is noted for days of that time and others."
    if rate.episodes == 0:
        return (
            f"{name}: No bleeds noted in {days}. "
            f"That fits with up to about {_about(rate.high)} a year."
        )
    noun = "bleed" if _about(rate.abr) == "1" else "bleeds"
    return f"{name}: about {_about(rate.abr)} {noun} a year ({_range(rate)})."


def _about(value: float | None) -> str:
    """A yearly figure as one says it: whole, but "0.4" where that would be nothing."""
    if value is None:
        return "?"
    return f"{value:.0f}" if value >= 0.95 or value < 0.05 else f"{value:.1f}"


def _range(rate: Rate) -> str:
    return f"{_about(rate.low)} to {_about(rate.high)}"


def _is_noted_since(figures: PersonFigures) -> bool:
    """Whether any of the first months after treatment is noted."""
    window = figures.window("establishment")
    return window is not None and window.observed_days > 0


def _first_months(figures: PersonFigures) -> Iterator[str]:
    window = figures.window("establishment")
    rate = window.rates["all"] if window is not None else None
    if window is None or rate is None or window.observed_days == 0:
        return
    bleeds = count_words(rate.episodes, "bleed").lower()
    bleeds = "not known" if window.name in figures.divided else bleeds
    yield f"Your first 6 months are counted apart: {bleeds}."


def _difference(
    figures: PersonFigures, before: Window | None, after: Window | None
) -> Iterator[str]:
    if before is None or before.observed_days == 0 or figures.back_on_prophylaxis is not None:
        return
    if after is None:
        # Months or years may have gone by: only what is noted is known here.
        yield (
            "Before and after can be compared from month 7 on."
            if _is_noted_since(figures)
            else "Nothing is noted since your treatment, so there is no before and after yet."
        )
        return
    if not before.headline:
        yield "So before and after cannot be compared."
        return
    if not after.headline:
        yield "So before and after cannot be compared yet."
        return
    ratio = comparable_ratio(figures, AFTER)
    if ratio is None:
        yield "So before and after cannot be compared."
        return
    if ratio.estimable and ratio.ratio is None:
        yield "No bleeds were noted before, so it cannot be said how much has changed."
    if finding(figures, AFTER) == "more":
        yield "Tell your team."
    elif not ratio.estimable:
        yield "So no change can be seen."
    elif finding(figures, AFTER) is None:
        yield "The two are too close to tell them apart yet."
