"""The clinic's records: all or none, asked once, corrected and never overwritten."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.models.check_in import BleedCountInput
from bleedlog.models.clinic_record import (
    AltInput,
    BackOnProphylaxisInput,
    FixActivityInput,
    SteroidCourseInput,
)
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole
from bleedlog.services.entries import EntryChangedMeanwhileError, get_entry, withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.records import (
    NotRecordedError,
    Proposed,
    check_records,
    correct_record,
    get_records,
    record_entries,
)
from bleedlog.storage.engine import Database
from bleedlog.storage.events import list_events
from tests.people import A_TEST, People

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


class Desk:
    """A clinic with a clinician and a patient, Bo, born in 1984."""

    def __init__(self, people: People) -> None:
        self.people, self.record = people, people.record
        self.clinic = people.clinic("Leeds")
        self.nia = Viewer(people.staff("Nia", self.clinic))
        self.bo = people.patient("Bo", centre=self.clinic)
        with self.record.transaction(A_TEST) as connection:
            connection.execute(text("UPDATE patient SET born = '1984-03-01'"))

    def store(self, *entries: EntryInput, sure: str = "", by: Viewer | None = None) -> None:
        record_entries(
            self.record,
            by=by or self.nia,
            patient_id=self.bo,
            proposed=[Proposed(entry, sure) for entry in entries],
            now=NOW,
        )

    def refused(self, *entries: EntryInput, sure: str = "") -> NotRecordedError:
        with pytest.raises(NotRecordedError) as refused:
            self.store(*entries, sure=sure)
        return refused.value

    def values(self) -> list[float]:
        page = get_records(self.record, by=self.nia, patient_id=self.bo)
        return [row.value for row in page.rows if not row.withdrawn]

    def correct(self, entry: EntryInput, revision: int = 1) -> None:
        correct_record(
            self.record, by=self.nia, patient_id=self.bo, proposed=Proposed(entry),
            opened_revision=revision, now=NOW,
        )  # fmt: skip


@pytest.fixture
def desk(people: People) -> Desk:
    return Desk(people)


def alt(value: float = 30, start: str = "2026-03-01", **more: Any) -> AltInput:
    return AltInput.model_validate({"start": start, "value": value, "unit": "U/L", **more})


def fix(value: float, start: str) -> FixActivityInput:
    return FixActivityInput.model_validate({"start": start, "value": value, "unit": "IU/dL"})


def therapy(start: str) -> GeneTherapyInput:
    return GeneTherapyInput.model_validate({"start": start})


def test_several_records_are_stored_together(desk: Desk) -> None:
    desk.store(alt(30), alt(31, "2026-03-08"))
    page = get_records(desk.record, by=desk.nia, patient_id=desk.bo)
    assert [(row.value, row.by_name, row.clinic_name) for row in page.rows] == [
        (31, "Nia", "Leeds"),
        (30, "Nia", "Leeds"),
    ]
    with desk.record.reading(A_TEST) as connection:
        events = list_events(connection, A_TEST, desk.bo)
    assert [(event.action, event.detail) for event in reversed(events)] == [
        ("logged", "alt"), ("logged", "alt"), ("looked", "records"),
    ]  # fmt: skip


def test_of_several_none_is_stored_if_one_cannot_be(desk: Desk) -> None:
    error = desk.refused(alt(30), alt(31, "1984-02-29"), alt(32, "2026-03-21"))
    assert [len(one.faults) for one in error.checked] == [0, 1, 1]
    assert "before the person was born (1 March 1984)" in error.checked[1].faults[0].message
    assert "in the future" in error.checked[2].faults[0].message
    assert desk.values() == []


def test_twice_the_same_page_is_once(desk: Desk) -> None:
    one = alt(30)
    desk.store(one)
    desk.store(one)
    assert desk.values() == [30]


def test_what_seldom_is_gets_asked_once(desk: Desk) -> None:
    """And is stored for whoever says that it is right; another number is another question."""
    error = desk.refused(alt(4000))
    (checked,) = error.checked
    assert "4000 U/L is more than usual" in checked.doubts[0].message
    assert desk.values() == []
    desk.refused(alt(5000), sure=checked.mark)
    desk.store(alt(4000), sure=checked.mark)
    assert desk.values() == [4000]


def test_the_same_result_again_is_asked_about(desk: Desk) -> None:
    desk.store(alt(30))
    (checked,) = desk.refused(alt(30)).checked
    assert "recorded for 1 March 2026 already" in checked.doubts[0].message
    # In one sheet, too.
    error = desk.refused(alt(41, "2026-03-02"), alt(41, "2026-03-02"))
    assert [len(one.doubts) for one in error.checked] == [0, 1]


def test_a_level_that_fell_to_a_hundredth_may_be_in_another_unit(desk: Desk) -> None:
    desk.store(fix(38, "2026-02-01"))
    (checked,) = desk.refused(fix(0.39, "2026-03-01")).checked
    assert [doubt.field for doubt in checked.doubts] == ["unit"]
    assert "If the laboratory wrote IU/mL" in checked.doubts[0].message


def test_a_low_level_without_one_before_is_not_asked_about(desk: Desk) -> None:
    """Severe haemophilia is under 1 IU/dL."""
    desk.store(fix(0.5, "2026-03-01"))
    assert desk.values() == [0.5]


def test_a_second_gene_therapy_is_refused_clearly(desk: Desk) -> None:
    desk.store(therapy("2025-05-01"))
    (checked,) = desk.refused(therapy("2025-06-01")).checked
    assert checked.faults[0].message == (
        "A gene therapy is recorded already, on 1 May 2025. It is given once."
        " Correct that record, or take it out."
    )
    error = desk.refused(therapy("2025-06-01"), therapy("2025-06-01"))
    assert all(one.faults for one in error.checked)


def test_a_gene_therapy_taken_out_makes_room(desk: Desk) -> None:
    wrong = therapy("2025-05-01")
    desk.store(wrong)
    withdraw_entry(desk.record, by=desk.nia, patient_id=desk.bo, entry_id=wrong.id)
    desk.store(therapy("2025-06-01"))


def test_a_correction_keeps_the_old_value(desk: Desk) -> None:
    first = alt(30)
    desk.store(first)
    desk.correct(alt(33, id=first.id))
    found = get_entry(desk.record, by=desk.nia, patient_id=desk.bo, entry_id=first.id)
    assert [one.state["value"] for one in found.revisions] == [30, 33]
    assert found.entry.value == 33


def test_a_correction_is_checked_like_anything_new(desk: Desk) -> None:
    first = alt(30)
    desk.store(first)
    with pytest.raises(NotRecordedError):
        desk.correct(alt(33, "1983-01-01", id=first.id))
    with pytest.raises(EntryChangedMeanwhileError):
        desk.correct(alt(34, id=first.id), revision=7)
    assert desk.values() == [30]


def test_looking_at_rows_stores_nothing(desk: Desk) -> None:
    checked = check_records(
        desk.record, by=desk.nia, patient_id=desk.bo, entries=[alt(30), alt(3000)], now=NOW
    )
    assert [len(one.doubts) for one in checked] == [0, 1]
    assert desk.values() == []


def test_who_only_reads_sees_and_writes_nothing(desk: Desk) -> None:
    desk.store(alt(30))
    viewer = Viewer(desk.people.staff("Vic", desk.clinic, StaffRole.VIEWER))
    page = get_records(desk.record, by=viewer, patient_id=desk.bo)
    assert (len(page.rows), page.may_record) == (1, False)
    with pytest.raises(NoSuchDiaryError):
        desk.store(alt(31), by=viewer)
    stranger = Viewer(desk.people.staff("Eve", desk.people.clinic("York")))
    with pytest.raises(NoSuchDiaryError):
        get_records(desk.record, by=stranger, patient_id=desk.bo)


def test_a_nurse_who_is_a_parent_records_as_the_clinic(desk: Desk, owner: Database) -> None:
    assert desk.nia.user_id is not None
    desk.people.access(desk.nia.user_id, desk.bo, AccessRole.CARER_MANAGE)
    desk.store(alt(30))
    with owner.reading(A_TEST) as connection:
        (row,) = connection.execute(text("SELECT entered_by, clinic_id FROM entry")).all()
    assert row.entered_by == ActingAs.CLINIC
    assert UUID(str(row.clinic_id)) == desk.clinic


def bleed_count(start: str, end: str, value: int) -> BleedCountInput:
    return BleedCountInput.model_validate({"start": start, "end": end, "value": value})


def test_a_number_for_days_that_have_one_is_asked_about(desk: Desk) -> None:
    """Both would count whole: bleeds of September in the year's number, and once more."""
    desk.store(bleed_count("2025-09-01", "2025-10-01", 5))
    (checked,) = desk.refused(bleed_count("2025-09-30", "2025-11-01", 3)).checked
    assert checked.doubts[0].message.startswith(
        "A number is recorded for 1 September 2025 to 30 September 2025 already."
        " Bleeds of the same days would be counted twice."
    )
    desk.store(bleed_count("2025-09-30", "2025-11-01", 3), sure=checked.mark)
    # The last day of a span is the one before its end.
    desk.store(bleed_count("2025-11-01", "2025-12-01", 2))
    assert sorted(desk.values()) == [2, 3, 5]


