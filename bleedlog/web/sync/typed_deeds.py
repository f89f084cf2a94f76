"""Entries that a program kept, as POST /api/v1/entries takes them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.services.api_tokens import Bearer
from bleedlog.services.entries import EntryTakenError, log_entry
from bleedlog.services.entry_faults import faults_of_future
from bleedlog.services.record import Record
from bleedlog.web.api.reading import faults_of
from bleedlog.web.api.shapes import read_new_entry
from bleedlog.web.diary.reading import saved_path
from bleedlog.web.diary.whose import OpenDiary
from bleedlog.web.sync.bodies import Reason
from bleedlog.web.sync.deed import TAKEN, DeedRefusedError, Done


def diary_of_program(bearer: Bearer, patient_id: UUID) -> OpenDiary | None:
    """That diary, if the token is for it: a program needs neither its name nor its zone."""
    if patient_id != bearer.patient_id:
        return None
    return OpenDiary(patient_id, "", DEFAULT_ZONE, is_own=True, one_of_several=False)


def log(
    sent: Mapping[str, Any],
    *,
    record: Record,
    by: Viewer,
    diary: OpenDiary,
    tap: Tap | None,
    received: datetime,
) -> Done:
    """Log it. Unlike at POST /entries a time in the future is stored, and to be checked."""
    try:
        entry = read_new_entry(json.dumps(sent).encode())
    except ValidationError as error:
        reasons = [Reason(field=one.field, message=one.message) for one in faults_of(error)]
        raise DeedRefusedError(*reasons) from None
    check = bool(faults_of_future(entry, received)) or (tap is not None and tap.is_doubtful)
    try:
        stored = log_entry(
            record,
            by=by,
            patient_id=diary.patient_id,
            entry=entry,
            tap=tap,
            check_time=check,
        )
    except EntryTakenError:
        raise DeedRefusedError(Reason(field="id", message=TAKEN)) from None
    return Done(stored, saved_path(stored.entry_id, diary), check)
