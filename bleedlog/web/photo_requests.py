"""Requests with photos may be larger than others; of each file only what a photo may have is kept.

So somebody who chooses a film by mistake still has what they wrote stored, and no disk fills up.
"""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Request, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict

from bleedlog.models.picture import MOST_SENT_BYTES
from bleedlog.services.record import RecordBusyError

LARGEST = 128 * 1024 * 1024
"""Bytes of a request with photos: the largest six, and a film among them."""

FIELD = "photos"
"""The field of a form that holds files."""

_IN_MEMORY = 512 * 1024

_View = TypeVar("_View", bound=Callable[..., ResponseReturnValue])


class CutFile(SpooledTemporaryFile[bytes]):
    """A file that forgets what goes beyond one byte more than a photo may have."""

    def write(self, data: Any) -> int:
        """Keep of it what there is room for; says that all was kept.

        Raises:
            RecordBusyError: when the disk is full.
        """
        room = max(MOST_SENT_BYTES + 1 - self.tell(), 0)
        try:
            super().write(data[:room])
        except OSError as error:
            # No room on the disk for it: nothing of the request was stored yet.
            self.close()
            raise RecordBusyError from error
        return len(data)


class PhotoRequest(Request):
    """A request whose files are photos, cut off at what one may have.

    A file in the place of words, which no page of ours sends, is as if it had not been sent.
    """

    def _load_form_data(self) -> None:
        super()._load_form_data()
        sent = self.__dict__["files"]
        for name, file in sent.items(multi=True):
            if name != FIELD:
                file.close()
        photos = [(FIELD, file) for file in sent.getlist(FIELD)]
        self.__dict__["files"] = ImmutableMultiDict(photos)

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - werkzeug's own signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return CutFile(max_size=_IN_MEMORY)


def takes_photos(view: _View) -> _View:
    """Let a view take requests with photos; stands below the route."""
    view.takes_photos = True  # type: ignore[attr-defined]
    return view


def allow_photos() -> None:
    """Before each request, before its form is read: let in more where a view takes photos."""
    if request.endpoint is None:
        return
    if getattr(current_app.view_functions[request.endpoint], "takes_photos", False):
        request.max_content_length = LARGEST
