"""Working digests out, of many diaries at once.

Nothing in them depends on the day on which they are read, but for what was dated ahead
(`good_until`).
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import compress
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from bleedlog.models.moment import zone_of
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind
from bleedlog.services.column_codes import side_of, site_of
from bleedlog.services.columns import DOSE_READ, READ, SPAN_READ, diaries_of, spans_of
from bleedlog.services.digest import EDITION, Digest
from bleedlog.services.schedule import RESULTS
from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.episodes import Joined, describe_episodes, join_entries
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.schedule import Concern, LiverResult, concern_of
from bleedlog.statistics.target_joints import target_joints_of_many, with_target_joints
from bleedlog.storage.digest_reading import DigestReader

UNREVIEWED_DAYS: Final = 90
"""How far back bleeds are new where no review was ever noted."""

_ENTERED = len(READ)
_TEST_OF = {kind: test for test, kinds in RESULTS.items() for kind in kinds}
_LIVER = frozenset({Kind.ALT, Kind.AST})
_LAST = frozenset({*_TEST_OF, Kind.REVIEW})
_AHEAD = frozenset({*_TEST_OF, Kind.STEROID_COURSE, Kind.REVIEW, Kind.GENE_THERAPY})

_Found = defaultdict[Hashable, dict[str, Any]]
"""What `Digest` says, by person."""


def make_digests(reader: DigestReader, rows: Sequence[Any], today: date) -> list[dict[str, Any]]:
    """Rows of digests to keep, for rows with id, zone and last_seq of the reader's people.

    Those told the diaries' numbers before anything is read here: a digest may know more than its
    number says, and never less. `today`: where all of them are.
    """
    found: _Found = defaultdict(dict)
    last = reader.list_last_records(_LAST, _LIVER, today)
    reviews = {row.patient_id: row for row in last if row.kind == Kind.REVIEW}
    ahead = {row.patient_id: row.start_day for row in reader.list_first_ahead(_AHEAD, today)}
    zones = {row.id: row.zone for row in rows}
    seen_until = {
        person: _seen_until(review, zones[UUID(str(person))]) for person, review in reviews.items()
    }
    for person, review in reviews.items():
        found[person]["reviewed"] = day_of(review.start_day)
    _add_bleeds(found, reader, seen_until, today)
    for row in reader.list_ends_of_days():
        known = found[row.patient_id].get("end_of_data", NO_DAY)
        found[row.patient_id]["end_of_data"] = max(known, day_of(row.end))
    _add_results(found, [row for row in last if row.kind != Kind.REVIEW])
    for course in reader.list_courses(today):
        days = day_of(course.start_day), None if course.end_day is None else day_of(course.end_day)
        found[course.patient_id].setdefault("steroids", []).append(days)
    # Rows have ids as the database writes them.
    keys = {UUID(str(person)): person for person in {*found, *ahead}}
    return [
        {
            "patient_id": row.id,
            "last_seq": row.last_seq,
            "edition": EDITION,
            "good_until": ahead.get(person),
            "figures": Digest(**found.get(person, {})).kept,
        }
        for row, person in ((row, keys.get(row.id)) for row in rows)
    ]


def _seen_until(review: Any, zone: str) -> float:
    """Until when what was told had been seen at a review, seconds since 1970.

    Noted days later, it was held on its day all the same.
    """
    after = datetime.combine(review.start_day + timedelta(1), time(), tzinfo=zone_of(zone))
    return min(float(review.entered_at.timestamp()), after.timestamp())


def _add_bleeds(
    found: _Found, reader: DigestReader, seen_until: Mapping[Hashable, float], today: date
) -> None:
    """What counting rule 1 says of each person, and what waits for a verdict."""
    told = reader.list_told((*READ, "entered_at"))
    doses = reader.list_treating_doses(DOSE_READ)
    answers = reader.list_days_with_bleeds(SPAN_READ)
    people = list(
        dict.fromkeys(row.patient_id for table in (told, doses, answers) for row in table)
    )
    number = {person: place for place, person in enumerate(people)}

    diaries = diaries_of(told, people, doses=doses)
    joined = join_entries(diaries, Rule())
    episodes = describe_episodes(diaries.bleeds, joined)
    had = with_target_joints(episodes, len(people))
    # All days that were observed are asked for where a joint may have calmed down; elsewhere an
    # answer that there were bleeds, which holds if one is noted, can only be the last of them.
    at_risk = [UUID(str(person)) for person in compress(people, had.tolist())]
    days = replace(reader, people=at_risk).list_days(SPAN_READ) if at_risk else ()
    diaries = replace(diaries, spans=spans_of([*answers, *days], number))
    observed = observed_time(diaries)
    joints = target_joints_of_many(episodes, observed, len(people))

    cut = np.array([seen_until.get(person, np.nan) for person in people])[episodes.person]
    unreviewed = episodes.onset_day >= day_of(today) - UNREVIEWED_DAYS
    new = np.where(np.isnan(cut), unreviewed, _first_told(told, joined) > cut)
    onsets: defaultdict[int, list[int]] = defaultdict(list)
    for place, day in zip(
        episodes.person[new].tolist(), episodes.onset_day[new].tolist(), strict=True
    ):
        onsets[place].append(day)
    for place, person in enumerate(people):
        found[person] |= {
            "end_of_data": int(observed.end_of_data[place]),
            "treated": int(diaries.treated_day[place]),
            "back": int(diaries.back_on_prophylaxis_day[place]),
            "onsets": onsets.get(place, ()),
            "target_joints": [
                (str(site_of(one.site)), side_of(one.side), day_of(one.since))
                for one in joints[place]
                if one.resolved is None
                and (person not in seen_until or day_of(one.since) in onsets[place])
            ],
        }
    for person, waiting in _unsure(told).items():
        found[person]["unsure"] = waiting


def _first_told(told: Sequence[Any], joined: Joined) -> NDArray[np.float64]:
    """When the first entry of each episode was told, seconds since 1970."""
    entered = (row[_ENTERED].timestamp() for row in told if row.kind in BLEED_KINDS)
    told_at = np.fromiter(entered, np.float64)[joined.rows]
    first = told_at[joined.firsts]
    np.minimum.at(first, joined.episode, told_at)
    return first


def _unsure(told: Sequence[Any]) -> dict[Hashable, list[int]]:
    """Days of what waits for a verdict, oldest first."""
    settled = {(row.patient_id, row.about) for row in told if row.kind == Kind.ADJUDICATION}
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row in told:
        waits = row.certainty == Certainty.UNSURE and row.kind in BLEED_KINDS
        if waits and (row.patient_id, row.id) not in settled:
            found[row.patient_id].append(day_of(row.start_day))
    return {person: sorted(days) for person, days in found.items()}


def _add_results(found: _Found, records: Sequence[Any]) -> None:
    """The days of the last results, and what the liver's leave to the team."""
    baselines = {(row.patient_id, row.kind): row for row in records if row.is_baseline}
    last = sorted((row for row in records if not row.is_baseline), key=lambda row: str(row.kind))
    for row in last:
        person, day = found[row.patient_id], day_of(row.start_day)
        results = person.setdefault("results", {})
        test = str(_TEST_OF[Kind(row.kind)])
        results[test] = max(day, results.get(test, day))
        if row.kind in _LIVER and person.get("treated", NO_DAY) != NO_DAY:
            baseline = baselines.get((row.patient_id, row.kind))
            concern = _concern(row, baseline, date_of(person["treated"]))
            if concern is not None:
                person.setdefault("concerns", []).append((row.kind, str(concern), day))


def _concern(last: Any, baseline: Any, treated: date) -> Concern | None:
    """What the last result says, where only the one before the infusion counts besides."""
    of_both = [last] if baseline is None or baseline.id == last.id else [last, baseline]
    results = [LiverResult(one.start_day, one.value, one.upper_limit) for one in of_both]
    return concern_of(treated, results)
