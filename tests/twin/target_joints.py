"""Target joints: day by day.

Readings chosen where the text is silent:

* "Within 6 consecutive months" and "12 months" are counted in local dates of first onsets.
* R is at least `since` + 12 calendar months (not: R - 12 months at least `since`, which differs
  by a day for a `since` on 29 February).
* Surgical episodes are never spontaneous, so they only count against resolving.
* While a joint is a target joint it cannot become one again.
* Two of the same `since` stand by site, then side with blank first.
"""

from datetime import date, timedelta
from typing import Any

from tests.twin.clock import add_months, days_between, next_day
from tests.twin.episodes import Episode, Place, cause_of, is_joint_entry, place_of
from tests.twin.person import Person


def joint_of(episode: Episode) -> Place | None:
    """The first entry's place, only if that entry is itself a joint entry with a site."""
    first = episode.first
    return place_of(first) if first.site and is_joint_entry(first) else None


def third_onset(days: list[date]) -> date | None:
    """The first third of three onsets, the third before the first + 6 months."""
    days = sorted(days)
    for first, third in zip(days, days[2:], strict=False):
        if third < add_months(first, 6):
            return third
    return None


def is_resolved_on(day: date, onsets: list[date], of_joints: set[date]) -> bool:
    """At most 2 joint episodes there in the 12 months before, 80% of those days observed."""
    start = add_months(day, -12)
    year = days_between(start, day)
    episodes = sum(1 for onset in onsets if start <= onset < day)
    seen = sum(1 for one in year if one in of_joints)
    return episodes <= 2 and 5 * seen >= 4 * len(year)


def resolved_day(
    since: date, onsets: list[date], of_joints: set[date], end_of_data: date
) -> date | None:
    """The first day from 12 months after `since` to the end of data that resolves it."""
    day = add_months(since, 12)
    while day <= end_of_data:
        if is_resolved_on(day, onsets, of_joints):
            return day
        day += timedelta(days=1)
    return None


def spells(
    spontaneous: list[date], onsets: list[date], of_joints: set[date], end_of_data: date
) -> list[tuple[date, date | None]]:
    """One joint's spells as a target joint; a new one needs three onsets on or after R."""
    found: list[tuple[date, date | None]] = []
    since = third_onset(spontaneous)
    while since is not None:
        resolved = resolved_day(since, onsets, of_joints, end_of_data)
        found.append((since, resolved))
        if resolved is None:
            break
        since = third_onset([day for day in spontaneous if day >= resolved])
    return found


def target_joints_json(person: Person) -> list[dict[str, Any]]:
    """Every spell of every joint of the person, by `since`."""
    if not person.observed.all:
        return []
    end_of_data = next_day(max(person.observed.all))
    episodes_at: dict[Place, list[Episode]] = {}
    for episode in person.episodes:
        joint = joint_of(episode)
        if joint is not None:
            episodes_at.setdefault(joint, []).append(episode)
    rows = []
    for (_, site, side), episodes in episodes_at.items():
        onsets = [episode.day for episode in episodes]
        spontaneous = [e.day for e in episodes if cause_of(e) == "spontaneous"]
        for since, resolved in spells(spontaneous, onsets, person.observed.of_joints, end_of_data):
            rows.append((since, site, side, resolved))
    rows.sort(key=lambda row: row[:3])
    return [
        {
            "site": site,
            "side": side or None,
            "since": since.isoformat(),
            "resolved": resolved.isoformat() if resolved else None,
        }
        for since, site, side, resolved in rows
    ]
