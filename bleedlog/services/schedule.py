"""The follow-up of a person: what is due, overdue, done, and where the team decides.

It shows what the schedule says and never advises. Patients see the dates alone that their centre
confirmed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.clinic_schedule import STANDARD, steps_of
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking
from bleedlog.services.record import Record
from bleedlog.statistics import schedule as rules
from bleedlog.statistics.schedule import Concern, LiverResult, Step
from bleedlog.storage.follow_ups import list_follow_ups, list_steps
from bleedlog.storage.patients import find_profile
from bleedlog.storage.records import list_records

AT_RISK = frozenset({FollowUpTest.ULTRASOUND, FollowUpTest.AFP})
"""Tests that only people at risk need."""

BY_TEAM = frozenset({FollowUpTest.LIVER, FollowUpTest.FIX})
"""Tests of which the team sets the dates while the liver or steroids say so."""

RESULTS: Mapping[FollowUpTest, frozenset[Kind]] = {
    FollowUpTest.LIVER: frozenset({Kind.ALT, Kind.AST}),
    FollowUpTest.FIX: frozenset({Kind.FIX_ACTIVITY}),
    FollowUpTest.ULTRASOUND: frozenset(),
    FollowUpTest.AFP: frozenset({Kind.AFP}),
}
"""Which records show that a test was done."""

_READ = frozenset().union(*RESULTS.values()) | {Kind.GENE_THERAPY, Kind.STEROID_COURSE}
EARLY = timedelta(days=7)
"""How long before its week a test still settles a confirmed date."""


@dataclass(frozen=True, slots=True)
class TeamReason:
    """Why the team sets the dates: of which result, or since when steroids run."""

    concern: Concern
    row: Any
    """The record."""


@dataclass(frozen=True, slots=True)
class ScheduledTest:
    """One test of the schedule."""

    test: FollowUpTest
    standing: rules.Standing
    by_team: bool
    """Whether the team sets its dates: then it is never called done or due by the calendar."""
    confirmed: Any
    """The confirmed date that holds, or None."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A person's follow-up."""

    profile: Any
    today: date
    treated_on: date | None
    tests: tuple[ScheduledTest, ...]
    reasons: tuple[TeamReason, ...]
    steps: Mapping[FollowUpTest, Sequence[Step]]
    own_steps: frozenset[FollowUpTest]
    """Tests for which the centre set its own intervals."""
    done_by_hand: tuple[Any, ...]
    """Ultrasounds that were noted, newest first."""
    may_plan: bool


@dataclass(frozen=True, slots=True)
class DueTest:
    """A confirmed date as the person sees it."""

    test: FollowUpTest
    week: date
    clinic_name: str


def get_schedule(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> Schedule:
    """A person's follow-up schedule. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="schedule") as opened:
        profile = find_profile(opened.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        rows = _rows(opened, _READ)
        follow_ups = list_follow_ups(opened.connection, by, patient_id)
        own = _own_steps(opened)
        may_plan = any(map(plans, opened.standings))
    treated_on = min((row.start_day for row in rows if row.kind is Kind.GENE_THERAPY), default=None)
    steps = {**STANDARD, **own}
    reasons = team_reasons(rows, treated_on, today)
    return Schedule(
        profile=profile,
        today=today,
        treated_on=treated_on,
        tests=tuple(
            ScheduledTest(
                test=test,
                standing=_standing(
                    test,
                    rules.standing_of(
                        treated_on, steps[test], _done(test, rows, follow_ups), today
                    ),
                    at_risk=profile.risk_flag,
                ),
                by_team=bool(reasons) and test in BY_TEAM,
                confirmed=_confirmed(test, rows, follow_ups),
            )
            for test in FollowUpTest
        ),
        reasons=reasons,
        steps=steps,
        own_steps=frozenset(own),
        done_by_hand=tuple(one for one in reversed(follow_ups) if one.done_on is not None),
        may_plan=may_plan,
    )


def _rows(opened: OpenedDiary, kinds: frozenset[Kind]) -> list[Any]:
    rows = list_records(opened.connection, opened.by, opened.patient_id, kinds)
    return [row for row in rows if not row.withdrawn]


def _own_steps(opened: OpenedDiary) -> dict[FollowUpTest, tuple[Step, ...]]:
    clinic_id = next((one.clinic_id for one in opened.standings if one.clinic_id), None)
    return {} if clinic_id is None else steps_of(list_steps(opened.connection, clinic_id))


def plans(standing: Standing) -> bool:
    """Whether somebody plans in that part: as staff, even where they are a parent, too."""
    return standing.access is None and standing.may(Permission.PLAN)


def team_reasons(
    rows: Sequence[Any], treated_on: date | None, today: date
) -> tuple[TeamReason, ...]:
    """Why the team sets the dates of a person's blood tests, by their records, newest first."""
    if treated_on is None or treated_on > today:
        return ()
    courses = [TeamReason(Concern.STEROIDS, row) for row in rows if _runs(row, today)]
    return (*liver_reasons(rows, treated_on, today), *courses)


def _runs(row: Any, today: date) -> bool:
    return row.kind == Kind.STEROID_COURSE and rules.steroids_run(
        [(row.start_day, row.end_day)], today
    )


def liver_reasons(rows: Sequence[Any], treated_on: date, today: date) -> list[TeamReason]:
    """Those that the last ALT and the last AST up to today give."""
    reasons = []
    for kind in (Kind.ALT, Kind.AST):
        of_kind = [row for row in rows if row.kind == kind and row.start_day <= today]
        results = [LiverResult(row.start_day, row.value, row.upper_limit) for row in of_kind]
        concern = rules.concern_of(treated_on, results)
        if concern is not None:
            reasons.append(TeamReason(concern, of_kind[0]))
    return reasons


def _done(test: FollowUpTest, rows: Sequence[Any], follow_ups: Sequence[Any]) -> list[date]:
    days = [row.start_day for row in rows if row.kind in RESULTS[test]]
    return days + [one.done_on for one in follow_ups if one.test is test and one.done_on]


def _standing(test: FollowUpTest, standing: rules.Standing, *, at_risk: bool) -> rules.Standing:
    if test in AT_RISK and not at_risk:
        return replace(standing, state=rules.State.NOT_NEEDED, week=None)
    return standing


def _confirmed(test: FollowUpTest, rows: Sequence[Any], follow_ups: Sequence[Any]) -> Any:
    return waiting_week(test, max(_done(test, rows, follow_ups), default=date.min), follow_ups)


def waiting_week(test: FollowUpTest, last: date, follow_ups: Sequence[Any]) -> Any:
    """The newest confirmed week of a test that was not done since, or None.

    Args:
        test: Which test.
        last: When it was done last; `date.min` if never.
        follow_ups: Confirmed weeks and tests that were done, by week.
    """
    waiting = [
        one
        for one in follow_ups
        if one.test is test and one.week is not None and last < one.week - EARLY
    ]
    return waiting[-1] if waiting else None


def due_tests(opened: OpenedDiary) -> tuple[DueTest, ...]:
    """The confirmed dates that a person sees, soonest first, in an opened diary."""
    follow_ups = list_follow_ups(opened.connection, opened.by, opened.patient_id)
    if not any(one.week for one in follow_ups):
        return ()
    rows = _rows(opened, _READ)
    confirmed = (_confirmed(test, rows, follow_ups) for test in FollowUpTest)
    found = [DueTest(one.test, one.week, one.clinic_name) for one in confirmed if one is not None]
    return tuple(sorted(found, key=lambda one: one.week))
