"""Target joints: joints that bleed again and again, and whether they have calmed down."""

import numpy as np

from bleedlog.statistics.codes import Cause
from bleedlog.statistics.columns import Days, Flags, Ints
from bleedlog.statistics.days import date_of
from bleedlog.statistics.episodes import EpisodeColumns
from bleedlog.statistics.observed import ObservedTime
from bleedlog.statistics.results import TargetJoint
from bleedlog.statistics.span_days import days_before
from bleedlog.statistics.windows import add_months

ONSETS = 3
"""Spontaneous episodes that make a target joint, if they begin within `WITHIN_MONTHS`."""
WITHIN_MONTHS = 6
CALM_MONTHS = 12
CALM_ONSETS = 2
"""Most episodes of any cause within `CALM_MONTHS` with which it is resolved."""
OBSERVED_FIFTHS = 4
"""How many fifths of the days of the calm months have to be observed: 80%."""


def target_joints(
    episodes: EpisodeColumns, observed: ObservedTime, who: int = 0
) -> tuple[TargetJoint, ...]:
    """Target joints of one person, by the day they became one, then site and side.

    A joint at one site and side becomes one on the onset day of the third spontaneous episode
    within six calendar months. It is resolved on the first day R, at least twelve calendar
    months later and at most the end of data, with at most two episodes of any cause there,
    surgical ones too, in the twelve months before R, of which at least 80% of the days were
    observed. Days known from a bleed count alone are not: it knows no joints. After that three
    onsets on or after R make it a target joint again.

    Only episodes whose first entry is itself a joint entry with a site are looked at.

    Source: ISTH SSC (Blanchette et al. 2014); the 80% is this app's, since silence resolves
    nothing.
    """
    here = episodes.joint_place & (episodes.person == who)
    site, side, day = episodes.site[here], episodes.side[here], episodes.onset_day[here]
    spontaneous = episodes.cause[here] == Cause.SPONTANEOUS
    found: list[TargetJoint] = []
    for place in sorted(set(zip(site.tolist(), side.tolist(), strict=True))):
        at_place = (site == place[0]) & (side == place[1])
        onsets, of_any_cause = np.sort(day[at_place & spontaneous]), np.sort(day[at_place])
        since = _third_onset(onsets)
        while since is not None:
            resolved = _resolved(since, of_any_cause, observed, who)
            calm_from = None if resolved is None else date_of(resolved)
            found.append(TargetJoint(*place, date_of(since), calm_from))
            since = None if resolved is None else _third_onset(onsets[onsets >= resolved])
    return tuple(sorted(found, key=lambda joint: (joint.since, joint.site, joint.side)))


def target_joints_of_many(
    episodes: EpisodeColumns, observed: ObservedTime, people: int
) -> list[tuple[TargetJoint, ...]]:
    """The same for each of many people; only those are looked at who ever had one."""
    had = with_target_joints(episodes, people).tolist()
    return [target_joints(episodes, observed, who) if had[who] else () for who in range(people)]


def with_target_joints(episodes: EpisodeColumns, people: int) -> Flags:
    """Flag who ever had a target joint, calm by now or not. Shape (people,)."""
    here = episodes.joint_place & (episodes.cause == Cause.SPONTANEOUS)
    person, site, side, day = (
        column[here]
        for column in (episodes.person, episodes.site, episodes.side, episodes.onset_day)
    )
    order = np.lexsort((day, side, site, person))
    first, third = order[: -ONSETS + 1], order[ONSETS - 1 :]
    close = day[third] < add_months(day[first], WITHIN_MONTHS)
    for column in (person, site, side):
        close &= column[first] == column[third]
    had = np.zeros(people, dtype=np.bool_)
    had[person[third[close]]] = True
    return had


def _third_onset(onsets: Days) -> int | None:
    """The first of the onsets that is the third within the months that make a target joint."""
    third = onsets[ONSETS - 1 :]
    close = third < add_months(onsets[: len(third)], WITHIN_MONTHS)
    return int(third[close.argmax()]) if close.any() else None


def _resolved(since: int, onsets: Days, observed: ObservedTime, who: int) -> int | None:
    """The first day on which the twelve months before were calm and observed."""
    earliest = int(add_months(np.array([since], dtype=np.int32), CALM_MONTHS)[0])
    day = np.arange(earliest, int(observed.end_of_data[who]) + 1, dtype=np.int32)
    begins = add_months(day, -CALM_MONTHS)
    count = np.searchsorted(onsets, day) - np.searchsorted(onsets, begins)
    seen = _joint_days_before(observed, who, day) - _joint_days_before(observed, who, begins)
    calm = (count <= CALM_ONSETS) & (5 * seen >= OBSERVED_FIFTHS * (day - begins))
    return int(day[calm.argmax()]) if calm.any() else None


def _joint_days_before(observed: ObservedTime, who: int, day: Days) -> Ints:
    own = observed.joint_person == who
    return days_before(observed.joint_first[own], observed.joint_end[own], day)
