"""Follow-up: what a clinic sees and confirms, what the person sees, a centre's own intervals."""

import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.models.clinic_record import AltInput, FixActivityInput, SteroidCourseInput
from bleedlog.models.entry_input import EntryInput, new_id
from bleedlog.models.follow_up import FollowUpTest, IntervalUnit, StepBase
from bleedlog.models.infusion import GeneTherapyInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.archive import make_archive
from bleedlog.services.clinic_schedule import get_clinic_schedule, set_clinic_schedule
from bleedlog.services.consents import stop_sharing_with_clinic
from bleedlog.services.entries import EntryRefusedError, log_entry
from bleedlog.services.home import get_home
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.planning import confirm_week, note_done, set_risk, take_back
from bleedlog.services.schedule import Schedule, get_schedule
from bleedlog.statistics.schedule import Concern, State, Step
from bleedlog.storage.erasing import erase_diary
from bleedlog.storage.events import list_events
from bleedlog.storage.follow_ups import list_every_follow_up
from tests.people import A_TEST, People

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
"""A Friday."""
LIVER, FIX, SCAN, AFP = (
    FollowUpTest.LIVER, FollowUpTest.FIX, FollowUpTest.ULTRASOUND, FollowUpTest.AFP
)  # fmt: skip


class Desk:
    """A clinician, and Bo, treated on 3 March 2025."""

    def __init__(self, people: People) -> None:
        self.people, self.record = people, people.record
        self.clinic = people.clinic("Leeds")
        self.nia = Viewer(people.staff("Nia", self.clinic))
        self.bo = people.patient("Bo", centre=self.clinic)
        self.owner = Viewer(people.user("Bo"))
        assert self.owner.user_id is not None
        people.access(self.owner.user_id, self.bo)
        self.log(GeneTherapyInput.model_validate({"start": "2025-03-03"}))

    def log(self, entry: EntryInput) -> None:
        log_entry(self.record, by=self.nia, patient_id=self.bo, entry=entry)

    def result(self, value: float, start: str, **more: Any) -> None:
        self.log(AltInput.model_validate({"start": start, "value": value, "unit": "U/L", **more}))

    @property
    def schedule(self) -> Schedule:
        return get_schedule(self.record, by=self.nia, patient_id=self.bo, now=NOW)

    def states(self) -> dict[FollowUpTest, State]:
        return {one.test: one.standing.state for one in self.schedule.tests}

    def confirm(self, day: date, test: FollowUpTest = LIVER, by: Viewer | None = None) -> None:
        confirm_week(
            self.record, by=by or self.nia, patient_id=self.bo, follow_up_id=new_id(), test=test,
            day=day, now=NOW,
        )  # fmt: skip

    def sees(self, by: Viewer | None = None) -> list[tuple[str, date, str]]:
        home = get_home(self.record, by=by or self.owner, patient_id=self.bo, now=NOW)
        return [(one.test, one.week, one.clinic_name) for one in home.due]


@pytest.fixture
def desk(people: People) -> Desk:
    return Desk(people)


def test_due_overdue_done_and_only_at_risk(desk: Desk) -> None:
    """Month 12 was 3 March 2026; its week is over."""
    desk.result(20, "2026-03-05", upper_limit=45)
    fix = {"start": "2025-12-01", "value": 38, "unit": "IU/dL"}
    desk.log(FixActivityInput.model_validate(fix))
    assert desk.states() == {
        LIVER: State.DONE, FIX: State.OVERDUE, SCAN: State.NOT_NEEDED, AFP: State.NOT_NEEDED,
    }  # fmt: skip
    set_risk(desk.record, by=desk.nia, patient_id=desk.bo, at_risk=True)
    assert desk.states()[SCAN] is State.OVERDUE
    note_done(
        desk.record, by=desk.nia, patient_id=desk.bo, follow_up_id=new_id(), test=SCAN,
        day=date(2026, 3, 1), now=NOW,
    )  # fmt: skip
    assert desk.states()[SCAN] is State.DONE


