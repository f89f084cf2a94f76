"""Photos of bleeds and bruises: added, looked at, taken out, brought back.

A photo is stored after its entry and apart from it: whatever is wrong with a photo, the entry
stays.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.photo import PHOTO_KINDS
from bleedlog.models.picture import MOST_PHOTOS, PhotoFault, PhotoRefusedError
from bleedlog.models.viewer import Viewer
from bleedlog.services.changing import acting_to_change, may_change
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.photo_apart import clean_apart
from bleedlog.services.record import Record, RecordBusyError
from bleedlog.storage import photos as stored
from bleedlog.storage.entries import EntryRow, find_entry
from bleedlog.storage.entry_states import next_seq


@dataclass(frozen=True, slots=True)
class PhotoKept:
    """A photo is stored durably. `unchanged`: it already was."""

    photo_id: UUID
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class PhotoToShow:
    """A photo's bytes and what they are."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class ListedPhoto:
    """What is known of a photo, and whether the viewer may take it out and bring it back."""

    photo: stored.PhotoRow
    may_change: bool


@dataclass(frozen=True, slots=True)
class Photos:
    """The photos of an entry, withdrawn ones too, in the order added."""

    listed: tuple[ListedPhoto, ...] = ()
    may_add: bool = False


def add_photo(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID, sent: bytes
) -> PhotoKept:
    """Clean a photo and store it with an entry. The same file again is stored once.

    Raises:
        NoSuchDiaryError: if there is no such bleed or bruise for `by` to add to.
        PhotoRefusedError: if it is no photo, or too much; nothing of it is stored.
    """
    sent_hash = hashlib.sha256(sent).hexdigest()
    with writing(record, by=by, patient_id=patient_id) as diary:
        known = _find_same(diary, entry_id, sent_hash)
        if known is not None:
            return _bring_back(diary, known)
    # Between two transactions, since it takes a while.
    picture = clean_apart(sent)
    with writing(record, by=by, patient_id=patient_id) as diary:
        # The number holds the diary until the end: two taps at once are one photo.
        seq = next_seq(diary.connection, patient_id)
        known = _find_same(diary, entry_id, sent_hash)
        if known is not None:
            return _bring_back(diary, known)
        photo_id = uuid4()
        stored.add_photo(
            diary.connection,
            patient_id=patient_id,
            entry_id=entry_id,
            photo_id=photo_id,
            picture=picture,
            sent_hash=sent_hash,
            seq=seq,
            by=by,
            standing=diary.standing,
        )
        diary.note(Action.LOGGED, entry_id=entry_id, detail="photo")
        return PhotoKept(photo_id)


def add_photos(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID, sent: Iterable[bytes]
) -> list[PhotoFault]:
    """Add photos to an entry that is stored: each that can be, whatever the others are like.

    Gives why the others were not taken. `sent` is read one by one.

    Raises:
        NoSuchDiaryError: if there is no such bleed or bruise for `by` to add to.
    """
    faults = []
    for one in sent:
        try:
            add_photo(record, by=by, patient_id=patient_id, entry_id=entry_id, sent=one)
        except PhotoRefusedError as error:
            faults.append(error.fault)
        except RecordBusyError:
            faults.append(PhotoFault.NOT_NOW)
    return faults


def _find_same(diary: OpenedDiary, entry_id: UUID, sent_hash: str) -> stored.PhotoRow | None:
    """The photo that was made of the same file; refuses where there is no room for another."""
    entry = find_entry(diary.connection, diary.by, diary.patient_id, entry_id)
    if entry is None or entry.withdrawn or entry.kind not in PHOTO_KINDS:
        raise NoSuchDiaryError
    listed = stored.list_photos(diary.connection, diary.by, diary.patient_id, entry_id)
    same = next((photo for photo in listed if photo.sent_hash == sent_hash), None)
    if (same is None or same.withdrawn_at is not None) and not _has_room(listed):
        raise PhotoRefusedError(PhotoFault.TOO_MANY)
    return same


def _has_room(listed: Any) -> bool:
    return sum(photo.withdrawn_at is None for photo in listed) < MOST_PHOTOS


def get_photo(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID, photo_id: UUID
) -> PhotoToShow:
    """That photo's bytes.

    Raises:
        NoSuchDiaryError: if there is no such photo for `by` to see, or it was taken out.
    """
    with looking(record, by=by, patient_id=patient_id, page="photo") as diary:
        photo = _get(diary, entry_id, photo_id)
        if photo.withdrawn_at is not None:
            raise NoSuchDiaryError
        content = stored.get_content(diary.connection, by, patient_id, photo_id)
        return PhotoToShow(content, photo.media_type.value)


def photos_of(diary: OpenedDiary, entry: EntryRow) -> Photos:
    """An entry's photos, in an opened diary."""
    if entry.kind not in PHOTO_KINDS:
        return Photos()
    listed = stored.list_photos(diary.connection, diary.by, diary.patient_id, entry.id)
    changeable = not entry.withdrawn
    return Photos(
        tuple(
            ListedPhoto(photo, changeable and may_change(diary, entry.kind, photo))
            for photo in listed
        ),
        may_add=changeable and diary.standing.may(Permission.LOG) and _has_room(listed),
    )


def withdraw_photo(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID, photo_id: UUID
) -> PhotoKept:
    """Take a photo out: nobody sees it any more; it stays, and can be brought back.

    Raises:
        NoSuchDiaryError: if there is no such photo for `by` to take out.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        diary, photo = _to_change(opened, entry_id, photo_id)
        if photo.withdrawn_at is not None:
            return PhotoKept(photo_id, unchanged=True)
        _set_withdrawn(diary, photo, withdrawn=True)
        return PhotoKept(photo_id)


def restore_photo(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID, photo_id: UUID
) -> PhotoKept:
    """Bring a photo back.

    Raises:
        NoSuchDiaryError: if there is no such photo for `by` to bring back.
        PhotoRefusedError: if others have taken its room.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        diary, photo = _to_change(opened, entry_id, photo_id)
        _find_same(diary, entry_id, photo.sent_hash)
        return _bring_back(diary, photo)


def _to_change(
    opened: OpenedDiary, entry_id: UUID, photo_id: UUID
) -> tuple[OpenedDiary, stored.PhotoRow]:
    entry = find_entry(opened.connection, opened.by, opened.patient_id, entry_id)
    if entry is None or entry.withdrawn:
        raise NoSuchDiaryError
    photo = _get(opened, entry_id, photo_id)
    return acting_to_change(opened, entry.kind, photo), photo


def _get(diary: OpenedDiary, entry_id: UUID, photo_id: UUID) -> stored.PhotoRow:
    photo = stored.find_photo(diary.connection, diary.by, diary.patient_id, photo_id)
    if photo is None or photo.entry_id != entry_id:
        raise NoSuchDiaryError
    return photo


def _bring_back(diary: OpenedDiary, photo: stored.PhotoRow) -> PhotoKept:
    if photo.withdrawn_at is None:
        return PhotoKept(photo.id, unchanged=True)
    _set_withdrawn(diary, photo, withdrawn=False)
    return PhotoKept(photo.id)


def _set_withdrawn(diary: OpenedDiary, photo: stored.PhotoRow, *, withdrawn: bool) -> None:
    stored.set_withdrawn(
        diary.connection,
        patient_id=diary.patient_id,
        photo_id=photo.id,
        withdrawn=withdrawn,
        seq=next_seq(diary.connection, diary.patient_id),
    )
    action = Action.WITHDREW if withdrawn else Action.RESTORED
    diary.note(action, entry_id=photo.entry_id, detail="photo")