@pytest.mark.parametrize(
    ("start", "end", "parted"),
    [
        # Infused on 1 May 2024: from that day, from month 7 and from month 19 on.
        ("2024-01-01", "2025-01-01", "1 May 2024"),
        ("2024-06-01", "2025-06-01", "1 November 2024"),
        ("2025-01-01", "2026-01-01", "1 November 2025"),
    ],
)
def test_a_number_across_two_windows_is_asked_about(
    desk: Desk, start: str, end: str, parted: str
) -> None:
    """All its bleeds count in the first one, and the second looks quiet."""
    desk.store(therapy("2024-05-01"))
    (checked,) = desk.refused(bleed_count(start, end, 6)).checked
    assert f"begins on {parted}. All 6 bleeds of" in checked.doubts[0].message
    desk.store(bleed_count(start, end, 6), sure=checked.mark)


def test_one_bleed_and_none_are_said_as_people_say_them(desk: Desk) -> None:
    desk.store(therapy("2024-05-01"))
    (checked,) = desk.refused(bleed_count("2024-01-01", "2025-01-01", 1)).checked
    assert "The one bleed of 1 January 2024 to 31 December 2024 would" in checked.doubts[0].message
    (checked,) = desk.refused(bleed_count("2023-01-01", "2023-01-02", 1)).checked
    assert checked.doubts[0].message.startswith("1 in 1 day is more than usual.")
    # None of no bleeds is counted in the wrong window.
    desk.store(bleed_count("2024-01-01", "2025-01-01", 0))


