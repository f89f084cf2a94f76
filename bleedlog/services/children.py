"""A child's diary: begun by a parent, handed over to the young person at 16."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bleedlog.models.audit import Action
from bleedlog.models.invitation import InvitedAs
from bleedlog.models.moment import local_today
from bleedlog.models.permissions import Permission
from bleedlog.models.person import Patient
from bleedlog.models.person_input import PatientInput
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs
from bleedlog.services.invitations import NewInvitation, invite
from bleedlog.services.looking import NoSuchDiaryError, get_standing
from bleedlog.services.record import Record
from bleedlog.storage.access import count_managed, find_access, give_access
from bleedlog.storage.consents import give_consent, is_clinic
from bleedlog.storage.events import add_event
from bleedlog.storage.patients import add_patient, find_profile, set_born

HANDED_OVER_AT = 16
"""The age from which somebody may take their diary over: as the law in England takes consent."""

MOST_DIARIES = 12
"""Of others that one user manages: far more children than anybody logs for."""


class TooManyDiariesError(Exception):
    """The user manages as many diaries as anybody can."""


class BirthUnknownError(Exception):
    """Nobody said when the person was born."""


class TooYoungError(Exception):
    """The person is not yet of the age to take their diary over."""

    def __init__(self, old_enough_on: date) -> None:
        """Keep the day from which they are."""
        super().__init__(old_enough_on)
        self.old_enough_on = old_enough_on


def begin_child_diary(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    child: PatientInput,
    centre_id: UUID | None = None,
    centre_may_look: bool = False,
) -> None:
    """Begin a diary that `by` manages. The same `patient_id` again changes nothing.

    Raises:
        NoSuchDiaryError: if there is no such clinic, or somebody else has a diary of that id.
        TooManyDiariesError: if `by` manages too many already.
        ValueError: for the console, which keeps no diary.
    """
    if by.user_id is None:
        message = "the console keeps no diary"
        raise ValueError(message)
    try:
        with record.transaction(by) as connection:
            if _is_begun(connection, patient_id, by.user_id):
                return
            if count_managed(connection, by.user_id) >= MOST_DIARIES:
                raise TooManyDiariesError
            if centre_id is not None and not is_clinic(connection, centre_id):
                raise NoSuchDiaryError
            _begin(connection, by.user_id, patient_id, child, centre_id)
            looks = centre_id if centre_may_look else None
            _note_beginning(connection, by, by.user_id, patient_id, looks)
    except IntegrityError as error:
        # The same form sent twice at once, or an id that somebody thought up.
        with record.reading(by) as connection:
            if not _is_begun(connection, patient_id, by.user_id):
                raise NoSuchDiaryError from error


def _is_begun(connection: Connection, patient_id: UUID, user_id: UUID) -> bool:
    return find_access(connection, patient_id=patient_id, user_id=user_id) is not None


def _begin(
    connection: Connection,
    user_id: UUID,
    patient_id: UUID,
    child: PatientInput,
    centre_id: UUID | None,
) -> None:
    now = datetime.now(UTC)
    patient = Patient(**child.model_dump(), id=patient_id, centre_id=centre_id, created_at=now)
    add_patient(connection, patient)
    give_access(
        connection,
        patient_id=patient_id,
        user_id=user_id,
        role=AccessRole.CARER_MANAGE,
        by_user=user_id,
        now=now,
    )


def _note_beginning(
    connection: Connection, by: Viewer, user_id: UUID, patient_id: UUID, centre_id: UUID | None
) -> None:
    standing = Standing(ActingAs.CARER, access=AccessRole.CARER_MANAGE, for_child=True)
    done = {Action.CREATED: "diary"}
    if centre_id is not None:
        give_consent(
            connection,
            patient_id=patient_id,
            clinic_id=centre_id,
            by_user=user_id,
            now=datetime.now(UTC),
        )
        done[Action.GRANTED] = f"clinic {centre_id}"
    for action, detail in done.items():
        add_event(
            connection,
            patient_id=patient_id,
            by=by,
            standing=standing,
            action=action,
            detail=detail,
        )


def hand_over(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    born: date | None = None,
    name: str | None = None,
    email: str | None = None,
) -> NewInvitation:
    """Invite the young person to take over the diary that was kept for them.

    `born` is kept where the diary does not say it yet, and else not looked at.

    Raises:
        NoSuchDiaryError: if `by` may not hand the diary over.
        BirthUnknownError: if nobody says when the person was born.
        TooYoungError: before their 16th birthday in their time zone.
    """
    with record.transaction(by) as connection:
        standing = get_standing(connection, by, patient_id, Permission.HAND_OVER)
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        known = profile.born or born
        if known is None:
            raise BirthUnknownError
        old_enough_on = birthday(known, HANDED_OVER_AT)
        if local_today(profile.zone) < old_enough_on:
            raise TooYoungError(old_enough_on)
        if profile.born is None:
            set_born(connection, patient_id=patient_id, born=known)
            add_event(
                connection,
                patient_id=patient_id,
                by=by,
                standing=standing,
                action=Action.CHANGED,
                detail="born",
            )
    return invite(
        record,
        by=by,
        invited_as=InvitedAs.OWNER,
        patient_id=patient_id,
        name=name or profile.name,
        email=email,
    )


def birthday(born: date, age: int) -> date:
    """The day on which somebody born then turns that age; 1 March for a leap day."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
