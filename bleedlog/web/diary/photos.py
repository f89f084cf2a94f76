"""Photos of an entry: sent with its form or afterwards, looked at, taken out, brought back."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from bleedlog.models.picture import MOST_SENT_BYTES, PhotoFault, PhotoRefusedError
from bleedlog.services.photos import add_photos, get_photo, restore_photo, withdraw_photo
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.photo_words import said_of
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.photo_answer import photo_answer
from bleedlog.web.photo_requests import takes_photos


def keep_photos(diary: OpenDiary, entry_id: UUID) -> list[PhotoFault]:
    """Add the request's photos to a stored entry; gives why any was not taken."""
    chosen = [file for file in request.files.getlist("photos") if file.filename]
    if not chosen:
        return []
    return add_photos(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        entry_id=entry_id,
        sent=_bytes_of(chosen),
    )


def _bytes_of(chosen: list[Any]) -> Iterator[bytes]:
    for file in chosen:
        yield file.stream.read(MOST_SENT_BYTES + 1)


@blueprint.post("/diary/entries/<uuid:entry_id>/photos")
@open_to(Audience.PATIENT)
@takes_photos
def add(entry_id: UUID) -> ResponseReturnValue:
    """Add photos to an entry that is in the diary."""
    diary = current_diary()
    faults = keep_photos(diary, entry_id)
    chosen = any(file.filename for file in request.files.getlist("photos"))
    said = said_of(faults if chosen else [PhotoFault.EMPTY])
    return redirect(_entry(entry_id, diary, said or "added=1"), 303)


@blueprint.get("/diary/entries/<uuid:entry_id>/photos/<uuid:photo_id>")
@open_to(Audience.PATIENT)
def photo(entry_id: UUID, photo_id: UUID) -> Response:
    """A photo itself."""
    return photo_answer(get_photo(current_record(), **_which(current_diary(), entry_id, photo_id)))


@blueprint.post("/diary/entries/<uuid:entry_id>/photos/<uuid:photo_id>/withdraw")
@open_to(Audience.PATIENT)
def withdraw_one(entry_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Take a photo out."""
    diary = current_diary()
    withdraw_photo(current_record(), **_which(diary, entry_id, photo_id))
    return redirect(_entry(entry_id, diary, f"out={photo_id}"), 303)


@blueprint.post("/diary/entries/<uuid:entry_id>/photos/<uuid:photo_id>/restore")
@open_to(Audience.PATIENT)
def restore_one(entry_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Bring a photo back."""
    diary = current_diary()
    try:
        restore_photo(current_record(), **_which(diary, entry_id, photo_id))
    except PhotoRefusedError as error:
        return redirect(_entry(entry_id, diary, said_of([error.fault])), 303)
    return redirect(_entry(entry_id, diary, "") + "#entry-photos", 303)


def _which(diary: OpenDiary, entry_id: UUID, photo_id: UUID) -> dict[str, Any]:
    return {
        "by": current_viewer(),
        "patient_id": diary.patient_id,
        "entry_id": entry_id,
        "photo_id": photo_id,
    }


def _entry(entry_id: UUID, diary: OpenDiary, said: str) -> str:
    carried = [part for part in (said, diary.query.removeprefix("?")) if part]
    return f"/diary/entries/{entry_id}" + ("?" + "&".join(carried) if carried else "")
