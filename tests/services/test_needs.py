"""Why somebody stands on a clinic's worklist."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.clinic_record import (
    AdjudicationInput,
    AltInput,
    BackOnProphylaxisInput,
    ReviewInput,
    SteroidCourseInput,
)
from bleedlog.models.entry_input import EntryInput, new_id
from bleedlog.models.follow_up import FollowUpTest, IntervalUnit, StepBase
from bleedlog.models.vocabulary import Verdict
from bleedlog.services.clinic_schedule import set_clinic_schedule
from bleedlog.services.needs import Need, Reason
from bleedlog.services.planning import confirm_week, note_done, set_risk
from tests.people import People
from tests.services.ada import bleed
from tests.services.leeds import NOW, Leeds, infusion, normal_results, quiet, result

LIVER, FIX = FollowUpTest.LIVER, FollowUpTest.FIX


@pytest.fixture
def leeds(people: People) -> Leeds:
    return Leeds(people)


def test_a_diary_is_silent_after_four_weeks_without_a_day_noted(leeds: Leeds) -> None:
    bo = leeds.patient("Bo")
    assert (leeds.only().last_noted, leeds.only().reasons) == (None, ())
    # Nothing at all, counted from the day on which they shared, 1 March.
    assert leeds.only(datetime(2026, 3, 29, 12, tzinfo=UTC)).reasons == ()
    silent = Reason(Need.SILENT, count=4)
    assert leeds.only(datetime(2026, 3, 30, 12, tzinfo=UTC)).reasons == (silent,)
    # A check-in's end is the day after its last.
    leeds.log(bo, quiet("2026-02-01", "2026-02-21"))
    last = date(2026, 2, 20)
    assert (leeds.only().last_noted, leeds.only().reasons) == (last, ())
    later = leeds.only(datetime(2026, 3, 21, 12, tzinfo=UTC))
    assert later.reasons == (Reason(Need.SILENT, count=4, day=last),)
    # "I don't remember" tells nothing of the days.
    leeds.log(bo, CheckInInput(start="2026-02-21", end="2026-03-10"))
    assert leeds.only().last_noted == last
    leeds.log(bo, bleed(start="2026-03-05"))
    assert leeds.only().last_noted == date(2026, 3, 5)


def test_unsure_bleeds_wait_for_a_verdict(leeds: Leeds) -> None:
    first, second = (bleed(start=day, certainty="unsure") for day in ("2025-03-01", "2025-05-02"))
    bo = leeds.patient("Bo", quiet(), second, first)
    assert leeds.only().reasons == (Reason(Need.UNSURE, count=2, day=date(2025, 3, 1)),)
    verdict = AdjudicationInput(start="2026-03-02", about=first.id, verdict=Verdict.BLEED)
    leeds.log(bo, verdict)
    assert leeds.only().reasons == (Reason(Need.UNSURE, count=1, day=date(2025, 5, 2)),)
    same = {"start": "2026-03-03", "about": second.id, "same_as": first.id, "verdict": "same_as"}
    leeds.log(bo, AdjudicationInput.model_validate(same))
    assert leeds.only().reasons == ()


def test_bleeds_are_new_that_were_told_since_the_last_review(leeds: Leeds) -> None:
    """The review was on 20 February at 2pm; two entries in March are one bleed."""
    bo = leeds.patient("Bo", quiet())
    leeds.log(bo, bleed(start="2025-12-20", site="knee"), at="2025-12-20T08:00")
    # Without a review it is new for 90 days: until 20 March.
    assert leeds.only().reasons == (Reason(Need.NEW_BLEEDS, count=1, day=date(2025, 12, 20)),)
    assert leeds.only(NOW + timedelta(1)).reasons == ()
    leeds.log(bo, bleed(start="2026-02-20", site="back"), at="2026-02-20T13:59")
    leeds.log(bo, ReviewInput(start="2026-02-20"), at="2026-02-20T14:00")
    assert leeds.only().reasons == ()
    leeds.log(bo, bleed(start="2026-02-20", site="elbow"), at="2026-02-20T14:01")
    leeds.log(bo, bleed(start="2026-03-01", site="hip"), at="2026-03-01T09:00")
    leeds.log(bo, bleed(start="2026-03-03", site="hip"), at="2026-03-03T09:00")
    # What was told afterwards had not been seen, however long ago it was.
    leeds.log(bo, bleed(start="2025-01-02", site="ankle"), at="2026-03-04T09:00")
    # A part of a bleed that was known.
    leeds.log(bo, bleed(start="2026-02-21", site="back"), at="2026-03-04T09:01")
    expected = Reason(Need.NEW_BLEEDS, 3, day=date(2026, 3, 1), reviewed=date(2026, 2, 20))
    assert leeds.only().reasons == (expected,)
    # Noted a day later: it was held on its day, and saw nothing of the day after.
    leeds.log(bo, bleed(start="2026-03-10", site="wrist"), at="2026-03-10T07:00")
    leeds.log(bo, ReviewInput(start="2026-03-09"), at="2026-03-10T09:00")
    [reason] = leeds.only().reasons
    assert (reason.count, reason.reviewed) == (1, date(2026, 3, 9))


def spontaneous(*days: str) -> list[EntryInput]:
    said = {"site": "knee", "side": "left", "cause": "spontaneous"}
    return [bleed(start=day, **said) for day in days]


def test_a_joint_is_a_new_target_joint_until_it_is_reviewed(leeds: Leeds) -> None:
    bo = leeds.patient("Bo", quiet())
    for entry in spontaneous("2025-10-01", "2025-11-01", "2026-01-02"):
        leeds.log(bo, entry, at=f"{entry.start}T20:00")
    joint = Reason(Need.TARGET_JOINT, count=1, joints=(("knee", "left", date(2026, 1, 2)),))
    assert leeds.only().reasons[0] == joint
    leeds.log(bo, ReviewInput(start="2026-01-01"), at="2026-01-01T09:00")
    assert leeds.only().reasons[0] == joint
    leeds.log(bo, ReviewInput(start="2026-02-01"), at="2026-02-01T09:00")
    assert leeds.only().reasons == ()


def test_back_on_prophylaxis_presses_until_it_is_reviewed(leeds: Leeds) -> None:
    treated, day = infusion("2020-03-02"), date(2026, 1, 5)
    bo = leeds.patient("Bo", quiet(), treated, BackOnProphylaxisInput(start=f"{day}"))
    for entry in normal_results("2025-03-03"):
        leeds.log(bo, entry)
    assert leeds.only().reasons[0] == Reason(Need.BACK_NEW, day=day)
    leeds.log(bo, ReviewInput(start="2026-01-06"))
    assert leeds.only().reasons[-1] == Reason(Need.BACK, day=day)


def test_tests_are_due_and_overdue_as_the_centre_wants_them(leeds: Leeds) -> None:
    """Month 12 was Tuesday 3 March 2026; its week is over."""
    bo = leeds.patient("Bo", quiet(), infusion("2025-03-03"), *normal_results("2025-12-03"))
    week = date(2026, 3, 2)
    overdue = Reason(Need.OVERDUE, count=2, tests=((LIVER, week), (FIX, week)))
    assert leeds.only().reasons == (overdue,)
    # The same two weeks before.
    soon = leeds.only(datetime(2026, 2, 16, 12, tzinfo=UTC)).reasons
    assert [(one.need, len(one.tests)) for one in soon] == [(Need.DUE, 2)]
    # A week that the centre confirmed stands for the calendar's.
    kept: dict[str, Any] = {"record": leeds.record, "by": leeds.nia, "patient_id": bo, "now": NOW}
    confirm_week(**kept, follow_up_id=new_id(), test=LIVER, day=date(2026, 4, 1))
    assert leeds.only().reasons == (Reason(Need.OVERDUE, count=2, tests=((FIX, week),)),)
    confirmed = leeds.only(datetime(2026, 4, 7, 12, tzinfo=UTC)).reasons[0].tests
    assert confirmed == ((FIX, week), (LIVER, date(2026, 3, 30)))
    # Every two years from its own intervals on: nothing is late.
    steps = [StepBase(from_month=0, every=24, unit=IntervalUnit.MONTH)]
    leeds_sets: dict[str, Any] = {
        "record": leeds.record,
        "by": leeds.nia,
        "clinic_id": leeds.clinic,
    }
    set_clinic_schedule(**leeds_sets, test=FIX, steps=steps)
    assert leeds.only().reasons == ()
    # Only for those at risk: an ultrasound every year.
    set_risk(leeds.record, by=leeds.nia, patient_id=bo, at_risk=True)
    [scans] = leeds.only().reasons
    assert [test for test, _ in scans.tests] == [FollowUpTest.ULTRASOUND, FollowUpTest.AFP]
    note_done(**kept, follow_up_id=new_id(), test=FollowUpTest.ULTRASOUND, day=date(2026, 3, 10))
    assert [test for test, _ in leeds.only().reasons[0].tests] == [FollowUpTest.AFP]


def test_the_liver_and_steroids_leave_the_dates_to_the_team(leeds: Leeds) -> None:
    bo = leeds.patient("Bo", quiet(), infusion("2025-03-03"), *normal_results("2026-03-04"))
    assert leeds.only().reasons == ()
    leeds.log(bo, result(AltInput, "2026-03-18", 88, upper_limit=45))
    [reason] = leeds.only().reasons
    day = date(2026, 3, 18)
    assert (reason.need, reason.concerns) == (Need.BY_TEAM, (("alt", "above_limit", day),))
    leeds.log(bo, result(AltInput, "2026-03-19", 30, upper_limit=45))
    assert leeds.only().reasons == ()
    course = {"start": "2026-03-10", "end": "2026-03-25", "product": "prednisolone"}
    leeds.log(bo, SteroidCourseInput.model_validate(course))
    assert [(one.need, one.steroids) for one in leeds.only().reasons] == [(Need.BY_TEAM, True)]
    # It ends by the calendar, without a new entry.
    assert leeds.only(datetime(2026, 3, 26, 12, tzinfo=UTC)).reasons == ()


def test_an_infusion_that_lay_ahead_counts_from_its_day_on(leeds: Leeds) -> None:
    """With a result before it that has no limit noted: from that day on the team decides."""
    bo = leeds.patient("Bo", quiet(), infusion("2026-04-01"))
    leeds.log(bo, result(AltInput, "2026-03-10", 30))
    assert leeds.only().reasons == ()
    [reason, *_] = leeds.only(datetime(2026, 4, 1, 12, tzinfo=UTC)).reasons
    assert reason.need is Need.BY_TEAM
