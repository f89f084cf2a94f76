"""Deleting an account: what goes, what must stay."""

import pytest
from sqlalchemy import text

from bleedlog.models.api_token import Scope
from bleedlog.models.clinic_record import AdjudicationInput, FixActivityInput
from bleedlog.models.person_input import PatientInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, Verdict
from bleedlog.services.accounts import Place, Refused, sign_in
from bleedlog.services.api_tokens import admit_bearer, make_token
from bleedlog.services.entries import log_entry
from bleedlog.services.erasing import (
    Deleted,
    StillNeededError,
    WorksAtClinicError,
    get_leaving,
)
from bleedlog.services.photos import add_photo
from bleedlog.services.profile import correct_profile
from bleedlog.services.sessions import resume
from bleedlog.storage.entries import list_entries
from tests.people import PASSWORD, People, email_of
from tests.photo_corpus import saved, upright
from tests.services.ada import Ada, bleed
from tests.services.leaving import CONSOLE, SECRET, count, delete, enter, everything, rows


def test_nothing_of_the_person_is_left(ada: Ada) -> None:
    entry = ada.log(bleed(start="2026-01-02", note="Canary on the stairs"))
    ada.log(bleed(start="2026-01-03", same_as=str(entry)))
    add_photo(
        ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry, sent=saved(upright())
    )
    ada.other_state(entry, start="2026-01-02", note="Canary on a phone")
    token = make_token(
        ada.record,
        by=ada.viewer,
        user_id=ada.user,
        patient_id=ada.patient,
        name="Canary program",
        scopes={Scope.READ},
    )
    correct_profile(
        ada.record,
        by=ada.viewer,
        patient_id=ada.patient,
        profile=PatientInput(name="Canary herself", hospital_number="Canary 7"),
        centre_id=None,
        edition=0,
    )
    key = enter(ada.record, "Ada")

    assert delete(ada.record, key) == Deleted(held=False)

    left = everything(ada.record)
    assert "Canary" not in left
    assert "Ada" not in left
    assert "ada@" not in left
    for table in (
        "entry",
        "entry_revision",
        "entry_conflict",
        "photo",
        "api_token",
        "sign_in_session",
        "profile_change",
    ):
        assert count(ada.record, table) == 0, table
    assert resume(ada.record, key=key) is None
    refused = admit_bearer(ada.record, text=token.text, address="x", secret_key=SECRET)
    assert refused == Refused()
    again = sign_in(
        ada.record,
        email=email_of("Ada"),
        password=PASSWORD,
        keep=False,
        place=Place("x"),
        secret_key=SECRET,
    )
    assert again == Refused()


def test_that_it_was_deleted_stays_on_record(ada: Ada) -> None:
    delete(ada.record, enter(ada.record, "Ada"))

    assert ("erased", "diary") in [
        tuple(row) for row in rows(ada.record, "SELECT action, detail FROM diary_event")
    ]
    assert ("erased", "account") in [
        tuple(row) for row in rows(ada.record, "SELECT action, detail FROM account_event")
    ]


def test_the_address_is_free_again(ada: Ada, people: People) -> None:
    delete(ada.record, enter(ada.record, "Ada"))
    people.person("Ada")

    assert resume(ada.record, key=enter(ada.record, "Ada")) is not None


def test_what_a_clinic_recorded_stays_with_the_name_that_it_knew(ada: Ada, people: People) -> None:
    clinic = people.clinic("Leeds")
    other = people.clinic("York")
    for one in (clinic, other):
        people.consent(ada.patient, one)
    nurse = people.staff("Nia", clinic)
    own = ada.log(bleed(start="2026-01-02", note="Canary"))
    by = Viewer(nurse)
    result = FixActivityInput(start="2026-01-05", value=12, unit="%")
    verdict = AdjudicationInput(start="2026-01-05", about=own, verdict=Verdict.BLEED)
    for entry in (result, verdict):
        log_entry(ada.record, by=by, patient_id=ada.patient, entry=entry)
    key = enter(ada.record, "Ada")
    leaving = get_leaving(ada.record, key=key)
    assert leaving.own is not None
    assert [(one.clinic, one.entries) for one in leaving.own.kept] == [("Leeds", 1)]

    delete(ada.record, key)

    assert [row[0] for row in rows(ada.record, "SELECT kind FROM entry")] == ["fix_activity"]
    known = rows(
        ada.record,
        "SELECT clinic.name, kept_name, withdrawn_at IS NOT NULL FROM consent"
        " JOIN clinic ON clinic.id = clinic_id ORDER BY clinic.name",
    )
    assert [tuple(row) for row in known] == [("Leeds", "Ada", True), ("York", None, True)]
    assert "Canary" not in everything(ada.record)
    with ada.record.reading(by) as connection:
        assert list_entries(connection, by, ada.patient) == []


