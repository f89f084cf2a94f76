"""A digest worked out slowly: of one person, from all that the diary says."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bleedlog.models.tables import metadata
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind
from bleedlog.services.column_codes import side_of, site_of
from bleedlog.services.columns import READ, SPAN_KINDS, diaries_of
from bleedlog.services.digest import Digest
from bleedlog.services.schedule import RESULTS, liver_reasons
from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.episodes import describe_episodes, join_entries
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.target_joints import target_joints
from bleedlog.storage.engine import Database
from tests.people import A_TEST

COUNTED = {
    *BLEED_KINDS, *SPAN_KINDS, Kind.INFUSION, Kind.ADJUDICATION, Kind.GENE_THERAPY,
    Kind.BACK_ON_PROPHYLAXIS,
}  # fmt: skip
DATED = {Kind.STEROID_COURSE, Kind.REVIEW, Kind.GENE_THERAPY}.union(*RESULTS.values())


def slow_digest(
    record: Database, patient_id: UUID, today: date, zone: str
) -> tuple[Digest, date | None]:
    """The digest of a diary as it is now, and until which day it is good."""
    entry = metadata.tables["entry"]
    standing = select(entry).where(entry.c.patient_id == patient_id, entry.c.withdrawn.is_(False))
    with record.reading(A_TEST) as connection:
        rows = connection.execute(standing.order_by(entry.c.first_seq)).all()
    dated = [row for row in rows if row.kind in DATED]
    ahead = [row.start_day for row in dated if row.start_day > today]
    known = [row for row in dated if row.start_day <= today]
    known.sort(key=lambda row: (row.start_minute, row.first_seq), reverse=True)
    review = next((row for row in known if row.kind is Kind.REVIEW), None)

    counted = [row for row in rows if row.kind in COUNTED]
    diaries = diaries_of(
        [tuple(getattr(row, name) for name in READ) for row in counted], [patient_id]
    )
    joined, observed = join_entries(diaries, Rule()), observed_time(diaries)
    episodes = describe_episodes(diaries.bleeds, joined)
    bleeds = [row for row in counted if row.kind in BLEED_KINDS]
    new = []
    for number, day in enumerate(episodes.onset_day.tolist()):
        told = min(
            bleeds[row].entered_at
            for row, episode in zip(joined.rows.tolist(), joined.episode.tolist(), strict=True)
            if episode == number
        )
        if told > _seen_until(review, zone) if review else day >= day_of(today) - 90:
            new.append(day)
    treated = int(diaries.treated_day[0])
    settled = {row.about for row in rows if row.kind is Kind.ADJUDICATION}
    results: dict[str, int] = {}
    for test, kinds in RESULTS.items():
        days = [day_of(row.start_day) for row in known if row.kind in kinds]
        results |= {str(test): max(days)} if days else {}
    return Digest(
        end_of_data=int(observed.end_of_data[0]),
        treated=treated,
        back=int(diaries.back_on_prophylaxis_day[0]),
        reviewed=day_of(review.start_day) if review else NO_DAY,
        onsets=new,
        target_joints=[
            (str(site_of(one.site)), side_of(one.side), day_of(one.since))
            for one in target_joints(episodes, observed)
            if one.resolved is None and (review is None or day_of(one.since) in new)
        ],
        unsure=sorted(
            day_of(row.start_day)
            for row in bleeds
            if row.certainty is Certainty.UNSURE and row.id not in settled
        ),
        results=results,
        concerns=[
            (str(one.row.kind), str(one.concern), day_of(one.row.start_day))
            for one in (liver_reasons(known, date_of(treated), today) if treated != NO_DAY else [])
        ],
        steroids=[
            (day_of(row.start_day), row.end_day and day_of(row.end_day))
            for row in known
            if row.kind is Kind.STEROID_COURSE and (row.end_day is None or row.end_day >= today)
        ],
    ), min(ahead, default=None)


def _seen_until(review: Any, zone: str) -> datetime:
    after = datetime.combine(review.start_day + timedelta(1), time(), tzinfo=ZoneInfo(zone))
    found: datetime = min(review.entered_at, after)
    return found