def test_the_team_sets_the_dates_while_liver_or_steroids_say_so(desk: Desk) -> None:
    desk.result(88, "2026-03-05", upper_limit=45)
    desk.log(SteroidCourseInput.model_validate({"start": "2026-03-06"}))
    schedule = desk.schedule
    assert [one.concern for one in schedule.reasons] == [Concern.ABOVE_LIMIT, Concern.STEROIDS]
    assert [one.test for one in schedule.tests if one.by_team] == [LIVER, FIX]


def test_a_form_that_comes_again_after_another_date_changes_nothing(desk: Desk) -> None:
    """As when somebody goes back in the browser and sends it once more."""
    first = new_id()

    def confirm(follow_up: UUID, day: date) -> None:
        confirm_week(
            desk.record, by=desk.nia, patient_id=desk.bo, follow_up_id=follow_up, test=LIVER,
            day=day, now=NOW,
        )  # fmt: skip

    confirm(first, date(2026, 6, 3))
    confirm(new_id(), date(2026, 9, 2))
    confirm(first, date(2026, 6, 3))

    assert desk.sees() == [("liver", date(2026, 8, 31), "Leeds")]


def test_a_centre_sees_what_another_one_confirmed(desk: Desk) -> None:
    """Somebody who shares with two is followed up by both."""
    york = desk.people.clinic("York")
    desk.people.consent(desk.bo, york)
    desk.confirm(date(2026, 6, 3), by=Viewer(desk.people.staff("Ola", york)))

    liver = next(one for one in desk.schedule.tests if one.test is LIVER)

    assert liver.confirmed is not None
    assert (liver.confirmed.week, liver.confirmed.clinic_name) == (date(2026, 6, 1), "York")
    assert desk.sees() == [("liver", date(2026, 6, 1), "York")]


def test_the_person_sees_what_was_confirmed_until_it_is_done(desk: Desk) -> None:
    assert desk.sees() == []
    desk.confirm(date(2026, 6, 3))
    assert desk.sees() == [("liver", date(2026, 6, 1), "Leeds")]
    # Another date takes its place; another test stands beside it.
    desk.confirm(date(2026, 5, 6))
    desk.confirm(date(2026, 4, 8), FIX)
    assert desk.sees() == [
        ("fix", date(2026, 4, 6), "Leeds"), ("liver", date(2026, 5, 4), "Leeds"),
    ]  # fmt: skip
    desk.result(20, "2026-03-19")
    assert len(desk.sees()) == 2
    # Up to a week before its week a test settles it.
    desk.result(20, "2026-04-27")
    assert [one[0] for one in desk.sees()] == ["fix"]


def test_a_date_is_taken_back(desk: Desk) -> None:
    desk.confirm(date(2026, 6, 3))
    (confirmed,) = [one.confirmed for one in desk.schedule.tests if one.confirmed]
    take_back(desk.record, by=desk.nia, patient_id=desk.bo, follow_up_id=confirmed.id)
    assert desk.sees() == []
    with pytest.raises(NoSuchDiaryError):
        take_back(desk.record, by=desk.nia, patient_id=desk.bo, follow_up_id=confirmed.id)
    with desk.record.reading(A_TEST) as connection:
        events = list_events(connection, A_TEST, desk.bo)
    assert [(event.action, event.detail) for event in events if event.action != "looked"][:2] == [
        ("revoked", "follow_up"), ("confirmed", "follow_up liver"),
    ]  # fmt: skip


def test_a_clinic_that_may_not_look_any_more_confirms_nothing(desk: Desk) -> None:
    desk.confirm(date(2026, 6, 3))
    stop_sharing_with_clinic(desk.record, by=desk.owner, patient_id=desk.bo, clinic_id=desk.clinic)
    assert desk.sees() == []


@pytest.mark.parametrize(
    ("day", "why"),
    [(date(2026, 3, 15), "week is over"), (date(2032, 1, 1), "five years")],
)
def test_weeks_that_cannot_be_are_refused(desk: Desk, day: date, why: str) -> None:
    with pytest.raises(EntryRefusedError, match=why):
        desk.confirm(day)


