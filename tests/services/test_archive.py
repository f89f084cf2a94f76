"""Everything of a diary in one file: nothing missing, nothing of others."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bleedlog.models.person_input import PatientInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.archive import make_archive
from bleedlog.services.entries import revise_entry, withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.photos import add_photo, get_photo
from bleedlog.services.profile import correct_profile
from bleedlog.services.travel import import_diary
from bleedlog.storage.events import list_events
from tests.people import People
from tests.photo_corpus import saved, upright
from tests.services.ada import Ada, bleed


def archive_of(ada: Ada, by: Viewer) -> zipfile.ZipFile:
    made = io.BytesIO()
    make_archive(ada.record, by=by, patient_id=ada.patient, into=made)
    found = zipfile.ZipFile(made)
    assert found.testzip() is None
    return found


def told(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def test_every_state_of_every_entry_is_in_it(ada: Ada) -> None:
    kept = ada.log(bleed(start="2026-01-02", pain=2))
    gone = ada.log(bleed(start="2026-01-05", site="knee", side="left"))
    changed = bleed(id=kept, start="2026-01-02", pain=7)
    revise_entry(
        ada.record, by=ada.viewer, patient_id=ada.patient, entry=changed, opened_revision=1
    )
    withdraw_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=gone)

    archive = archive_of(ada, ada.viewer)

    entries = told(archive, "entries.json")["entries"]
    states = [
        [(one["revision"], one["withdrawn"], one["entry"].get("pain")) for one in e["revisions"]]
        for e in entries
    ]
    assert [one["id"] for one in entries] == [str(kept), str(gone)]
    assert states == [[(1, False, 2), (2, False, 7)], [(1, False, None), (2, True, None)]]
    rows = list(csv.DictReader(io.StringIO(archive.read("diary.csv").decode())))
    assert [(row["start"], row["pain"]) for row in rows] == [("2026-01-02", "7")]


def test_what_a_phone_told_of_what_was_changed_elsewhere_is_in_it(ada: Ada, people: People) -> None:
    entry = ada.log(bleed(start="2026-01-02", pain=2))
    ada.other_state(entry, start="2026-01-02", pain=7, note="afraid", private=True)
    mum = people.user("Mum")
    people.access(mum, ada.patient, AccessRole.CARER_MANAGE)

    (own,) = told(archive_of(ada, ada.viewer), "entries.json")["entries"][0]["other_states"]
    (seen,) = told(archive_of(ada, Viewer(mum)), "entries.json")["entries"][0]["other_states"]

    assert (own["entry"]["pain"], own["entry"]["note"]) == (7, "afraid")
    assert (own["phone_at"], own["clock_offset"]) == ("2026-01-03T09:00:00+00:00", 90)
    assert "note" not in seen["entry"]


def test_the_diary_file_in_it_can_be_read_into_an_empty_diary(ada: Ada, people: People) -> None:
    ada.log(bleed(start="2026-01-02T08:00", pain=2, note="on the stairs"))
    text = archive_of(ada, ada.viewer).read("diary.csv").decode()

    done = import_diary(
        ada.record, by=console("a test"), patient_id=people.patient("New"), text=text
    )

    assert (done.added, done.unchanged) == (1, 0)


def test_private_notes_are_in_the_persons_own_file_alone(ada: Ada, people: People) -> None:
    ada.log(bleed(start="2026-01-02", note="Canary of hers", private=True))
    mum = people.user("Mum")
    people.access(mum, ada.patient, AccessRole.CARER_MANAGE)

    own, hers = archive_of(ada, ada.viewer), archive_of(ada, Viewer(mum))

    assert all("Canary" in own.read(name).decode() for name in ("entries.json", "diary.csv"))
    assert "only for you are in here" in own.read("README.txt").decode()
    assert not any(b"Canary" in hers.read(name) for name in hers.namelist())
    assert "are not in here" in hers.read("README.txt").decode()


def test_it_says_who_looked_who_helps_and_which_clinics(ada: Ada, people: People) -> None:
    clinic = people.clinic("Leeds")
    people.consent(ada.patient, clinic)
    mum = people.user("Mum")
    people.access(mum, ada.patient, AccessRole.CARER_MANAGE)
    archive_of(ada, Viewer(mum))

    archive = archive_of(ada, ada.viewer)

    (look,) = told(archive, "looked.json")["events"]
    assert (look["user_name"], look["action"], look["acting_as"]) == ("Mum", "exported", "carer")
    profile = told(archive, "profile.json")
    assert profile["profile"]["name"] == "Ada"
    assert [one["name"] for one in profile["people"]] == ["Ada", "Mum"]
    assert [one["name"] for one in profile["clinics"]] == ["Leeds"]


def test_it_says_what_the_details_said_before(ada: Ada) -> None:
    correct_profile(
        ada.record,
        by=ada.viewer,
        patient_id=ada.patient,
        profile=PatientInput(name="Ada Lovelace"),
        centre_id=None,
        edition=0,
    )

    (change,) = told(archive_of(ada, ada.viewer), "profile.json")["corrected"]
    assert {name: change[name] for name in ("field", "before", "acting_as", "user_name")} == {
        "field": "name",
        "before": "Ada",
        "acting_as": "patient",
        "user_name": "Ada Lovelace",
    }


def test_only_who_may_take_it_along_gets_it(ada: Ada, people: People) -> None:
    gran = people.user("Gran")
    people.access(gran, ada.patient, AccessRole.CARER_LOG)
    clinic = people.clinic()
    people.consent(ada.patient, clinic)
    for user in (gran, people.staff("Nia", clinic), people.person("Bob"), uuid4()):
        made = io.BytesIO()
        with pytest.raises(NoSuchDiaryError):
            make_archive(ada.record, by=Viewer(user), patient_id=ada.patient, into=made)
        assert made.getvalue() == b""


def test_that_a_carer_took_it_along_is_on_record(ada: Ada, people: People) -> None:
    mum = people.user("Mum")
    people.access(mum, ada.patient, AccessRole.CARER_MANAGE)
    archive_of(ada, Viewer(mum))

    with ada.record.reading(ada.viewer) as connection:
        (event,) = list_events(connection, ada.viewer, ada.patient)
    assert (event.action, event.by_user, event.detail) == ("exported", mum, "archive")


def test_it_names_no_path_outside(ada: Ada, tmp_path: Path) -> None:
    ada.log(bleed(start="2026-01-02"))
    archive_of(ada, ada.viewer).extractall(tmp_path / "taken")

    found = {path.name for path in (tmp_path / "taken").iterdir()}
    assert found == {
        "README.txt",
        "account.json",
        "appointments.json",
        "diary.csv",
        "entries.json",
        "looked.json",
        "profile.json",
    }


def test_the_photos_are_in_it_as_they_are_kept(ada: Ada) -> None:
    entry = ada.log(bleed(start="2026-01-02"))
    photo = add_photo(
        ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry, sent=saved(upright())
    ).photo_id

    archive = archive_of(ada, ada.viewer)

    (shown,) = told(archive, "entries.json")["entries"][0]["photos"]
    kept = get_photo(
        ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry, photo_id=photo
    )
    assert shown["file"] == f"photos/{photo}.jpg"
    assert archive.read(shown["file"]) == kept.content
