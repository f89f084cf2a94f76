"""Everything of a diary, and of one's account, as one archive (zip) to take along."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import IO, Any, Final
from uuid import UUID

from bleedlog.exchange.diary_file_writer import write_diary
from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.picture import PhotoType
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.account_archive import account_told, said_of
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking
from bleedlog.services.looks import BEGINNING, NO_LIMIT
from bleedlog.services.programs import PRIVATE
from bleedlog.services.record import Record
from bleedlog.storage.access import list_all_access
from bleedlog.storage.appointments import list_every_appointment
from bleedlog.storage.consents import list_all_consents
from bleedlog.storage.entries import list_entries
from bleedlog.storage.entry_conflicts import list_conflicts
from bleedlog.storage.entry_states import list_all_revisions
from bleedlog.storage.follow_ups import list_every_follow_up
from bleedlog.storage.looks import list_looks
from bleedlog.storage.patients import find_profile
from bleedlog.storage.photos import get_content, list_photos_of_diary
from bleedlog.storage.profiles import list_profile_changes
from bleedlog.storage.questions import list_question_states

PROFILE: Final = (
    "name", "born", "nhs_number", "hospital_number", "severity", "product", "usual_dose_iu",
    "zone", "centre_name", "centre_phone", "created_at", "risk_flag",
    "check_in_days", "check_in_chosen_on",
)  # fmt: skip
PHONE: Final = ("phone_at", "phone_zone", "clock_offset")
REVISION: Final = ("revision", "withdrawn", "received_at", "entered_by", *PHONE)
OTHER: Final = (
    "seen_revision", "withdrawn", "check_time", "received_at", "entered_by", *PHONE,
    "kept", "settled_at",
)  # fmt: skip
PHOTO: Final = ("id", "media_type", "width", "height", "added_at", "withdrawn_at", "entered_by")
TEST: Final = ("test", "week", "done_on", "confirmed_at", "ended_at")
QUESTION: Final = (
    "id", "revision", "text", "answered_on", "withdrawn", "received_at", "entered_by",
)  # fmt: skip
APPOINTMENT: Final = ("start", "clinic_name", "set_at", "ended_at")
LOOK: Final = ("at", "action", "user_name", "acting_as", "clinic_name", "detail", "reason")
_ENDINGS: Final[Mapping[str, str]] = {PhotoType.JPEG: "jpg"}
PERSON: Final = ("name", "email", "role", "granted_at", "revoked_at")
CLINIC: Final = (
    "name", "phone", "granted_at", "withdrawn_at",
    "kept_name", "kept_born", "kept_nhs_number", "kept_hospital_number",
)  # fmt: skip
CHANGE: Final = ("at", "field", "before", "acting_as", "user_name", "clinic_name")
_NOON = (1980, 1, 1, 0, 0, 0)

README: Final = """This is everything that bleedlog keeps of a diary{and_account}.

Diary of:  {name}
Made on:   {day}

diary.csv      The entries that count now, one a line. Spreadsheets can open it. bleedlog, and any
               program that knows its open format (version 1), can read it.
entries.json   Every entry with every change ever made to it, also the ones taken out, and the
               other states of those that were changed in two places. For programs.
photos/        The photos. entries.json says which entry each belongs to.
looked.json    Who else did something with the diary, when, and why.
profile.json   Your details, what they said before, who helps or helped, which clinics can look or
               could, and when they said that a test is due.
appointments.json  Your questions for the team with every change, and the dates that clinics set.
{account}
Times in diary.csv are local. Times in the other files are in UTC.
{private}"""
_ACCOUNT = """\
account.json   Your account: how you sign in, on which devices, which programs have a key, what was
               done with it. No passwords and no keys are in it.
