"""The person's own pages: home with its check-in, and the diary by month."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, ActingAs, Answer, Kind, Source
from bleedlog.services.days import Day, days_between, is_bleed, verdicts_of
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.record import Record
from bleedlog.storage.emergency import list_unseen_looks
from bleedlog.storage.entries import EntryRow, find_last_check_in, list_entries_between
from bleedlog.storage.entry_conflicts import list_entries_to_choose
from bleedlog.storage.looks import find_hand_over
from bleedlog.storage.patients import find_profile

LONGEST_CHECK_IN = 28
"""Days that one tap may cover at most; older gaps are asked for apart."""

FIRST_CHECK_IN = 7
"""Days that the first question of a new diary goes back."""

HAND_OVER_TOLD_FOR = timedelta(days=30)
"""How long those who kept a diary are told that its person took it over."""

GOING_FOR = timedelta(days=14)
"""How long a bleed without an end is offered as still going on."""


@dataclass(frozen=True, slots=True)
class CheckInQuestion:
    """Such as "Any bleeds since `first`?": the days [first, end) that an answer covers."""

    first: date
    end: date
    other: bool
    """Whether a bleed is already logged in these days, so that the question is "any other"."""
    waits: bool
    """Whether the person said that there was a bleed and has not logged it yet."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows."""

    profile: Any
    today: date
    question: CheckInQuestion
    going: tuple[EntryRow, ...]
    """Bleeds without an end, newest first."""
    doses: Mapping[UUID, int]
    """How many doses of the last weeks were for which bleed."""
    may_log: bool
    acting_as: str
    emergencies: tuple[Any, ...]
    """Looks in an emergency that were not put away, newest first."""
    may_put_away: bool
    to_choose: tuple[EntryRow, ...]
    """Entries that were changed in two places, newest first."""
    handed_over_at: datetime | None
    """For somebody who helps: when the person took the diary over, if that was of late."""


def get_home(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> Home:
    """The first page of a diary. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="home") as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        recent = list_entries_between(
            connection, by, patient_id, today - timedelta(LONGEST_CHECK_IN), today + timedelta(2)
        )
        told_until = find_last_check_in(connection, by, patient_id)
        sees_looks = opened.standing.may(Permission.SEE_LOOKS)
        emergencies = list_unseen_looks(connection, by, patient_id) if sees_looks else ()
        chooses = opened.standing.may(Permission.CHANGE_OWN)
        to_choose = list_entries_to_choose(connection, by, patient_id) if chooses else ()
        handed_over_at = None
        if opened.standing.acting_as is ActingAs.CARER:
            handed_over_at = find_hand_over(
                connection, by, patient_id, since=now - HAND_OVER_TOLD_FOR
            )
    return Home(
        profile=profile,
        today=today,
        question=_question(recent, told_until, today),
        going=tuple(_going(recent, today)),
        doses=Counter(row.treats for row in recent if row.treats and not row.withdrawn),
        may_log=opened.standing.may(Permission.LOG),
        acting_as=opened.standing.acting_as.value,
        emergencies=tuple(emergencies),
        may_put_away=opened.standing.may(Permission.PUT_AWAY),
        to_choose=tuple(to_choose),
        handed_over_at=handed_over_at,
    )


def _question(recent: Sequence[EntryRow], told_until: date | None, today: date) -> CheckInQuestion:
    end = today + timedelta(1)
    # The day of the last answer was only half lived then, so it is asked for again.
    first = today - timedelta(FIRST_CHECK_IN)
    if told_until is not None:
        first = max(told_until - timedelta(1), end - timedelta(LONGEST_CHECK_IN))
    first = min(first, today)
    verdicts = verdicts_of(recent)
    onsets = [row.start_day for row in recent if is_bleed(row, verdicts.get(row.id))]
    waits = any(
        row.kind is Kind.CHECK_IN
        and not row.withdrawn
        and row.answer is Answer.HAD_BLEEDS
        and not any(row.start_day <= onset < row.end_day for onset in onsets)
        for row in recent
    )
    other = any(first <= onset < end for onset in onsets)
    return CheckInQuestion(first=first, end=end, other=other, waits=waits)


def _going(recent: Sequence[EntryRow], today: date) -> list[EntryRow]:
    verdicts = verdicts_of(recent)
    return [
        row
        for row in recent
        if row.end is None
        and row.source is Source.PROSPECTIVE
        and row.start_day >= today - GOING_FOR
        and is_bleed(row, verdicts.get(row.id))
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a diary."""

    first: date
    end: date
    today: date
    days: tuple[Day, ...]
    entries: tuple[EntryRow, ...]
    """Entries of the month, newest first, withdrawn ones too."""
    gaps: tuple[tuple[date, date], ...]
    """Half-open spans of the month's days that are not noted."""
    may_log: bool
    profile: Any


def get_month(
    record: Record, *, by: Viewer, patient_id: UUID, month: date | None, now: datetime
) -> Month:
    """One calendar month of a diary, this month if none is named. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="diary") as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        first = (month or today).replace(day=1)
        end = (first + timedelta(31)).replace(day=1)
        # A check-in that reaches into the month may wait for a bleed just outside it.
        margin = timedelta(LONGEST_CHECK_IN)
        rows = list_entries_between(connection, by, patient_id, first - margin, end + margin)
    days = days_between(rows, first, end, today)
    entries = tuple(row for row in rows if row.start_day < end and _last_day(row) >= first)
    return Month(
        first=first,
        end=end,
        today=today,
        days=tuple(days),
        entries=entries,
        gaps=tuple(_gaps(days)),
        may_log=opened.standing.may(Permission.LOG),
        profile=profile,
    )


def _last_day(row: EntryRow) -> date:
    if row.end_day is None or row.end is None:
        return row.start_day  # type: ignore[no-any-return]
    spans = {Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT}
    return row.end_day - timedelta(1) if row.kind in spans else row.start_day  # type: ignore[no-any-return]


def _gaps(days: Sequence[Day]) -> list[tuple[date, date]]:
    gaps: list[tuple[date, date]] = []
    for day in days:
        if day.status != "not_noted":
            continue
        after = day.date + timedelta(1)
        if gaps and gaps[-1][1] == day.date:
            gaps[-1] = (gaps[-1][0], after)
        else:
            gaps.append((day.date, after))
    return gaps


@dataclass(frozen=True, slots=True)
class LogPage:
    """What a form offers beside its questions."""

    profile: Any
    today: date
    recent_bleeds: tuple[EntryRow, ...]
    """Bleeds, bruises and joint pain of the last four weeks, newest first."""


def get_log_page(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> LogPage:
    """What a form to log something offers. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not write in the diary.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="log", permission=Permission.LOG
    ) as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        rows = list_entries_between(
            connection, by, patient_id, today - timedelta(LONGEST_CHECK_IN), today + timedelta(1)
        )
    recent = tuple(row for row in rows if row.kind in BLEED_KINDS and not row.withdrawn)
    return LogPage(profile=profile, today=today, recent_bleeds=recent)
