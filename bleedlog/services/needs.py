"""What each of a clinic's patients needs of it, and who needs it most."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import numpy as np

from bleedlog.models.follow_up import FollowUpTest
from bleedlog.services.clinic_schedule import STANDARD
from bleedlog.services.digest import Digest
from bleedlog.services.digesting import UNREVIEWED_DAYS
from bleedlog.services.schedule import AT_RISK, BY_TEAM, waiting_week
from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.schedule import DAYS_PER_WEEK, State, Step, standings

SILENT_AFTER: Final = timedelta(days=28)
"""Without a day noted for longer than this a diary is silent."""


class Need(StrEnum):
    """Why a clinic should look at somebody, what presses most first."""

    BY_TEAM = "by_team"
    """The liver or steroids leave the dates of blood tests to the team."""
    UNSURE = "unsure"
    """Entries that nobody is sure of wait for a verdict."""
    TARGET_JOINT = "target_joint"
    """A joint became a target joint since the last review."""
    BACK_NEW = "back_new"
    """Back on prophylaxis since the last review."""
    NEW_BLEEDS = "new_bleeds"
    """Bleeds since the last review."""
    OVERDUE = "overdue"
    """Tests whose week is over."""
    SILENT = "silent"
    DUE = "due"
    """Tests whose week is near."""
    BACK = "back"
    """Back on prophylaxis, and reviewed since."""


_ORDER = {need: number for number, need in enumerate(Need)}


@dataclass(frozen=True, slots=True)
class Reason:
    """One need of one person. What it does not say is empty."""

    need: Need
    count: int = 0
    """Entries, bleeds, or whole weeks."""
    day: date | None = None
    """The oldest that waits, the newest bleed, the last day noted, the first day back."""
    reviewed: date | None = None
    """The last review, since which bleeds are new."""
    tests: tuple[tuple[FollowUpTest, date], ...] = ()
    """With the Mondays of their weeks, the oldest first."""
    concerns: tuple[tuple[str, str, date], ...] = ()
    """Kind, concern and day of liver results."""
    steroids: bool = False
    joints: tuple[tuple[str, str | None, date], ...] = ()
    """Site, side, and since when."""


@dataclass(frozen=True, slots=True)
class Case:
    """One patient with all that tells what they need."""

    profile: Any
    """Of the row of the list: `risk_flag` and so on."""
    digest: Digest
    today: date
    shared_since: date
    steps: Mapping[FollowUpTest, tuple[Step, ...]]
    """Their centre's own intervals."""
    follow_ups: Sequence[Any] = ()
    """Confirmed weeks and tests that were done, by week."""

    @property
    def is_treated(self) -> bool:
        """Whether the infusion was, and does not lie ahead."""
        return NO_DAY != self.digest.treated <= day_of(self.today)

    @property
    def last_noted(self) -> date | None:
        """The last day that the diary knows."""
        end = self.digest.end_of_data
        return None if end == NO_DAY else date_of(end - 1)


def reasons_of(cases: Sequence[Case]) -> list[tuple[Reason, ...]]:
    """What each of them needs, what presses most first."""
    late = _late_tests(cases)
    return [
        tuple(sorted(_reasons(case, late[number]), key=lambda one: _ORDER[one.need]))
        for number, case in enumerate(cases)
    ]


def pressing(reasons: Sequence[Reason]) -> tuple[tuple[int, ...], int]:
    """Sorts people by need: what presses most, then what else presses; then how much of it."""
    ranks = *(_ORDER[one.need] for one in reasons), len(_ORDER)
    return ranks, -reasons[0].count if reasons else 0


_Late = dict[FollowUpTest, tuple[State, date]]


