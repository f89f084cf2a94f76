"""A photo of an entry, for the clinic that settles what it shows."""

from uuid import UUID

from flask import Response

from bleedlog.services.photos import get_photo
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.entries import ENTRY
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.photo_answer import photo_answer


@blueprint.get(f"{ENTRY}/photos/<uuid:photo_id>")
@open_to(Audience.STAFF)
def entry_photo(patient_id: UUID, entry_id: UUID, photo_id: UUID) -> Response:
    """A photo itself."""
    return photo_answer(
        get_photo(
            current_record(),
            by=current_viewer(),
            patient_id=patient_id,
            entry_id=entry_id,
            photo_id=photo_id,
        )
    )
