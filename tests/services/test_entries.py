"""Logging without loss: once, in order, every state kept, only by those who may."""

import threading
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, ActingAs, Site, StaffRole
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryTakenError,
    get_entry,
    log_entry,
    restore_entry,
    revise_entry,
    withdraw_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.storage.entries import list_entries
from bleedlog.storage.events import list_events
from tests.people import A_TEST, People
from tests.services.ada import Ada, bleed


def test_what_was_logged_comes_back_as_it_was(ada: Ada) -> None:
    entry = bleed(
        start="2024-03-01T09:00",
        zone="America/New_York",
        site="knee",
        side="left",
        pain=4,
        swelling=False,
        note="Fell off my bike 🚲",
        private=True,
    )
    ada.log(entry)
    found = get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry.id).entry
    assert (found.start, found.zone, found.site, found.pain) == (
        "2024-03-01T09:00",
        "America/New_York",
        Site.KNEE,
        4,
    )
    assert (found.swelling, found.note, found.private) == (False, "Fell off my bike 🚲", True)
    # 9 in the morning in New York's winter is 14:00 UTC.
    assert found.start_minute == datetime(2024, 3, 1, 14, 0, tzinfo=UTC).timestamp() / 60
    assert found.entered_by is ActingAs.PATIENT
    assert found.received_at.tzinfo is not None
    assert found.entered_at == found.received_at


def test_the_same_delivered_twice_is_one_entry(ada: Ada) -> None:
    entry = bleed(start="2024-03-01", site="knee")
    first = log_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry=entry)
    again = log_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry=entry)
    assert (first.entry_id, first.unchanged) == (again.entry_id, False)
    assert again.unchanged
    assert ada.entries() == [entry.id]
    assert ada.events() == ["patient logged"]


def test_one_id_never_stands_for_two_entries(ada: Ada) -> None:
    entry = bleed(start="2024-03-01", site="knee")
    ada.log(entry)
    other = bleed(id=entry.id, start="2024-03-01", site="elbow")
    with pytest.raises(EntryTakenError):
        ada.log(other)
    known = get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry.id)
    assert known.entry.site is Site.KNEE


def test_twenty_parallel_deliveries_are_one_entry(ada: Ada) -> None:
    entry = bleed(start="2024-03-01", site="knee")
    fresh: list[bool] = []

    def deliver() -> None:
        done = log_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry=entry)
        fresh.append(not done.unchanged)

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fresh) == [False] * 19 + [True]
    assert ada.entries() == [entry.id]


def test_a_change_keeps_what_was(ada: Ada) -> None:
    entry = bleed(start="2024-03-01", site="knee", pain=3)
    ada.log(entry)
    later = bleed(id=entry.id, start="2024-03-01", site="ankle")
    revise_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry=later, opened_revision=1)
    known = get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry.id)
    assert (known.entry.site, known.entry.pain, known.entry.revision) == (Site.ANKLE, None, 2)
    assert [state.state["site"] for state in known.revisions] == ["knee", "ankle"]
    assert known.revisions[0].state["pain"] == 3
    assert known.entry.entered_at == known.revisions[0].received_at


def test_a_change_from_a_stale_page_is_not_stored(ada: Ada) -> None:
    entry = bleed(start="2024-03-01", site="knee")
    ada.log(entry)

    def change(site: str, opened: int) -> None:
        changed = bleed(id=entry.id, start="2024-03-01", site=site)
        revise_entry(
            ada.record,
            by=ada.viewer,
            patient_id=ada.patient,
            entry=changed,
            opened_revision=opened,
        )

    change("ankle", 1)
    with pytest.raises(EntryChangedMeanwhileError) as caught:
        change("elbow", 1)
    assert caught.value.revision == 2
    # The very same change sent twice is one change.
    change("ankle", 1)
    known = get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry.id)
    assert (known.entry.site, len(known.revisions)) == (Site.ANKLE, 2)


def test_withdrawn_stays_in_the_history_and_comes_back(ada: Ada) -> None:
    entry = bleed(start="2024-03-01", site="knee")
    ada.log(entry)
    arguments: dict[str, Any] = {
        "by": ada.viewer,
        "patient_id": ada.patient,
        "entry_id": entry.id,
    }
    withdraw_entry(ada.record, **arguments)
    assert withdraw_entry(ada.record, **arguments).unchanged
    assert ada.entries() == []
    known = get_entry(ada.record, **arguments)
    assert known.entry.withdrawn
    assert known.entry.site is Site.KNEE
    with pytest.raises(NoSuchDiaryError):
        revise_entry(
            ada.record, by=ada.viewer, patient_id=ada.patient, entry=entry, opened_revision=2
        )
    restore_entry(ada.record, **arguments)
    assert ada.entries() == [entry.id]
    assert ada.events() == ["patient logged", "patient withdrew", "patient restored"]


