"""Consent: a clinic looks at a diary from when its person says so until they say no more."""

from datetime import UTC, datetime
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.looking import NoSuchDiaryError, writing
from bleedlog.services.record import Record
from bleedlog.storage.access import lock_sharing
from bleedlog.storage.consents import give_consent, is_clinic, withdraw_consent


def share_with_clinic(record: Record, *, by: Viewer, patient_id: UUID, clinic_id: UUID) -> None:
    """Let a clinic look at a diary from now on; nothing changes if it may already.

    Raises:
        NoSuchDiaryError: if `by` may not decide that, or there is no such clinic.
    """
    with writing(
        record, by=by, patient_id=patient_id, permission=Permission.MANAGE_CONSENT
    ) as diary:
        if not is_clinic(diary.connection, clinic_id):
            raise NoSuchDiaryError
        lock_sharing(diary.connection, patient_id)
        now = datetime.now(UTC)
        if give_consent(
            diary.connection,
            patient_id=patient_id,
            clinic_id=clinic_id,
            by_user=by.user_id,
            now=now,
        ):
            diary.note(Action.GRANTED, detail=f"clinic {clinic_id}")


def stop_sharing_with_clinic(
    record: Record, *, by: Viewer, patient_id: UUID, clinic_id: UUID
) -> None:
    """Let a clinic look at a diary no more: its next request finds nothing.

    What its staff recorded stays with the clinic.

    Raises:
        NoSuchDiaryError: if `by` may not decide that, or the clinic may not look.
    """
    with writing(
        record, by=by, patient_id=patient_id, permission=Permission.MANAGE_CONSENT
    ) as diary:
        now = datetime.now(UTC)
        if not withdraw_consent(
            diary.connection, patient_id=patient_id, clinic_id=clinic_id, now=now
        ):
            raise NoSuchDiaryError
        diary.note(Action.REVOKED, detail=f"clinic {clinic_id}")