def _reasons(case: Case, late: _Late) -> list[Reason]:
    digest, today = case.digest, case.today
    found = []
    by_team = case.is_treated and bool(digest.concerns or digest.steroids_run(today))
    if by_team:
        found.append(
            Reason(
                Need.BY_TEAM,
                concerns=tuple((kind, why, date_of(day)) for kind, why, day in digest.concerns),
                steroids=digest.steroids_run(today),
                tests=tuple((test, week) for test, (_, week) in late.items() if test in BY_TEAM),
            )
        )
    if digest.unsure:
        oldest = date_of(digest.unsure[0])
        found.append(Reason(Need.UNSURE, count=len(digest.unsure), day=oldest))
    if digest.target_joints:
        joints = tuple((site, side, date_of(day)) for site, side, day in digest.target_joints)
        found.append(Reason(Need.TARGET_JOINT, count=len(joints), joints=joints))
    if NO_DAY != digest.back <= day_of(today):
        need = Need.BACK_NEW if digest.back > digest.reviewed else Need.BACK
        found.append(Reason(need, day=date_of(digest.back)))
    found += _new_bleeds(case)
    for need, state in ((Need.OVERDUE, State.OVERDUE), (Need.DUE, State.DUE)):
        tests = [
            (test, week)
            for test, (how, week) in late.items()
            if how is state and not (by_team and test in BY_TEAM)
        ]
        if tests:
            tests.sort(key=lambda one: one[1])
            weeks = (today - tests[0][1]).days // DAYS_PER_WEEK
            found.append(Reason(need, count=max(weeks, 0), tests=tuple(tests)))
    return [*found, *_silence(case)]


def _new_bleeds(case: Case) -> list[Reason]:
    digest = case.digest
    days = list(digest.onsets)
    if digest.reviewed == NO_DAY:
        days = [day for day in days if day >= day_of(case.today) - UNREVIEWED_DAYS]
    if not days:
        return []
    reviewed = None if digest.reviewed == NO_DAY else date_of(digest.reviewed)
    newest = date_of(max(days))
    return [Reason(Need.NEW_BLEEDS, count=len(days), day=newest, reviewed=reviewed)]


def _silence(case: Case) -> list[Reason]:
    last = case.last_noted
    silent = case.today - (last or case.shared_since)
    if silent <= SILENT_AFTER:
        return []
    return [Reason(Need.SILENT, count=silent.days // DAYS_PER_WEEK, day=last)]


def _late_tests(cases: Sequence[Case]) -> list[_Late]:
    """Per person the tests that are due or overdue, with the Mondays of their weeks.

    A week that a centre confirmed, and since which the test was not done, stands for the
    calendar's.
    """
    late: list[_Late] = [{} for _ in cases]
    today = np.array([day_of(case.today) for case in cases], dtype=np.int64)
    treated = np.array([case.digest.treated for case in cases], dtype=np.int64)
    for test in FollowUpTest:
        done = np.array([_last_done(case, test) for case in cases], dtype=np.int64)
        for steps, numbers in _by_steps(cases, test).items():
            some = np.array(numbers, dtype=np.intp)
            found = standings(treated[some], steps, done[some], today[some])
            weeks = found.week.tolist()
            for number, state, week in zip(numbers, found.state, weeks, strict=True):
                if state in _LATE and _is_wanted(test, cases[number]):
                    late[number][test] = state, date_of(week)
        for number, case in enumerate(cases):
            if case.follow_ups:
                _confirm(late[number], test, case, int(done[number]))
    return late


_LATE = frozenset({State.DUE, State.OVERDUE})


def _by_steps(cases: Sequence[Case], test: FollowUpTest) -> dict[tuple[Step, ...], list[int]]:
    found: defaultdict[tuple[Step, ...], list[int]] = defaultdict(list)
    for number, case in enumerate(cases):
        found[case.steps.get(test) or STANDARD[test]].append(number)
    return found


def _is_wanted(test: FollowUpTest, case: Case) -> bool:
    return test not in AT_RISK or bool(case.profile.risk_flag)


def _last_done(case: Case, test: FollowUpTest) -> int:
    days = [
        day_of(one.done_on)
        for one in case.follow_ups
        if one.test is test and one.done_on is not None and one.done_on <= case.today
    ]
    return max(case.digest.results.get(test, NO_DAY), *days, NO_DAY)


def _confirm(late: _Late, test: FollowUpTest, case: Case, done: int) -> None:
    last = date.min if done == NO_DAY else date_of(done)
    confirmed = waiting_week(test, last, case.follow_ups)
    if confirmed is None:
        return
    late.pop(test, None)
    if case.today >= confirmed.week:
        over = case.today >= confirmed.week + timedelta(DAYS_PER_WEEK)
        late[test] = State.OVERDUE if over else State.DUE, confirmed.week