def test_the_diary_keeps_its_own_order(ada: Ada) -> None:
    late = ada.log(bleed(start="2024-03-05"))
    early = ada.log(bleed(start="2024-03-01"))
    with ada.record.reading(ada.viewer) as connection:
        rows = {row.id: row for row in list_entries(connection, ada.viewer, ada.patient)}
        last = connection.execute(text("SELECT last_seq FROM diary")).scalar()
    assert rows[late].first_seq < rows[early].first_seq
    assert last == max(row.seq for row in rows.values())


def test_nobody_else_sees_or_writes(ada: Ada, people: People) -> None:
    entry = bleed(start="2024-03-01")
    ada.log(entry)
    stranger = Viewer(people.person("Eve"))
    staff_elsewhere = Viewer(people.staff("Dr Who", people.clinic("Elsewhere")))
    for viewer in (stranger, staff_elsewhere, Viewer(uuid4())):
        assert ada.entries(viewer) == []
        with pytest.raises(NoSuchDiaryError):
            get_entry(ada.record, by=viewer, patient_id=ada.patient, entry_id=entry.id)
        with pytest.raises(NoSuchDiaryError):
            log_entry(
                ada.record,
                by=viewer,
                patient_id=ada.patient,
                entry=bleed(start="2024-03-02"),
            )
        with pytest.raises(NoSuchDiaryError):
            withdraw_entry(ada.record, by=viewer, patient_id=ada.patient, entry_id=entry.id)
    assert ada.entries() == [entry.id]


def test_carers_do_what_they_were_let(ada: Ada, people: People) -> None:
    reader, logger = people.user("Reader"), people.user("Logger")
    people.access(reader, ada.patient, AccessRole.CARER_READ)
    people.access(logger, ada.patient, AccessRole.CARER_LOG)
    entry = bleed(start="2024-03-01")
    with pytest.raises(NoSuchDiaryError):
        log_entry(ada.record, by=Viewer(reader), patient_id=ada.patient, entry=entry)
    log_entry(ada.record, by=Viewer(logger), patient_id=ada.patient, entry=entry)
    seen = get_entry(ada.record, by=Viewer(reader), patient_id=ada.patient, entry_id=entry.id)
    assert seen.entry.entered_by is ActingAs.CARER
    assert not seen.may_change
    assert ada.events() == ["carer logged", "carer looked"]


def test_a_clinic_looks_while_it_may(people: People) -> None:
    clinic = people.clinic()
    patient = people.patient("Bo", centre=clinic)
    clinician = Viewer(people.staff("Dr A", clinic))
    viewer = Viewer(people.staff("Dr B", clinic, StaffRole.VIEWER))
    entry = bleed(start="2024-03-01")
    log_entry(people.record, by=clinician, patient_id=patient, entry=entry)
    with pytest.raises(NoSuchDiaryError):
        log_entry(people.record, by=viewer, patient_id=patient, entry=bleed(start="2024-03-02"))
    known = get_entry(people.record, by=viewer, patient_id=patient, entry_id=entry.id)
    assert known.entry.entered_by is ActingAs.CLINIC
    with people.record.transaction(A_TEST) as connection:
        connection.execute(text("UPDATE consent SET withdrawn_at = CURRENT_TIMESTAMP"))
    with pytest.raises(NoSuchDiaryError):
        get_entry(people.record, by=clinician, patient_id=patient, entry_id=entry.id)


def test_what_staff_enter_carries_their_clinic(people: People) -> None:
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    patient = people.patient("Bo", centre=leeds)
    owner = people.user("Bo")
    people.access(owner, patient)
    doctor = people.staff("Dr A", leeds)
    people.work(doctor, york)
    by_doctor, by_owner = bleed(start="2024-03-01"), bleed(start="2024-03-02")
    log_entry(people.record, by=Viewer(doctor), patient_id=patient, entry=by_doctor)
    withdraw_entry(people.record, by=Viewer(doctor), patient_id=patient, entry_id=by_doctor.id)
    log_entry(people.record, by=Viewer(owner), patient_id=patient, entry=by_owner)

    def clinics(entry: UUID) -> list[UUID | None]:
        found = get_entry(people.record, by=Viewer(owner), patient_id=patient, entry_id=entry)
        return [found.entry.clinic_id, *(state.clinic_id for state in found.revisions)]

    assert clinics(by_doctor.id) == [leeds, leeds, leeds]
    assert clinics(by_owner.id) == [None, None]


def test_the_consoles_reason_is_kept(ada: Ada) -> None:
    entry = bleed(start="2024-03-01")
    log_entry(ada.record, by=console("moving house"), patient_id=ada.patient, entry=entry)
    with ada.record.reading(ada.viewer) as connection:
        [event] = list_events(connection, ada.viewer, ada.patient)
    assert (event.reason, event.by_user, event.acting_as) == ("moving house", None, "console")
    with pytest.raises(NoSuchDiaryError):
        log_entry(ada.record, by=console("x"), patient_id=uuid4(), entry=entry)