def test_a_number_within_one_window_is_not_asked_about(desk: Desk) -> None:
    desk.store(therapy("2024-05-01"))
    desk.store(
        bleed_count("2023-05-01", "2024-05-01", 6), bleed_count("2024-11-01", "2025-11-01", 1)
    )


def test_a_gene_therapy_within_the_days_of_a_number_is_asked_about(desk: Desk) -> None:
    desk.store(bleed_count("2024-01-01", "2025-01-01", 6))
    (checked,) = desk.refused(therapy("2024-05-01")).checked
    assert "1 January 2024 to 31 December 2024" in checked.doubts[0].message
    desk.store(therapy("2025-01-01"))


def test_a_return_before_the_gene_therapy_is_asked_about(desk: Desk) -> None:
    back = BackOnProphylaxisInput.model_validate({"start": "2025-04-30"})
    desk.store(therapy("2025-05-01"))
    (checked,) = desk.refused(back).checked
    assert "before the gene therapy on 1 May 2025, so it is no return" in checked.doubts[0].message
    desk.store(BackOnProphylaxisInput.model_validate({"start": "2025-05-01"}))


def test_long_courses_and_old_dates_are_asked_about(desk: Desk) -> None:
    course = SteroidCourseInput.model_validate({"start": "2024-01-01", "end": "2026-01-01"})
    (checked,) = desk.refused(course).checked
    assert "731 days" in checked.doubts[0].message
    (checked,) = desk.refused(alt(30, "2001-01-01")).checked
    assert "more than 20 years ago" in checked.doubts[0].message
    assert date(2001, 1, 1) < NOW.date()
