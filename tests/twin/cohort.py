"""The cohort: crude figures and the mean cumulative function, by loops over people and days.

Readings chosen where the text is silent:

* `cohort.windows` has every window that at least one person has, with 0 people (and nulls) where
  nobody has an observed day in it.
* A window's `people` and `years` are of everybody with an observed day in it. Each rate leaves
  out those of whom it is not known, from its episodes, years, zero share and personal ABRs.
* A rate of which nobody is left has 0 episodes, 0 zero_people and nulls.
* The crude rate is printed however short the years are: `too_short` is about one person.
* The cohort's spontaneous rate carries `unknown_cause` too.
* The lead-in part of the MCF is named `lead_in`; it begins at 0 on its first day.
* The MCF's confidence is left to its reader: a point is day, mean and standard error.
* Somebody without a treatment date is not in the MCF.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.twin.intervals import rate_interval, share_interval
from tests.twin.observed import is_too_short, years
from tests.twin.person import (
    RATE_NAMES,
    Json,
    Person,
    in_rates,
    inside_a_count,
    is_known,
    number_of,
    unknown_cause,
)


def quantile(values: list[float], share: float) -> float:
    """Linear interpolation between order statistics (R type 7)."""
    ordered = sorted(values)
    position = (len(ordered) - 1) * share
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def cohort_rate(people: list[Person], window_name: str, name: str, confidence: float) -> Json:
    """Pooled episodes over pooled years, the share with none, and the personal ABRs."""
    numbers: list[int] = []
    days: list[int] = []
    personal: list[float] = []
    unknown = 0
    for person in people:
        window = person.window(window_name)
        if window is None or not is_known(person, window, name):
            continue
        number, seen = number_of(person, window, name), person.seen_days(window)
        numbers.append(number)
        days.append(seen)
        unknown += unknown_cause(person, window)
        if not is_too_short(seen, person.options.min_days):
            personal.append(number / years(seen))
    zero = sum(1 for number in numbers if number == 0)
    time = years(sum(days))
    low, high = rate_interval(sum(numbers), time, confidence) if numbers else (None, None)
    zero_low, zero_high = (
        share_interval(zero, len(numbers), confidence) if numbers else (None, None)
    )
    figure: Json = {
        "episodes": sum(numbers),
        "abr": sum(numbers) / time if numbers else None,
        "low": low,
        "high": high,
        "zero_people": zero,
        "zero_share": zero / len(numbers) if numbers else None,
        "zero_low": zero_low,
        "zero_high": zero_high,
        "median": quantile(personal, 0.5) if personal else None,
        "q1": quantile(personal, 0.25) if personal else None,
        "q3": quantile(personal, 0.75) if personal else None,
    }
    if name == "spontaneous":
        figure["unknown_cause"] = unknown
    return figure


def cohort_window(people: list[Person], name: str, confidence: float) -> Json:
    """One window over everybody with an observed day in it."""
    there = [p for p in people if (w := p.window(name)) is not None and p.seen_days(w)]
    seen = sum(p.seen_days(w) for p in there if (w := p.window(name)) is not None)
    return {
        "people": len(there),
        "years": years(seen),
        "rates": {rate: cohort_rate(there, name, rate, confidence) for rate in RATE_NAMES},
    }


@dataclass(frozen=True)
class Follower:
    """One treated person in the MCF: days since D at risk, and episodes on each."""

    at_risk: set[int]
    episodes: list[int]


def days_since(person: Person, day: date) -> int:
    """Day 0 is the infusion day; lead-in days are negative."""
    assert person.treated_on is not None
    return (day - person.treated_on) // timedelta(days=1)


def follow(person: Person) -> Follower:
    """At risk on every observed day outside count spans; episodes are those of `all`."""
    lead_in = person.window("lead_in")
    days = {
        day
        for day in person.observed.all - person.observed.counted
        if days_since(person, day) >= 0 or (lead_in is not None and lead_in.holds(day))
    }
    counted = [
        episode.day
        for episode in person.episodes
        if in_rates(episode, person.options) and not inside_a_count(episode, person.diary.counts)
    ]
    return Follower(
        at_risk={days_since(person, day) for day in days},
        episodes=[days_since(person, day) for day in counted if day in days],
    )


def mean_cumulative(
    followers: list[Follower], is_in_period: Callable[[int], bool]
) -> list[list[float]]:
    """DM = d/n on each day with an episode; variance as a sum over people of squared sums."""
    days = sorted({day for f in followers for day in f.episodes if is_in_period(day)})
    mean = 0.0
    sums = [0.0 for _ in followers]
    points = []
    for day in days:
        at_risk = sum(1 for f in followers if day in f.at_risk)
        events = sum(f.episodes.count(day) for f in followers)
        mean += events / at_risk
        for index, follower in enumerate(followers):
            if day in follower.at_risk:
                own = follower.episodes.count(day)
                sums[index] += (own - events / at_risk) / at_risk
        points.append([day, mean, math.sqrt(sum(one**2 for one in sums))])
    return points


def mcf_json(people: list[Person]) -> Json:
    """The lead-in's curve and, apart from it, the one since D."""
    followers = [follow(person) for person in people if person.treated_on is not None]
    return {
        "lead_in": mean_cumulative(followers, lambda day: day < 0),
        "after": mean_cumulative(followers, lambda day: day >= 0),
    }


def window_names(people: list[Person]) -> list[str]:
    """Every window somebody has, in the order of time; `after_6m` last, then untreated years."""
    names = {window.name for person in people for window in person.windows}

    def place(name: str) -> tuple[int, int]:
        fixed = {"lead_in": (0, 0), "establishment": (1, 0), "after_6m": (3, 0)}
        if name in fixed:
            return fixed[name]
        return (2 if name.startswith("months_") else 4), int(name.split("_")[1])

    return sorted(names, key=place)


def crude_json(people: list[Person], confidence: float) -> Json:
    """People with an observed day, and every window's crude figures."""
    return {
        "people": sum(1 for person in people if person.observed.all),
        "windows": {name: cohort_window(people, name, confidence) for name in window_names(people)},
    }


def in_both_windows(person: Person, before: str, after: str, name: str) -> bool:
    """Observed time in both windows, and the rate known in both."""
    windows = [person.window(before), person.window(after)]
    return all(w is not None and person.seen_days(w) and is_known(person, w, name) for w in windows)
