"""Everything that is known of one person's bleeds, put together from the columns."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

import numpy as np

from bleedlog.statistics.blocks import one_person
from bleedlog.statistics.codes import NO_DAY, NO_MINUTE
from bleedlog.statistics.columns import Bleeds, Diaries, Ints
from bleedlog.statistics.counts import WindowCounts, bleed_counts, count_in_windows
from bleedlog.statistics.days import date_of
from bleedlog.statistics.episodes import (
    EpisodeColumns,
    Joined,
    describe_episodes,
    join_entries,
)
from bleedlog.statistics.factor_use import factor_use, infusions_not_needed
from bleedlog.statistics.observed import Claims, gather_claims, observed_time
from bleedlog.statistics.rates import exact_interval, rate_ratio
from bleedlog.statistics.results import (
    CATEGORIES,
    Comparison,
    Episode,
    PersonFigures,
    Rate,
    Ratio,
    Window,
)
from bleedlog.statistics.rule import DAYS_PER_YEAR, Rule
from bleedlog.statistics.target_joints import target_joints
from bleedlog.statistics.windows import (
    ESTABLISHMENT,
    LAST_12_MONTHS_BEFORE,
    LEAD_IN,
    is_sparse,
)


def person_figures(diaries: Diaries, rule: Rule, who: int = 0) -> PersonFigures:
    """Work out every figure of one person, who is a cohort of one.

    Args:
        diaries: Columns of one person or of many.
        rule: The counting rule and its options.
        who: Number of the person.

    Returns:
        The figures. `Episode.rows` are rows of `diaries.bleeds`.

    `without_factor_cover` counts the same windows as if the data ended on the day before the
    return to prophylaxis: that day and all after it are neither elapsed nor observed, and
    bleeds that began then are left out. It is empty without such a day in the data. (The
    factor of the lead-in stays: it is what the treatment is compared with.)
    """
    mine, bleed_rows = one_person(diaries, who)
    joined = join_entries(mine, rule)
    episodes = describe_episodes(mine.bleeds, joined)
    claims = gather_claims(mine)
    observed = observed_time(mine)
    counts = count_in_windows(mine, rule, episodes, claims, beside=True)
    windows = {window.name: window for window in _windows(counts, rule)}
    last_12_months_before = windows.pop(LAST_12_MONTHS_BEFORE, None)
    return PersonFigures(
        rule=rule,
        treated_on=_date_or_none(mine.treated_day[0]),
        first_observed=_date_or_none(counts.first_day[0]),
        end_of_data=_date_or_none(counts.end_of_data[0]),
        back_on_prophylaxis=_date_or_none(mine.back_on_prophylaxis_day[0]),
        windows=tuple(windows.values()),
        last_12_months_before=last_12_months_before,
        comparisons=tuple(_comparisons(windows, rule)),
        target_joints=target_joints(episodes, observed),
        episodes=_episodes(mine.bleeds, joined, episodes, bleed_rows),
        factor_use=tuple(
            use for use in factor_use(mine, counts) if use.window != LAST_12_MONTHS_BEFORE
        ),
        infusions_not_needed=infusions_not_needed(mine, counts),
        observed=tuple(
            (date_of(first), date_of(end))
            for first, end in zip(observed.first.tolist(), observed.end.tolist(), strict=True)
        ),
        without_factor_cover=_without_factor_cover(
            mine, rule, episodes, claims, counts.end_of_data[0]
        ),
        divided=_divided(mine, counts),
    )


def _divided(mine: Diaries, counts: WindowCounts) -> frozenset[str]:
    counted = bleed_counts(mine.spans)
    first, end = counted.first[:, np.newaxis], counted.end[:, np.newaxis]
    start, until = counts.start[0], counts.end[0]
    within = np.maximum(np.minimum(end, until) - np.maximum(first, start), 0)
    # Of a number that reaches a few days beyond, a few days' bleeds are in doubt.
    doubtful = np.minimum(within, end - first - within).sum(axis=0)
    divided = 10 * doubtful > counts.elapsed[0]
    return frozenset(name for name, one in zip(counts.names, divided, strict=True) if one)


def _windows(counts: WindowCounts, rule: Rule) -> Iterator[Window]:
    """The windows of the only person in `counts`, in printing order."""
    elapsed, observed = counts.elapsed[0], counts.observed[0]
    episodes, known = counts.episodes[:, 0], counts.known[:, 0]
    # One call for all intervals of all windows: (denominator, category, window).
    years = np.array((observed, elapsed))[:, np.newaxis] / DAYS_PER_YEAR
    low, high = exact_interval(episodes, years, rule.confidence)

    def rates(denominator: int, number: int, days: int) -> dict[str, Rate | None]:
        return {
            category: Rate(
                episodes=(count := int(episodes[kind, number])),
                abr=count / (days / DAYS_PER_YEAR) if days and days >= rule.min_days else None,
                low=float(low[denominator, kind, number]) if days else None,
                high=float(high[denominator, kind, number]) if days else None,
                unknown_cause=(
                    int(counts.unknown_cause[0, number]) if category == "spontaneous" else None
                ),
            )
            if known[kind, number]
            else None
            for kind, category in enumerate(CATEGORIES)
        }

    for number, name in enumerate(counts.names):
        days = int(observed[number])
        bleed_only = int(counts.bleed_only[0, number])
        yield Window(
            name=name,
            start=date_of(counts.start[0, number]),
            end=date_of(counts.end[0, number]),
            elapsed_days=int(elapsed[number]),
            observed_days=days,
            bleed_only_days=bleed_only,
            too_short=days < rule.min_days,
            sparse=is_sparse(int(elapsed[number]), days, bleed_only),
            rates=rates(0, number, days),
            if_silence_meant_none=rates(1, number, int(elapsed[number])),
        )


def _comparisons(windows: Mapping[str, Window], rule: Rule) -> Iterator[Comparison]:
    """The lead-in against every window from month 7 on, where both have observed days."""
    before = windows.get(LEAD_IN)
    if before is None or not before.observed_days:
        return
    for after in windows.values():
        if after.name not in (LEAD_IN, ESTABLISHMENT) and after.observed_days:
            yield Comparison(
                before=before.name,
                after=after.name,
                comparable=before.headline and after.headline,
                rates={category: _ratio(after, before, category, rule) for category in CATEGORIES},
            )


def _ratio(after: Window, before: Window, category: str, rule: Rule) -> Ratio | None:
    rate_after, rate_before = after.rates[category], before.rates[category]
    if rate_after is None or rate_before is None:
        return None
    return rate_ratio(
        rate_after.episodes,
        after.observed_days / DAYS_PER_YEAR,
        rate_before.episodes,
        before.observed_days / DAYS_PER_YEAR,
        rule.confidence,
        mid_p=rule.mid_p,
    )


def _without_factor_cover(
    diaries: Diaries, rule: Rule, episodes: EpisodeColumns, claims: Claims, end_of_data: int
) -> tuple[Window, ...]:
    back = diaries.back_on_prophylaxis_day
    if not NO_DAY < back[0] < end_of_data:
        return ()
    counts = count_in_windows(diaries, rule, episodes, claims, until=back)
    return tuple(_windows(counts, rule))


def _episodes(
    bleeds: Bleeds, joined: Joined, episodes: EpisodeColumns, numbers: Ints
) -> tuple[Episode, ...]:
    """Episodes one by one; `numbers` are the rows that the person's rows have elsewhere."""
    count = episodes.onset.size
    rows = numbers[joined.rows[np.argsort(joined.episode, kind="stable")]].tolist()
    ends = np.cumsum(np.bincount(joined.episode, minlength=count)).tolist()
    last = np.full(count, NO_MINUTE)
    ends_and_treatments = np.maximum(bleeds.end, bleeds.last_treatment)[joined.rows]
    np.maximum.at(last, joined.episode, ends_and_treatments)
    return tuple(
        map(
            Episode,
            map(date_of, episodes.onset_day.tolist()),
            (tuple(rows[first:end]) for first, end in pairwise([0, *ends])),
            episodes.manifestation.tolist(),
            episodes.site.tolist(),
            episodes.side.tolist(),
            episodes.cause.tolist(),
            episodes.joint.tolist(),
            episodes.treated.tolist(),
            episodes.unsure.tolist(),
            episodes.surgical.tolist(),
            (
                until if until > onset else None
                for until, onset in zip(last.tolist(), episodes.onset.tolist(), strict=True)
            ),
        )
    )


def _date_or_none(day: int) -> date | None:
    return None if day == NO_DAY else date_of(day)
