"""A diary's profile: looked at and corrected by whoever may, with what it said before."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.number_words import number_words
from bleedlog.models.permissions import Permission
from bleedlog.models.person_input import PatientInput, UsualDoseInput
from bleedlog.models.profile import ProfileField
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.own_account import follows_diary, rename_account
from bleedlog.services.record import Record
from bleedlog.storage.access import lock_sharing
from bleedlog.storage.clinics import list_all_clinics
from bleedlog.storage.patients import find_profile
from bleedlog.storage.profiles import COLUMNS, correct_field, list_profile_changes

WHERE = frozenset({ProfileField.CENTRE, ProfileField.ZONE})
"""What only the person and who manages for them say: see `Permission.SAY_WHERE`."""


class CorrectedMeanwhileError(Exception):
    """Somebody corrected the profile after it was shown; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is noted of the person whose diary it is."""

    row: Any
    """The patient's columns, with centre_name and centre_phone."""
    changes: tuple[Any, ...]
    """What stood there before, newest first: at, field, before, by_user, acting_as, names."""
    may_say_where: bool

    @property
    def edition(self) -> int:
        """Raised by each correction; whoever corrects says which one they saw."""
        return len(self.changes)


def get_profile(record: Record, *, by: Viewer, patient_id: UUID) -> Profile:
    """The profile, to whoever may correct it; the look is noted.

    Raises:
        NoSuchDiaryError: if `by` may not.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="profile", permission=Permission.EDIT_PROFILE
    ) as opened:
        return _profile(opened)


def _profile(opened: OpenedDiary) -> Profile:
    row = find_profile(opened.connection, opened.by, opened.patient_id)
    if row is None:
        raise NoSuchDiaryError
    changes = list_profile_changes(opened.connection, opened.by, opened.patient_id)
    return Profile(row, tuple(changes), opened.standing.may(Permission.SAY_WHERE))


def correct_profile(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    profile: PatientInput,
    centre_id: UUID | None,
    edition: int,
) -> list[ProfileField]:
    """Let the profile say that; gives what changed. What it said before is kept.

    Args:
        record: The open record.
        by: Who corrects it.
        patient_id: Whose profile.
        profile: All of it; its zone counts only from whoever may say where the person lives.
        centre_id: Which clinic treats them; counts from the same people.
        edition: Of the profile that `by` saw.

    Raises:
        NoSuchDiaryError: if `by` may not, or there is no such clinic.
        CorrectedMeanwhileError: if that is not the newest edition.
    """
    with writing(
        record, by=by, patient_id=patient_id, permission=Permission.EDIT_PROFILE
    ) as opened:
        lock_sharing(opened.connection, patient_id)
        known = _profile(opened)
        if known.edition != edition:
            raise CorrectedMeanwhileError
        clinics = {one.id for one in list_all_clinics(opened.connection)}
        if centre_id not in {None, known.row.centre_id, *clinics}:
            raise NoSuchDiaryError
        says = {one: getattr(profile, one, None) for one in ProfileField}
        says[ProfileField.CENTRE] = centre_id
        changed = [
            one
            for one, column in COLUMNS.items()
            if says[one] != getattr(known.row, column) and (known.may_say_where or one not in WHERE)
        ]
        if changed:
            _correct(opened, known, {one: says[one] for one in changed})
        return changed


def set_usual_dose(record: Record, *, by: Viewer, patient_id: UUID, usual: UsualDoseInput) -> None:
    """Keep which dose is offered when factor is logged; what was offered before is kept, too.

    Raises:
        NoSuchDiaryError: if `by` may not change it.
    """
    says = {
        ProfileField.PRODUCT: usual.product,
        ProfileField.USUAL_DOSE_IU: usual.usual_dose_iu,
    }
    with writing(
        record, by=by, patient_id=patient_id, permission=Permission.EDIT_PROFILE
    ) as opened:
        lock_sharing(opened.connection, patient_id)
        known = _profile(opened)
        changed = {
            one: value for one, value in says.items() if value != getattr(known.row, COLUMNS[one])
        }
        if changed:
            _correct(opened, known, changed)


def _correct(opened: OpenedDiary, known: Profile, says: dict[ProfileField, Any]) -> None:
    now = datetime.now(UTC)
    for field, value in says.items():
        correct_field(
            opened.connection,
            patient_id=opened.patient_id,
            by=opened.by,
            standing=opened.standing,
            field=field,
            before=_text(known.row, field),
            says=value,
            now=now,
        )
    opened.note(Action.CHANGED, detail=" ".join(["profile", *says]))
    if ProfileField.NAME in says and opened.standing.acting_as is ActingAs.PATIENT:
        _rename_account(opened.connection, opened.by, says[ProfileField.NAME], now)


def _rename_account(connection: Connection, by: Viewer, name: str, now: datetime) -> None:
    """Somebody's own diary and account are called alike."""
    assert by.user_id is not None  # noqa: S101 - only users stand so
    if follows_diary(connection, by.user_id):
        rename_account(connection, by, name, now=now)


def _text(row: Any, field: ProfileField) -> str | None:
    value = row.centre_name if field is ProfileField.CENTRE else getattr(row, field)
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return number_words(value) if isinstance(value, float) else str(value)
