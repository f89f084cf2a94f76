"""An archive is whole: each column that says something is in it, or stands here with its reason."""

import io
import json
import zipfile
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import SQLModel

from bleedlog.models.api_token import ApiToken, Scope
from bleedlog.models.appointment import Appointment
from bleedlog.models.audit import AccountEvent, DiaryEvent
from bleedlog.models.clinic import Consent
from bleedlog.models.entry import EntryRevision
from bleedlog.models.entry_conflict import EntryConflict
from bleedlog.models.factor import Passkey, ProviderIdentity
from bleedlog.models.follow_up import FollowUp
from bleedlog.models.person import Access, Patient, User
from bleedlog.models.photo import Photo
from bleedlog.models.profile import ProfileChange
from bleedlog.models.question import QuestionState
from bleedlog.models.session import SignInSession
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services import account_archive, archive
from bleedlog.services.accounts import Place, SignedIn, sign_in
from bleedlog.services.api_tokens import make_token
from bleedlog.services.archive import make_archive
from bleedlog.services.sharing import end_help
from bleedlog.storage.consents import withdraw_consent
from tests.people import PASSWORD, People, email_of
from tests.services.ada import Ada

SECRET_KEY = "0123456789-abcdefghij-of-tests-and-no-more"

WHOSE = {"patient_id", "user_id", "by_user", "set_by", "confirmed_by", "granted_by", "settled_by"}
"""Who it is about, or who did it: said by name, or by the part in which they acted."""
PLACE = {"clinic_id", "centre_id"}
"""Said by its name, or by the part that a clinic has."""
SECRET = {"password_hash", "secret_hash", "sent_hash", "credential_id", "public_key", "sign_count"}
"""What only proves something, and would let whoever finds the file prove it."""
ORDER = {"seq"}
"""In which order things came: so they stand."""


@pytest.mark.parametrize(
    ("model", "told", "besides"),
    [
        # Whoever takes it along has not erased it.
        (Patient, archive.PROFILE, {"id", "erased_at"}),
        (Access, archive.PERSON, set()),
        (Consent, archive.CLINIC, set()),
        # The file itself is beside it.
        (Photo, archive.PHOTO, {"entry_id", "byte_count", "content"}),
        (FollowUp, archive.TEST, {"id"}),
        (QuestionState, archive.QUESTION, set()),
        # The day is the start's.
        (Appointment, archive.APPOINTMENT, {"id", "start_day"}),
        (DiaryEvent, archive.LOOK, {"id", "entry_id"}),
        # A phone's own number of what it did.
        (EntryRevision, archive.REVISION, {"id", "state", "item_id"}),
        (ProfileChange, archive.CHANGE, {"id"}),
        (EntryConflict, archive.OTHER, {"id", "entry_id", "state"}),
        # Whoever is signed in is not locked out.
        (User, account_archive.ACCOUNT, {"id", "disabled_at"}),
        (SignInSession, account_archive.DEVICE, {"id"}),
        (Passkey, account_archive.PASSKEY, {"id"}),
        # Those that were ended stand among the events.
        (ApiToken, account_archive.KEY, {"id", "revoked_at"}),
        (ProviderIdentity, account_archive.PROVIDER, set()),
        (AccountEvent, account_archive.EVENT, {"id"}),
    ],
)
def test_no_column_is_forgotten(
    model: type[SQLModel], told: Collection[str], besides: set[str]
) -> None:
    columns = set(model.__table__.columns.keys())  # type: ignore[attr-defined]

    assert columns - set(told) - besides - WHOSE - PLACE - SECRET - ORDER == set()


def taken(ada: Ada, by: Viewer) -> zipfile.ZipFile:
    made = io.BytesIO()
    make_archive(ada.record, by=by, patient_id=ada.patient, into=made)
    return zipfile.ZipFile(made)


def told(file: zipfile.ZipFile, name: str) -> Any:
    return json.loads(file.read(name))


def test_who_helped_and_which_clinic_could_look_is_in_it_afterwards(
    ada: Ada, people: People
) -> None:
    clinic, gran = people.clinic("Leeds"), people.user("Gran")
    people.consent(ada.patient, clinic)
    people.access(gran, ada.patient, AccessRole.CARER_READ)
    end_help(ada.record, by=ada.viewer, patient_id=ada.patient, user_id=gran)
    with ada.record.transaction(ada.viewer) as connection:
        withdraw_consent(
            connection, patient_id=ada.patient, clinic_id=clinic, now=datetime.now(UTC)
        )

    profile = told(taken(ada, ada.viewer), "profile.json")

    ended = {one["name"]: "revoked_at" in one for one in profile["people"]}
    assert ended == {"Ada": False, "Gran": True}
    (leeds,) = profile["clinics"]
    assert "withdrawn_at" in leeds
    assert leeds["kept_name"] == "Ada"
    assert (profile["profile"]["risk_flag"], profile["profile"]["check_in_days"]) == (False, 7)


def test_ones_own_account_is_in_it_without_a_secret(ada: Ada, people: People) -> None:
    signed_in = sign_in(
        ada.record,
        email=email_of("Ada"),
        password=PASSWORD,
        keep=True,
        place=Place("127.0.0.1", browser="Firefox on Linux"),
        secret_key=SECRET_KEY,
    )
    assert isinstance(signed_in, SignedIn)
    key = make_token(
        ada.record,
        by=ada.viewer,
        user_id=ada.user,
        patient_id=ada.patient,
        name="My sheet",
        scopes=[Scope.READ],
    )
    bob = people.person("Bob")

    file = taken(ada, ada.viewer)

    account = told(file, "account.json")
    assert (account["account"]["name"], account["account"]["email"]) == ("Ada", email_of("Ada"))
    assert [one["device"] for one in account["devices"]] == ["Firefox on Linux"]
    assert [one["name"] for one in account["keys_for_programs"]] == ["My sheet"]
    assert [one["action"] for one in account["events"]] == ["signed_in", "created"]
    everything = b"".join(file.read(name) for name in file.namelist()).decode()
    assert not any(
        secret in everything
        for secret in (key.text, signed_in.key.secret_hash, "argon2", str(bob), email_of("Bob"))
    )


def test_a_parents_account_is_no_part_of_their_childs_diary(ada: Ada, people: People) -> None:
    mum = people.user("Mum")
    people.access(mum, ada.patient, AccessRole.CARER_MANAGE)

    file = taken(ada, Viewer(mum))

    assert "account.json" not in file.namelist()
    assert "account" not in file.read("README.txt").decode()
