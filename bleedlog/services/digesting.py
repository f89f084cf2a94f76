"""Working digests out, of many diaries at once.

Nothing in them depends on the day on which they are read, but for what was dated ahead
(`good_until`).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from sqlalchemy import Connection

from bleedlog.models.moment import zone_of
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind
from bleedlog.services.column_codes import side_of, site_of
from bleedlog.services.columns import DOSE_READ, READ, SPAN_KINDS, SPAN_READ, diaries_of
from bleedlog.services.digest import EDITION, Digest
from bleedlog.services.schedule import RESULTS, liver_reasons
from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.episodes import describe_episodes, join_entries
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.target_joints import target_joints_of_many
from bleedlog.storage.digests import read_entries_of

UNREVIEWED_DAYS: Final = 90
"""How far back bleeds are new where no review was ever noted."""

_COUNTED = BLEED_KINDS | {Kind.ADJUDICATION, Kind.GENE_THERAPY, Kind.BACK_ON_PROPHYLAXIS}
_RECORDS = frozenset().union(*RESULTS.values()) | {
    Kind.STEROID_COURSE, Kind.REVIEW, Kind.GENE_THERAPY,
}  # fmt: skip
_RECORD_READ = (
    "patient_id", "kind", "start_day", "end_day", "value", "upper_limit", "start_minute",
    "first_seq", "entered_at",
)  # fmt: skip
_ENTERED = len(READ)


def make_digests(
    connection: Connection, by: Viewer, rows: Sequence[Any], todays: Mapping[str, date]
) -> list[dict[str, Any]]:
    """Rows of digests to keep, for rows of `list_patients_of_clinics`.

    Those told the diaries' numbers before anything is read here: a digest may know more than its
    number says, and never less. `todays`: the day, by time zone.
    """
    ids = [row.id for row in rows]
    told = read_entries_of(connection, by, ids, (*READ, "entered_at"), _COUNTED)
    spans = read_entries_of(connection, by, ids, SPAN_READ, SPAN_KINDS)
    treating = frozenset({Kind.INFUSION})
    doses = read_entries_of(connection, by, ids, DOSE_READ, treating, treating=True)
    records = read_entries_of(connection, by, ids, _RECORD_READ, _RECORDS)
    # As the database writes the id, so that it equals that of every row.
    people = list(dict.fromkeys(row.patient_id for table in (told, spans, doses) for row in table))
    counted = _counted(told, spans, doses, people)
    records = sorted(records, key=lambda row: (row.start_minute, row.first_seq), reverse=True)
    recorded, unsure = _by_person(records), _unsure(told)
    keys = {UUID(str(key)): key for key in {*people, *recorded}}
    return [
        _row(row, counted.get(key), recorded.get(key, []), unsure.get(key, []), todays[row.zone])
        for row, key in ((row, keys.get(row.id)) for row in rows)
    ]


def _row(
    row: Any, counted: "_Counted | None", records: Sequence[Any], unsure: list[int], today: date
) -> dict[str, Any]:
    counted = counted or _Counted()
    until_now = [one for one in records if one.start_day <= today]
    reviews = [one for one in until_now if one.kind == Kind.REVIEW]
    review = max(reviews, key=lambda one: (one.start_minute, one.first_seq), default=None)
    first, seen_until = day_of(today) - UNREVIEWED_DAYS, _seen_until(review, row.zone)
    new = [
        one
        for one in counted.episodes
        if (one.day >= first if seen_until is None else one.told > seen_until)
    ]
    new_days = {one.day for one in new}
    treated = None if counted.treated == NO_DAY else date_of(counted.treated)
    digest = Digest(
        end_of_data=counted.end_of_data,
        treated=counted.treated,
        back=counted.back,
        reviewed=NO_DAY if review is None else day_of(review.start_day),
        onsets=[one.day for one in new],
        target_joints=[
            one for one in counted.target_joints if review is None or one[-1] in new_days
        ],
        unsure=unsure,
        results=_last_results(until_now),
        concerns=[
            (str(one.row.kind), str(one.concern), day_of(one.row.start_day))
            for one in (liver_reasons(until_now, treated, today) if treated else [])
        ],
        steroids=[
            (day_of(one.start_day), None if one.end_day is None else day_of(one.end_day))
            for one in until_now
            if one.kind == Kind.STEROID_COURSE and (one.end_day is None or one.end_day >= today)
        ],
    )
    ahead = [one.start_day for one in records if one.start_day > today]
    return {
        "patient_id": row.id,
        "last_seq": row.last_seq,
        "edition": EDITION,
        "good_until": min(ahead, default=None),
        "figures": digest.kept,
    }


class _Episode(NamedTuple):
    """A bleed: its first day, and when the first of its entries was told, seconds since 1970."""

    day: int
    told: float


@dataclass(frozen=True, slots=True)
class _Counted:
    """What counting rule 1 says of a person. Days as in `Digest`."""

    end_of_data: int = NO_DAY
    treated: int = NO_DAY
    back: int = NO_DAY
    episodes: Sequence[_Episode] = ()
    target_joints: Sequence[tuple[str, str | None, int]] = ()


def _seen_until(review: Any, zone: str) -> float | None:
    """Until when what was told had been seen at a review, seconds since 1970; None without one.

    Noted days later, it was held on its day all the same.
    """
    if review is None:
        return None
    after = datetime.combine(review.start_day + timedelta(1), time(), tzinfo=zone_of(zone))
    return min(float(review.entered_at.timestamp()), after.timestamp())


def _counted(
    told: Sequence[Any], spans: Sequence[Any], doses: Sequence[Any], people: list[Hashable]
) -> dict[Hashable, _Counted]:
    diaries, rule = diaries_of(told, people, spans=spans, doses=doses), Rule()
    joined = join_entries(diaries, rule)
    episodes, observed = describe_episodes(diaries.bleeds, joined), observed_time(diaries)
    entered = (row[_ENTERED].timestamp() for row in told if row.kind in BLEED_KINDS)
    told_at = np.fromiter(entered, np.float64)[joined.rows]
    first_told = told_at[joined.firsts]
    np.minimum.at(first_told, joined.episode, told_at)
    listed = list(map(_Episode, episodes.onset_day.tolist(), first_told.tolist()))
    bounds = np.searchsorted(episodes.person, np.arange(len(people) + 1)).tolist()
    joints = target_joints_of_many(episodes, observed, len(people))
    return {
        person: _Counted(
            end_of_data=int(observed.end_of_data[number]),
            treated=int(diaries.treated_day[number]),
            back=int(diaries.back_on_prophylaxis_day[number]),
            episodes=listed[bounds[number] : bounds[number + 1]],
            target_joints=[
                (str(site_of(one.site)), side_of(one.side), day_of(one.since))
                for one in joints[number]
                if one.resolved is None
            ],
        )
        for number, person in enumerate(people)
    }


def _by_person(rows: Iterable[Any]) -> dict[Hashable, list[Any]]:
    found: defaultdict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.patient_id].append(row)
    return found


def _unsure(told: Sequence[Any]) -> dict[Hashable, list[int]]:
    """Days of what waits for a verdict, oldest first."""
    settled = {(row.patient_id, row.about) for row in told if row.kind == Kind.ADJUDICATION}
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row in told:
        waits = row.certainty == Certainty.UNSURE and row.kind in BLEED_KINDS
        if waits and (row.patient_id, row.id) not in settled:
            found[row.patient_id].append(day_of(row.start_day))
    return {person: sorted(days) for person, days in found.items()}


def _last_results(records: Sequence[Any]) -> dict[str, int]:
    """By test the last day with a result."""
    last: dict[str, date] = {}
    for row in records:
        last[row.kind] = max(row.start_day, last.get(row.kind, row.start_day))
    days = {test: [last[kind] for kind in kinds if kind in last] for test, kinds in RESULTS.items()}
    return {str(test): day_of(max(found)) for test, found in days.items() if found}
