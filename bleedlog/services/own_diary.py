"""Somebody's own diary: begun once, shown to the centre that treats them only if they say so."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bleedlog.models.audit import Action
from bleedlog.models.person import Patient
from bleedlog.models.person_input import PatientInput
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import Record
from bleedlog.storage.access import find_own_diary, give_access
from bleedlog.storage.consents import give_consent, is_clinic
from bleedlog.storage.events import add_event
from bleedlog.storage.invitations import find_clinic_that_invited
from bleedlog.storage.patients import add_patient

_STANDING = Standing(ActingAs.PATIENT, access=AccessRole.PATIENT)


def find_centre_that_invited(record: Record, *, by: Viewer) -> UUID | None:
    """The clinic whose invitation to begin a diary `by` accepted last, or None."""
    if by.user_id is None:
        return None
    with record.reading(by) as connection:
        return find_clinic_that_invited(connection, by.user_id)


def begin_own_diary(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    profile: PatientInput,
    centre_id: UUID | None = None,
    centre_may_look: bool = False,
) -> UUID:
    """Begin the diary of whoever is signed in; gives its id.

    Who has one keeps it as it is: a form that is sent twice begins one diary.

    Raises:
        NoSuchDiaryError: if there is no such clinic, or somebody else has a diary of that id.
        ValueError: for the console, which keeps no diary.
    """
    if by.user_id is None:
        message = "the console keeps no diary"
        raise ValueError(message)
    try:
        with record.transaction(by) as connection:
            known = find_own_diary(connection, by.user_id)
            if known is not None:
                return known
            if centre_id is not None and not is_clinic(connection, centre_id):
                raise NoSuchDiaryError
            patient = Patient(
                **profile.model_dump(),
                id=patient_id,
                centre_id=centre_id,
                created_at=datetime.now(UTC),
            )
            add_patient(connection, patient)
            _give(connection, by, by.user_id, patient_id, centre_id if centre_may_look else None)
            return patient_id
    except IntegrityError as error:
        # The same form sent twice at once, or an id that somebody thought up.
        with record.reading(by) as connection:
            known = find_own_diary(connection, by.user_id)
        if known is None:
            raise NoSuchDiaryError from error
        return known


def _give(
    connection: Connection, by: Viewer, user_id: UUID, patient_id: UUID, clinic_id: UUID | None
) -> None:
    now = datetime.now(UTC)
    give_access(
        connection,
        patient_id=patient_id,
        user_id=user_id,
        role=AccessRole.PATIENT,
        by_user=user_id,
        now=now,
    )
    done = {Action.CREATED: "diary"}
    if clinic_id is not None:
        give_consent(
            connection, patient_id=patient_id, clinic_id=clinic_id, by_user=user_id, now=now
        )
        done[Action.GRANTED] = f"clinic {clinic_id}"
    for action, detail in done.items():
        add_event(
            connection,
            patient_id=patient_id,
            by=by,
            standing=_STANDING,
            action=action,
            detail=detail,
        )