def test_a_parent_who_goes_leaves_the_childs_diary_to_the_other(ada: Ada, people: People) -> None:
    mum, dad, kim = people.user("Mum"), people.user("Dad"), people.patient("Kim")
    for parent in (mum, dad):
        people.access(parent, kim, AccessRole.CARER_MANAGE)
    log_entry(ada.record, by=Viewer(mum), patient_id=kim, entry=bleed(start="2026-01-02"))
    key = enter(ada.record, "Mum")
    assert get_leaving(ada.record, key=key).stays == ("Kim",)

    assert delete(ada.record, key) == Deleted(held=False)

    with ada.record.reading(Viewer(dad)) as connection:
        assert len(list_entries(connection, Viewer(dad), kim)) == 1


def test_a_childs_diary_is_left_alone_by_nobody_unsaid(ada: Ada, people: People) -> None:
    mum, kim = people.user("Mum"), people.patient("Kim")
    people.access(mum, kim, AccessRole.CARER_MANAGE)
    log_entry(ada.record, by=Viewer(mum), patient_id=kim, entry=bleed(start="2026-01-02"))
    key = enter(ada.record, "Mum")
    assert [one.name for one in get_leaving(ada.record, key=key).alone] == ["Kim"]

    with pytest.raises(StillNeededError):
        delete(ada.record, key)
    assert count(ada.record, "entry") == 1
    assert resume(ada.record, key=key) is not None

    assert delete(ada.record, key, kim) == Deleted(held=False)
    assert count(ada.record, "entry") == 0


def test_nobody_deletes_the_diary_of_somebody_else(ada: Ada, people: People) -> None:
    """Neither by naming it, nor as a carer of who signs in themselves."""
    ada.log(bleed(start="2026-01-02"))
    carl = people.user("Carl")
    people.access(carl, ada.patient, AccessRole.CARER_MANAGE)
    for name in ("Carl", "Bob"):
        if name == "Bob":
            people.person("Bob")
        delete(ada.record, enter(ada.record, name), ada.patient)

    assert count(ada.record, "entry") == 1
    with ada.record.reading(ada.viewer) as connection:
        assert len(list_entries(connection, ada.viewer, ada.patient)) == 1


def test_the_wrong_password_deletes_nothing(ada: Ada) -> None:
    ada.log(bleed(start="2026-01-02"))
    key = enter(ada.record, "Ada")

    assert delete(ada.record, key, password="not her password") == Refused()

    assert count(ada.record, "entry") == 1
    assert resume(ada.record, key=key) is not None


def test_staff_are_let_go_by_their_clinic_first(ada: Ada, people: People) -> None:
    people.staff("Nia", people.clinic())
    key = enter(ada.record, "Nia")
    assert get_leaving(ada.record, key=key).works_at_clinic

    with pytest.raises(WorksAtClinicError):
        delete(ada.record, key)


def test_who_looked_for_a_clinic_stays_known_by_name(ada: Ada, people: People) -> None:
    people.staff("Nia", people.clinic())
    with ada.record.transaction(CONSOLE) as connection:
        connection.execute(text("UPDATE membership SET ended_at = since"))
    delete(ada.record, enter(ada.record, "Nia"))

    (row,) = rows(ada.record, "SELECT name, email FROM app_user WHERE name = 'Nia'")
    assert "nia@" not in row.email
