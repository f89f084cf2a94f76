"""Photos of entries: what is known of them, and their bytes, read for a viewer."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Row, bindparam, insert, select, update

from bleedlog.models.photo import Photo
from bleedlog.models.picture import Picture
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.storage.standing import Scoped

_photo = Photo.__table__  # type: ignore[attr-defined]
_patient_column: BindParameter[UUID] = bindparam("patient_id")

PhotoRow = Row[Any]
"""A row of `photo` without its bytes, attributes named as the table's columns."""

_known = [column for column in _photo.c if column.name != "content"]
_of_patient = _photo.c.patient_id == bindparam("patient_id")

_OF_ENTRY = Scoped(
    select(*_known)
    .where(_of_patient, _photo.c.entry_id == bindparam("entry_id"))
    .order_by(_photo.c.added_at, _photo.c.id),
    _patient_column,
)
_OF_DIARY = Scoped(
    select(*_known).where(_of_patient).order_by(_photo.c.added_at, _photo.c.id), _patient_column
)
_ONE = Scoped(
    select(*_known).where(_of_patient, _photo.c.id == bindparam("photo_id")), _patient_column
)
_CONTENT = Scoped(
    select(_photo.c.content).where(_of_patient, _photo.c.id == bindparam("photo_id")),
    _patient_column,
)
_INSERT = insert(_photo)
_SET_WITHDRAWN = (
    update(_photo)
    .where(_photo.c.patient_id == bindparam("of_patient"), _photo.c.id == bindparam("of_photo"))
    .values(withdrawn_at=bindparam("at"), seq=bindparam("next"))
)


def list_photos(
    connection: Connection, viewer: Viewer, patient_id: UUID, entry_id: UUID
) -> Sequence[PhotoRow]:
    """What is known of an entry's photos, withdrawn ones too, in the order added."""
    return _OF_ENTRY.run(connection, viewer, patient_id=patient_id, entry_id=entry_id).all()


def list_photos_of_diary(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[PhotoRow]:
    """What is known of all photos of a diary, withdrawn ones too, in the order added."""
    return _OF_DIARY.run(connection, viewer, patient_id=patient_id).all()


def find_photo(
    connection: Connection, viewer: Viewer, patient_id: UUID, photo_id: UUID
) -> PhotoRow | None:
    """What is known of that photo, withdrawn or not, or None."""
    return _ONE.run(connection, viewer, patient_id=patient_id, photo_id=photo_id).first()


def get_content(connection: Connection, viewer: Viewer, patient_id: UUID, photo_id: UUID) -> bytes:
    """The bytes of a photo that `find_photo` found."""
    found = _CONTENT.run(connection, viewer, patient_id=patient_id, photo_id=photo_id)
    return bytes(found.scalar_one())


def add_photo(
    connection: Connection,
    *,
    patient_id: UUID,
    entry_id: UUID,
    photo_id: UUID,
    picture: Picture,
    sent_hash: str,
    seq: int,
    by: Viewer,
    standing: Standing,
) -> None:
    """Store a new photo of an entry; `sent_hash` is of what was sent."""
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "id": photo_id,
            "entry_id": entry_id,
            "sent_hash": sent_hash,
            "media_type": picture.media_type,
            "width": picture.width,
            "height": picture.height,
            "byte_count": len(picture.content),
            "content": picture.content,
            "seq": seq,
            "by_user": by.user_id,
            "entered_by": standing.acting_as,
            "clinic_id": standing.clinic_id,
            "added_at": datetime.now(UTC),
            "withdrawn_at": None,
        },
    )


def set_withdrawn(
    connection: Connection, *, patient_id: UUID, photo_id: UUID, withdrawn: bool, seq: int
) -> None:
    """Withdraw a photo, or bring it back."""
    connection.execute(
        _SET_WITHDRAWN,
        {
            "of_patient": patient_id,
            "of_photo": photo_id,
            "at": datetime.now(UTC) if withdrawn else None,
            "next": seq,
        },
    )
