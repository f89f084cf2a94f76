"""Getting ready: the diary's last half year, and the last results before the infusion."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.clinic_record import AltInput, InhibitorInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind, StaffRole
from bleedlog.services.entries import log_entry, withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.readiness import Readiness, get_readiness
from bleedlog.statistics.readiness import Bearing
from bleedlog.storage.events import list_events
from tests.people import A_TEST, People

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


class Desk:
    """A clinician, and Bo, who waits for treatment."""

    def __init__(self, people: People) -> None:
        self.people, self.record = people, people.record
        self.clinic = people.clinic("Leeds")
        self.nia = Viewer(people.staff("Nia", self.clinic))
        self.bo = people.patient("Bo", centre=self.clinic)

    def log(self, entry: EntryInput) -> None:
        log_entry(self.record, by=self.nia, patient_id=self.bo, entry=entry)

    def noted(self, first: date, end: date) -> None:
        said = {"start": first.isoformat(), "end": end.isoformat(), "answer": "no_bleeds"}
        self.log(CheckInInput.model_validate(said))

    def ready(self, by: Viewer | None = None) -> Readiness:
        return get_readiness(self.record, by=by or self.nia, patient_id=self.bo, now=NOW)


@pytest.fixture
def desk(people: People) -> Desk:
    return Desk(people)


def alt(value: float, start: str) -> AltInput:
    return AltInput.model_validate({"start": start, "value": value, "unit": "U/L"})


def test_a_new_diary_lacks_everything(desk: Desk) -> None:
    found = desk.ready()
    assert (found.lead_in.noted, found.begun_on, found.bearing) == (0, None, Bearing.TOO_LITTLE)
    assert found.results == {}
    assert found.may_record


@pytest.mark.parametrize(("days", "comparable"), [(90, False), (91, True), (182, True)])
def test_half_of_the_days_and_ninety_bear_a_comparison(
    desk: Desk, days: int, comparable: bool
) -> None:
    desk.noted(TODAY - timedelta(days), TODAY)
    found = desk.ready()
    assert (found.lead_in.noted, found.bearing is Bearing.FULL) == (days, comparable)
    assert found.begun_on == TODAY - timedelta(days)


def test_after_the_infusion_it_looks_back_from_that_day(desk: Desk) -> None:
    desk.noted(date(2025, 1, 1), date(2026, 3, 1))
    desk.log(alt(20, "2025-11-01"))
    desk.log(alt(90, "2026-02-20"))
    desk.log(GeneTherapyInput.model_validate({"start": "2026-01-05"}))
    found = desk.ready()
    assert found.treated_on == date(2026, 1, 5)
    assert found.lead_in.weeks[-1].first == date(2025, 12, 29)
    assert found.results[Kind.ALT].value == 20


def test_the_last_of_each_kind_is_shown_and_what_is_taken_out_is_not(desk: Desk) -> None:
    desk.log(alt(20, "2026-01-01"))
    wrong = alt(21, "2026-02-01")
    desk.log(wrong)
    inhibitor = {"start": "2026-02-01", "value": 0, "unit": "BU/mL"}
    desk.log(InhibitorInput.model_validate(inhibitor))
    assert desk.ready().results[Kind.ALT].value == 21
    withdraw_entry(desk.record, by=desk.nia, patient_id=desk.bo, entry_id=wrong.id)
    found = desk.ready()
    assert {kind: row.value for kind, row in found.results.items()} == {
        Kind.ALT: 20, Kind.INHIBITOR: 0,
    }  # fmt: skip


def test_who_looks_is_noted_and_strangers_see_nothing(desk: Desk) -> None:
    viewer = Viewer(desk.people.staff("Vic", desk.clinic, StaffRole.VIEWER))
    assert not desk.ready(viewer).may_record
    with desk.record.reading(A_TEST) as connection:
        events = list_events(connection, A_TEST, desk.bo)
    assert [(event.action, event.detail) for event in events] == [("looked", "ready")]
    with pytest.raises(NoSuchDiaryError):
        desk.ready(Viewer(desk.people.staff("Eve", desk.people.clinic("York"))))
