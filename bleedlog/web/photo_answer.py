"""A photo as an answer: shown in the page, kept by nobody on the way."""

from flask import Response

from bleedlog.services.photos import PhotoToShow


def photo_answer(photo: PhotoToShow) -> Response:
    """The photo's bytes."""
    return Response(
        photo.content,
        mimetype=photo.media_type,
        headers={"Content-Disposition": "inline", "Cache-Control": "no-store"},
    )
