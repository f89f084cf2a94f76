"""Your data: everything to take along, and the ways to put it right or end it."""

from collections.abc import Iterator
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_today
from bleedlog.models.permissions import Permission
from bleedlog.services.archive import make_archive
from bleedlog.web.current import current_account, current_record, current_viewer
from bleedlog.web.diary.whose import current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.rights.blueprint import blueprint

IN_MEMORY = 4 * 1024 * 1024
CHUNK = 64 * 1024


@blueprint.get("/more/data")
@open_to(Audience.SIGNED_IN)
def data() -> ResponseReturnValue:
    """What can be done with one's data."""
    diaries = [
        {
            "id": str(one.patient_id),
            "whose": f"{one.name}’s",
            "name": "your diary" if one.is_own else f"{one.name}’s diary",
            "is_own": one.is_own,
        }
        for one in current_account().diaries
        if one.may(Permission.DOWNLOAD)
    ]
    return render_template("rights/data.html", diaries=diaries)


@blueprint.post("/more/data/archive")
@open_to(Audience.PATIENT)
def archive() -> ResponseReturnValue:
    """Everything of a diary as one file."""
    diary = current_diary()
    made: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the answer
    try:
        make_archive(current_record(), by=current_viewer(), patient_id=diary.patient_id, into=made)
    except OSError:
        # No room for it on the server's disk.
        made.close()
        abort(503)
    except BaseException:
        made.close()
        raise
    length = made.tell()
    made.seek(0)
    if length <= IN_MEMORY:
        # It was never on the disk: sent whole, nothing stays open for a slow phone.
        with made:
            answer = Response(made.read(), mimetype="application/zip")
    else:
        answer = Response(_chunks(made), mimetype="application/zip")
        answer.call_on_close(made.close)
        answer.content_length = length
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(diary.zone)}"'
    return answer


def _chunks(made: IO[bytes]) -> Iterator[bytes]:
    while chunk := made.read(CHUNK):
        yield chunk


def _file_name(zone: str) -> str:
    # Nobody's name: downloads lie about for everybody to see.
    day: date = local_today(zone)
    return f"bleedlog-{day.isoformat()}.zip"
