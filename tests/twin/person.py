"""One person's windows, rates and comparisons.

Readings chosen where the text is silent:

* An episode is inside a bleed count's span when its first onset's day is; a later entry of an
  episode that began before the span takes nothing away.
* A count belongs to every window that holds its first day (so to `months_7_18` and `after_6m`).
* "Not known" (null) rates are null in `if_silence_meant_none` as well.
* `if_silence_meant_none` of a window without observed days is figured from its elapsed days.
* `comparable` is false when either window is too short or sparse.
* Comparisons stand in the order of their `after` windows, `after_6m` last.
* A comparison with 0 before: `estimable` is true, `ratio` and `high` null, `high_infinite` true.
"""

from dataclasses import dataclass
from datetime import date
from math import isinf
from typing import Any

from tests.twin.diary_rows import BleedCount, Diary
from tests.twin.episodes import Episode, cause_of, is_joint, is_surgical, is_treated, join_entries
from tests.twin.intervals import rate_interval, rate_ratio
from tests.twin.observed import (
    ObservedDays,
    Window,
    is_sparse,
    is_too_short,
    observed_days,
    windows_of,
    years,
)

RATE_NAMES = ("all", "spontaneous", "joint", "treated")

Json = dict[str, Any]


@dataclass(frozen=True)
class Options:
    """What the user may choose; defaults are the rule's."""

    treated: date | None = None
    lead_in_months: int | None = None
    zone: str = "Europe/London"
    merge_hours: float = 72
    min_days: int = 90
    confidence: float = 0.95
    exclude_unsure: bool = False
    include_surgical: bool = False


@dataclass(frozen=True)
class Person:
    """One person's diary after the counting rule."""

    diary: Diary
    treated_on: date | None
    episodes: list[Episode]
    observed: ObservedDays
    windows: list[Window]
    options: Options

    def window(self, name: str) -> Window | None:
        """The window of that name, if the person has it."""
        return next((w for w in self.windows if w.name == name), None)

    def seen_days(self, window: Window) -> int:
        """Observed days, clipped to the window."""
        return len(window.elapsed & self.observed.all)


def read_person(diary: Diary, options: Options) -> Person:
    """Episodes, observed time and windows of one diary; `treated` overrides the file."""
    treated_on = options.treated or diary.treated_on
    observed = observed_days(diary)
    return Person(
        diary=diary,
        treated_on=treated_on,
        episodes=join_entries(diary.entries, options.merge_hours, options.exclude_unsure),
        observed=observed,
        windows=windows_of(observed, treated_on, options.lead_in_months),
        options=options,
    )


def in_rates(episode: Episode, options: Options) -> bool:
    """Surgical episodes are left out of every rate by default."""
    return options.include_surgical or not is_surgical(episode)


def inside_a_count(episode: Episode, counts: list[BleedCount]) -> bool:
    """Bleeds logged inside a count's span are not counted again."""
    return any(count.start <= episode.day < count.end for count in counts)


def episodes_of(person: Person, window: Window, name: str) -> list[Episode]:
    """The window's episodes of one rate, by the date of their first onset; counts apart."""
    chosen = [
        episode
        for episode in person.episodes
        if window.holds(episode.day) and in_rates(episode, person.options)
    ]
    if name == "all":
        return [e for e in chosen if not inside_a_count(e, person.diary.counts)]
    if name == "spontaneous":
        return [e for e in chosen if cause_of(e) == "spontaneous"]
    if name == "joint":
        return [e for e in chosen if is_joint(e)]
    return [e for e in chosen if is_treated(e)]


def unknown_cause(person: Person, window: Window) -> int:
    """How many of the window's episodes have no known cause."""
    return sum(1 for e in person.episodes if window.holds(e.day) and cause_of(e) == "unknown")


def is_known(person: Person, window: Window, name: str) -> bool:
    """A bleed count makes every rate but `all` unknown in each window that its span touches."""
    touched = any(c.start < window.end and window.start < c.end for c in person.diary.counts)
    return name == "all" or not touched


def number_of(person: Person, window: Window, name: str) -> int:
    """Episodes of one rate, with the whole number of a count in the window of its first day."""
    number = len(episodes_of(person, window, name))
    if name == "all":
        number += sum(c.number for c in person.diary.counts if window.holds(c.start))
    return number


def rate_json(person: Person, window: Window, name: str, days: int) -> Json | None:
    """Episodes over that many days with the exact interval; too short: no ABR."""
    if not is_known(person, window, name):
        return None
    number = number_of(person, window, name)
    figure: Json = {"episodes": number, "abr": None, "low": None, "high": None}
    if days:
        low, high = rate_interval(number, years(days), person.options.confidence)
        figure["low"], figure["high"] = low, high
        if not is_too_short(days, person.options.min_days):
            figure["abr"] = number / years(days)
    if name == "spontaneous":
        figure["unknown_cause"] = unknown_cause(person, window)
    return figure


def window_json(person: Person, window: Window) -> Json:
    """One window as the contract prints it."""
    elapsed, seen = len(window.elapsed), person.seen_days(window)
    return {
        "name": window.name,
        "start": window.start.isoformat(),
        "end": window.end.isoformat(),
        "elapsed_days": elapsed,
        "observed_days": seen,
        "bleed_only_days": len(window.elapsed & person.observed.bleed_only),
        "too_short": is_too_short(seen, person.options.min_days),
        "sparse": is_sparse(window, person.observed),
        "rates": {name: rate_json(person, window, name, seen) for name in RATE_NAMES},
        "if_silence_meant_none": {
            name: rate_json(person, window, name, elapsed) for name in RATE_NAMES
        },
    }


def ratio_json(person: Person, before: Window, after: Window, name: str) -> Json | None:
    """The exact ratio of one rate; null where one of the two rates is not known."""
    if not (is_known(person, before, name) and is_known(person, after, name)):
        return None
    ratio = rate_ratio(
        number_of(person, before, name),
        years(person.seen_days(before)),
        number_of(person, after, name),
        years(person.seen_days(after)),
        person.options.confidence,
    )
    if ratio is None:
        return {
            "ratio": None,
            "low": None,
            "high": None,
            "high_infinite": False,
            "p_central": None,
            "estimable": False,
        }
    return {
        "ratio": None if isinf(ratio.ratio) else ratio.ratio,
        "low": ratio.low,
        "high": None if isinf(ratio.high) else ratio.high,
        "high_infinite": isinf(ratio.high),
        "p_central": ratio.p_central,
        "estimable": True,
    }


def is_weak(person: Person, window: Window) -> bool:
    """Too short or sparse: nothing is compared with it in words."""
    too_short = is_too_short(person.seen_days(window), person.options.min_days)
    return too_short or is_sparse(window, person.observed)


def comparisons_json(person: Person) -> list[Json]:
    """Lead-in against every window from month 7 on; none where a window has no observed day."""
    before = person.window("lead_in")
    if before is None or not person.seen_days(before):
        return []
    afters = [w for w in person.windows if w.name.startswith(("months_", "after_6m"))]
    return [
        {
            "before": before.name,
            "after": after.name,
            "comparable": not (is_weak(person, before) or is_weak(person, after)),
            "rates": {name: ratio_json(person, before, after, name) for name in RATE_NAMES},
        }
        for after in afters
        if person.seen_days(after)
    ]