"""
_WITH_PRIVATE = "Notes that are only for you are in here, too. Think of that before you share it.\n"
_WITHOUT_PRIVATE = "Notes that are only for the person whose diary it is are not in here.\n"


def make_archive(record: Record, *, by: Viewer, patient_id: UUID, into: IO[bytes]) -> None:
    """Write the archive into a file, photo by photo, all of it as of one moment; it is noted.

    Raises:
        NoSuchDiaryError: if `by` may not take this diary along.
    """
    with looking(
        record,
        by=by,
        patient_id=patient_id,
        page="archive",
        action=Action.EXPORTED,
        permission=Permission.DOWNLOAD,
    ) as diary:
        profile = find_profile(diary.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        sees_private = diary.standing.may(Permission.SEE_PRIVATE_NOTES)
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            day = datetime.now(UTC).date().isoformat()
            # A parent's account is no part of their child's diary.
            user_id = by.user_id if diary.standing.acting_as is ActingAs.PATIENT else None
            words = {
                "private": _WITH_PRIVATE if sees_private else _WITHOUT_PRIVATE,
                "account": _ACCOUNT if user_id else "",
                "and_account": " and an account" if user_id else "",
            }
            _put(archive, "README.txt", README.format(name=profile.name, day=day, **words))
            _put(archive, "diary.csv", _diary_file(diary, sees_private=sees_private))
            photos = list_photos_of_diary(diary.connection, by, patient_id)
            _put(archive, "entries.json", _entries(diary, photos, sees_private=sees_private))
            _put(archive, "looked.json", _looks(diary))
            _put(archive, "profile.json", _profile(diary, profile))
            _put(archive, "appointments.json", _appointments(diary))
            if user_id is not None:
                _put(archive, "account.json", account_told(diary.connection, user_id))
            for photo in photos:
                content = get_content(diary.connection, by, patient_id, photo.id)
                # Pictures are compressed already.
                archive.writestr(zipfile.ZipInfo(_name_of(photo), _NOON), content)


def _put(archive: zipfile.ZipFile, name: str, told: str | Mapping[str, Any]) -> None:
    plain = told if isinstance(told, str) else _json(told)
    entry = zipfile.ZipInfo(name, _NOON)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, plain.encode())


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, indent=1, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _diary_file(diary: OpenedDiary, *, sees_private: bool) -> str:
    rows = list_entries(diary.connection, diary.by, diary.patient_id)
    entered = sorted(rows, key=lambda row: row.first_seq)
    return write_diary(entered, private_notes=sees_private)


def _entries(diary: OpenedDiary, photos: Sequence[Any], *, sees_private: bool) -> dict[str, Any]:
    told: dict[UUID, dict[str, Any]] = {}

    def said(state: Mapping[str, Any]) -> dict[str, Any]:
        hidden = () if sees_private or not state.get("private") else PRIVATE
        return {name: value for name, value in state.items() if name not in hidden}

    for row in list_all_revisions(diary.connection, diary.by, diary.patient_id):
        entry = told.setdefault(row.id, {"id": row.id, "revisions": []})
        entry["revisions"].append({**said_of(row, REVISION), "entry": said(row.state)})
    for other in list_conflicts(diary.connection, diary.by, diary.patient_id):
        kept = {**said_of(other, OTHER), "entry": said(other.state)}
        told[other.entry_id].setdefault("other_states", []).append(kept)
    for photo in photos:
        kept = {**said_of(photo, PHOTO), "file": _name_of(photo)}
        told[photo.entry_id].setdefault("photos", []).append(kept)
    return {"schema": "bleedlog.archive/1", "entries": list(told.values())}


def _name_of(photo: Any) -> str:
    return f"photos/{photo.id}.{_ENDINGS[photo.media_type]}"


def _looks(diary: OpenedDiary) -> dict[str, Any]:
    rows = list_looks(
        diary.connection,
        diary.by,
        diary.patient_id,
        since=BEGINNING,
        until=datetime.max.replace(tzinfo=UTC),
        most=NO_LIMIT,
    )
    return {"events": [said_of(row, LOOK) for row in rows]}


def _profile(diary: OpenedDiary, profile: Any) -> dict[str, Any]:
    helpers = list_all_access(diary.connection, diary.patient_id)
    clinics = list_all_consents(diary.connection, diary.patient_id)
    tests = list_every_follow_up(diary.connection, diary.by, diary.patient_id)
    changes = list_profile_changes(diary.connection, diary.by, diary.patient_id)
    return {
        "profile": said_of(profile, PROFILE),
        "corrected": [said_of(one, CHANGE) for one in changes],
        "tests": [said_of(one, TEST) for one in tests],
        "people": [said_of(one, PERSON) for one in helpers],
        "clinics": [said_of(one, CLINIC) for one in clinics],
    }


def _appointments(diary: OpenedDiary) -> dict[str, Any]:
    questions = list_question_states(diary.connection, diary.by, diary.patient_id)
    appointments = list_every_appointment(diary.connection, diary.by, diary.patient_id)
    return {
        "questions": [said_of(one, QUESTION) for one in questions],
        "appointments": [said_of(one, APPOINTMENT) for one in appointments],
    }
