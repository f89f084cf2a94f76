"""What the bodies say in words: title, summary and table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bleedlog.charts.finding import (
    also_back,
    joined,
    known_only_as_numbers,
    may_speak_of_all,
    prophylaxis_sentence,
)
from bleedlog.charts.words import count_words
from bleedlog.statistics.results import PersonFigures

Spot = tuple[float, float]
"""A place on the body's outline."""

NAMED = 3
"""Places that the summary names."""


@dataclass(frozen=True, slots=True)
class Time:
    """The bleeds of one side of the treatment."""

    label: str
    role: str
    symbol: str
    places: Counter[tuple[str, Spot | None]]
    """Words of each place and where it is on the body, the most bleeds first."""
    days: int

    @property
    def total(self) -> int:
        """All bleeds."""
        return self.places.total()

    @property
    def untold(self) -> bool:
        """Whether nobody told about any of its days: that is not "no bleeds"."""
        return not (self.total or self.days)


def title(figures: PersonFigures, times: Sequence[Time]) -> str:
    """The place that bled most, where both sides of the treatment may be spoken of."""
    spoken = may_speak_of_all(figures) and not known_only_as_numbers(figures)
    most = [_most(time) for time in times]
    if not spoken or most[0] is None or figures.back_on_prophylaxis is not None:
        sides = "" if figures.treated_on is None else ", before and since"
        return f"Where it bled{sides}{also_back(figures, figures.end_of_data)}"
    if not times[1].total:
        return f"{most[0]} bled most before, no bleeds since"
    if most[1] is None:
        return f"{most[0]} bled most before, no one place since"
    if most[0] == most[1]:
        return f"{most[0]} bled most, before and since"
    return f"{most[0]} bled most before, {most[1][0].lower()}{most[1][1:]} since"


def _most(time: Time) -> str | None:
    """The place with the most bleeds, if it is one place on the body."""
    ranked = time.places.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    (label, spot), _ = ranked[0]
    return None if spot is None else label


def summary(figures: PersonFigures, times: Sequence[Time], left_out: int) -> str:
    """The places with the most bleeds of each side; `left_out`: surgical bleeds."""
    if all(time.untold for time in times):
        return "No days are noted yet, so there are no places to show."
    verb = "is" if left_out == 1 else "are"
    numbers = known_only_as_numbers(figures)
    if numbers and not any(time.total for time in times):
        hidden = "Bleeds are known only as numbers, so no place is shown."
        return joined(hidden, prophylaxis_sentence(figures))
    return joined(
        *(_sentence(time) for time in times if time.total or not numbers),
        "Some bleeds are known only as a number and are not shown." if numbers else "",
        f"{count_words(left_out, 'surgical bleed')} {verb} left out." if left_out else "",
        prophylaxis_sentence(figures),
    )


def _sentence(time: Time) -> str:
    if time.untold:
        return f"{time.label}: nothing noted."
    days = count_words(time.days, "day").lower()
    if not time.total:
        return f"{time.label}: no bleeds in {days} noted."
    named = [f"{label} {count:,}" for (label, _), count in time.places.most_common(NAMED)]
    more = time.total - sum(count for _, count in time.places.most_common(NAMED))
    named += [f"elsewhere {more:,}"] if more else []
    return f"{time.label}: {', '.join(named)}, in {days} noted."


def table(times: Sequence[Time]) -> tuple[tuple[str, ...], ...]:
    """One row per place, the most bleeds first."""
    together: Counter[str] = Counter()
    counts: list[Counter[str]] = []
    for time in times:
        own: Counter[str] = Counter()
        for (label, _), count in time.places.items():
            own[label] += count
        together += own
        counts.append(own)
    return tuple(
        (label, *(f"{own[label]:,}" for own in counts)) for label, _ in together.most_common()
    )
