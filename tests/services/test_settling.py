"""What a clinic settles: the entry stays, both counts stay, and every verdict can be undone."""

from typing import Any
from uuid import UUID

import pytest

from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.entry_input import new_id
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole, Verdict
from bleedlog.services.entries import (
    EntryRefusedError,
    get_entry,
    log_entry,
    withdraw_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.settling import EntriesPage, get_entries, get_entry_to_settle, settle
from bleedlog.storage.events import list_events
from tests.people import A_TEST, People
from tests.services.ada import bleed


class Desk:
    """A clinician, and Bo with two bleeds at a knee of which one is unsure."""

    def __init__(self, people: People) -> None:
        self.people, self.record = people, people.record
        self.clinic = people.clinic("Leeds")
        self.nia = Viewer(people.staff("Nia", self.clinic))
        self.bo = people.patient("Bo", centre=self.clinic)
        self.owner = Viewer(people.user("Bo"))
        assert self.owner.user_id is not None
        people.access(self.owner.user_id, self.bo)
        self.earlier = self.log("2026-01-01", certainty="certain")
        self.unsure = self.log("2026-01-20", certainty="unsure")

    def log(self, start: str, **more: Any) -> UUID:
        entry = bleed(start=start, site="knee", side="left", **more)
        log_entry(self.record, by=self.owner, patient_id=self.bo, entry=entry)
        return entry.id

    def settle(
        self, about: UUID, verdict: str, same_as: UUID | None = None, by: Viewer | None = None
    ) -> UUID:
        verdict_id = new_id()
        adjudication = AdjudicationInput.model_validate(
            {"id": verdict_id, "start": "2026-02-01", "about": about, "verdict": verdict,
             "same_as": same_as, "note": "Seen on ultrasound.", "source": "clinic"}
        )  # fmt: skip
        settle(self.record, by=by or self.nia, patient_id=self.bo, adjudication=adjudication)
        return verdict_id

    def page(self, year: int | None = None) -> EntriesPage:
        return get_entries(self.record, by=self.nia, patient_id=self.bo, year=year)

    def counts(self) -> list[tuple[int, int]]:
        return [(one.settled, one.noted) for one in self.page().counts]


@pytest.fixture
def desk(people: People) -> Desk:
    return Desk(people)


def test_the_entry_stays_and_both_counts_stay(desk: Desk) -> None:
    assert desk.counts() == []
    assert [row.id for row in desk.page().to_settle] == [desk.unsure]
    desk.settle(desk.unsure, "not_a_bleed")
    assert desk.counts() == [(1, 2)]
    assert desk.page().to_settle == ()
    found = get_entry(desk.record, by=desk.owner, patient_id=desk.bo, entry_id=desk.unsure)
    assert (found.entry.revision, found.entry.certainty) == (1, "unsure")


def test_a_verdict_is_taken_back_and_brought_back(desk: Desk) -> None:
    verdict = desk.settle(desk.unsure, "not_a_bleed")
    withdraw_entry(desk.record, by=desk.nia, patient_id=desk.bo, entry_id=verdict)
    assert desk.counts() == []
    assert [row.id for row in desk.page().to_settle] == [desk.unsure]
    desk.settle(desk.unsure, "bleed")
    assert desk.counts() == [(2, 2)]


def test_the_same_bleed_as_another(desk: Desk) -> None:
    assert [row.id for row in desk.page().near[desk.unsure]] == [desk.earlier]
    desk.settle(desk.unsure, "same_as", desk.earlier)
    assert desk.counts() == [(1, 2)]
    page = desk.page()
    assert page.rulings[desk.unsure].verdict is Verdict.SAME_AS
    assert page.named[desk.earlier].id == desk.earlier


def test_what_cannot_be_settled_is_refused(desk: Desk) -> None:
    desk.settle(desk.unsure, "bleed")
    for about, verdict, same_as, why in (
        (desk.unsure, "not_a_bleed", None, "settled already"),
        (desk.earlier, "same_as", desk.unsure, "began later"),
        (desk.earlier, "same_as", new_id(), "not in this diary"),
        (new_id(), "bleed", None, "taken out"),
    ):
        with pytest.raises(EntryRefusedError, match=why):
            desk.settle(about, verdict, same_as)
    withdraw_entry(desk.record, by=desk.owner, patient_id=desk.bo, entry_id=desk.earlier)
    with pytest.raises(EntryRefusedError, match="taken out"):
        desk.settle(desk.earlier, "bleed")


def test_two_of_one_minute_do_not_name_each_other(desk: Desk) -> None:
    first, second = desk.log("2026-01-25T10:00"), desk.log("2026-01-25T10:00")
    desk.settle(first, "same_as", second)
    with pytest.raises(EntryRefusedError, match="the same as this one already"):
        desk.settle(second, "same_as", first)


def test_only_clinicians_of_the_clinic_settle(desk: Desk) -> None:
    viewer = Viewer(desk.people.staff("Vic", desk.clinic, StaffRole.VIEWER))
    stranger = Viewer(desk.people.staff("Eve", desk.people.clinic("York")))
    for by in (viewer, stranger, desk.owner):
        with pytest.raises(NoSuchDiaryError):
            desk.settle(desk.unsure, "bleed", by=by)
    assert get_entries(desk.record, by=viewer, patient_id=desk.bo).may_settle is False


def test_years_are_turned_and_looks_are_noted(desk: Desk) -> None:
    desk.log("2024-06-01")
    page = desk.page(2024)
    assert (page.years, [row.start for row in page.rows]) == ((2026, 2025, 2024), ["2024-06-01"])
    assert desk.page(2025).rows == ()
    with pytest.raises(NoSuchDiaryError):
        desk.page(2023)
    get_entry_to_settle(desk.record, by=desk.nia, patient_id=desk.bo, entry_id=desk.unsure)
    with desk.record.reading(A_TEST) as connection:
        events = list_events(connection, A_TEST, desk.bo)
    looks = [event for event in events if event.by_user == desk.nia.user_id]
    assert [(event.action, event.detail) for event in looks] == [("looked", "entries")] * 3