def test_tests_that_cannot_have_been_are_refused(desk: Desk) -> None:
    with desk.record.transaction(A_TEST) as connection:
        connection.execute(text("UPDATE patient SET born = '1984-03-01'"))
    for day, why in ((date(2026, 3, 21), "future"), (date(1984, 2, 29), "born")):
        with pytest.raises(EntryRefusedError, match=why):
            note_done(
                desk.record, by=desk.nia, patient_id=desk.bo, follow_up_id=new_id(), test=SCAN,
                day=day, now=NOW,
            )  # fmt: skip


def test_the_same_form_twice_is_once(desk: Desk) -> None:
    one = new_id()
    for _ in range(2):
        confirm_week(
            desk.record, by=desk.nia, patient_id=desk.bo, follow_up_id=one, test=LIVER,
            day=date(2026, 6, 3), now=NOW,
        )  # fmt: skip
    assert len(desk.sees()) == 1


def test_only_clinicians_plan_and_who_looks_sees(desk: Desk) -> None:
    viewer = Viewer(desk.people.staff("Vic", desk.clinic, StaffRole.VIEWER))
    stranger = Viewer(desk.people.staff("Eve", desk.people.clinic("York")))
    helper = desk.people.user("Gran")
    desk.people.access(helper, desk.bo, AccessRole.CARER_READ)
    for by in (viewer, stranger, desk.owner, Viewer(helper)):
        with pytest.raises(NoSuchDiaryError):
            desk.confirm(date(2026, 6, 3), by=by)
        with pytest.raises(NoSuchDiaryError):
            set_risk(desk.record, by=by, patient_id=desk.bo, at_risk=True)
    desk.confirm(date(2026, 6, 3))
    assert len(desk.sees(Viewer(helper))) == 1


def test_a_centre_sets_its_own_intervals(desk: Desk) -> None:
    desk.result(20, "2025-12-01", upper_limit=45)
    assert desk.states()[LIVER] is State.OVERDUE
    steps = [StepBase(from_month=0, every=24, unit=IntervalUnit.MONTH)]
    set_clinic_schedule(desk.record, by=desk.nia, clinic_id=desk.clinic, test=LIVER, steps=steps)
    assert desk.states()[LIVER] is State.DONE
    assert desk.schedule.own_steps == {LIVER}
    found = get_clinic_schedule(desk.record, by=desk.nia, clinic_id=desk.clinic)
    assert found.steps[LIVER] == (Step(0, 24, months=True),)
    set_clinic_schedule(desk.record, by=desk.nia, clinic_id=desk.clinic, test=LIVER, steps=[])
    assert desk.states()[LIVER] is State.OVERDUE
    assert NOW.date() - date(2025, 12, 1) > timedelta(100)


def test_only_clinicians_of_a_centre_set_its_intervals(desk: Desk) -> None:
    viewer = Viewer(desk.people.staff("Vic", desk.clinic, StaffRole.VIEWER))
    admin = Viewer(desk.people.staff("Rob", desk.clinic, StaffRole.ADMIN))
    stranger = Viewer(desk.people.staff("Eve", desk.people.clinic("York")))
    for by in (viewer, admin, stranger, desk.owner):
        with pytest.raises(NoSuchDiaryError):
            set_clinic_schedule(desk.record, by=by, clinic_id=desk.clinic, test=LIVER, steps=[])
        with pytest.raises(NoSuchDiaryError):
            get_clinic_schedule(desk.record, by=by, clinic_id=desk.clinic)


def test_dates_go_along_and_go_with_an_erased_diary(desk: Desk) -> None:
    desk.confirm(date(2026, 6, 3))
    made = BytesIO()
    make_archive(desk.record, by=desk.owner, patient_id=desk.bo, into=made)
    told = json.loads(zipfile.ZipFile(made).read("profile.json"))
    assert [(one["test"], one["week"]) for one in told["tests"]] == [("liver", "2026-06-01")]
    with desk.record.transaction(desk.owner, desk.bo) as connection:
        assert erase_diary(connection, patient_id=desk.bo, now=NOW)
    with desk.record.reading(A_TEST) as connection:
        assert list_every_follow_up(connection, A_TEST, desk.bo) == []
