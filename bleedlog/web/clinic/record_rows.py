"""Several records at once, typed in rows or pasted from a sheet, each row with its verdict.

Nothing is stored until every row that is not left out is right; then all of them are, together.
"""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.exchange.pasted import MOST_ROWS, PastedError, read_pasted
from bleedlog.models.moment import local_now
from bleedlog.models.result_units import units_known
from bleedlog.services.entries import EntryTakenError
from bleedlog.services.records import (
    NotRecordedError,
    Proposed,
    check_records,
    get_profile_to_record,
    record_entries,
)
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.record_row import Row, new_rows, pasted_row, rows_sent
from bleedlog.web.clinic.record_words import IN_ROWS
from bleedlog.web.clinic.records import RECORDS
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import ASSAYS

SEVERAL = f"{RECORDS}/several"
AT_FIRST = 5
TAKEN = "These rows were stored from this page already. Look at the list of records."
NOTHING = "Fill in at least one row, or paste from a sheet."
UNITS_OFFERED = tuple(dict.fromkeys(unit for kind in IN_ROWS for unit in units_known(kind)))


@blueprint.get(SEVERAL)
@open_to(Audience.STAFF)
def ask_several(patient_id: UUID) -> ResponseReturnValue:
    """Empty rows, and a place to paste."""
    return _show(patient_id, new_rows(AT_FIRST))


def _show(
    patient_id: UUID,
    rows: Sequence[Row],
    *,
    problems: tuple[str, ...] = (),
    unread: str = "",
    pasted: str = "",
    ignored: Sequence[str] = (),
    looked: bool = False,
) -> str:
    profile = get_profile_to_record(current_record(), by=current_viewer(), patient_id=patient_id)
    wrong = [row for row in rows if row.faults]
    page = {
        "patient_id": patient_id,
        "name": profile.name,
        "rows": rows,
        "kinds": IN_ROWS,
        "assays": ASSAYS,
        "units": UNITS_OFFERED,
        "pasted": pasted,
        "unread": unread,
        "ignored": ignored,
        "looked": looked,
        "wrong": wrong,
        "asks": [row for row in rows if row.asks],
        "filled": sum(not row.is_blank for row in rows),
        "ready": sum(row.is_ready for row in rows),
        "most": MOST_ROWS,
    }
    return render_template(
        "clinic/record_rows.html",
        page=page,
        problems=(*problems, unread) if unread else problems,
        has_errors=bool(problems or unread or wrong),
        active="patients",
    )


def _show_typed(patient_id: UUID) -> ResponseReturnValue:
    pasted = request.form.get("pasted", "")
    return _show(patient_id, rows_sent(), problems=(STALE_PAGE,), pasted=pasted)


@blueprint.post(SEVERAL)
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def add_several(patient_id: UUID) -> ResponseReturnValue:
    """Read what is pasted, give more rows, or store the rows."""
    rows = rows_sent()
    match request.form.get("do"):
        case "read":
            return _read(patient_id, rows)
        case "more":
            more = new_rows(min(AT_FIRST, MOST_ROWS - len(rows)))
            return _show(patient_id, [*rows, *more], pasted=request.form.get("pasted", ""))
        case _:
            return _store(patient_id, rows)


def _read(patient_id: UUID, typed: Sequence[Row]) -> ResponseReturnValue:
    text = request.form.get("pasted", "")
    try:
        found = read_pasted(text)
    except PastedError as error:
        return _show(patient_id, typed, unread=str(error), pasted=text)
    rows = [row for row in typed if not row.is_blank] + [pasted_row(one) for one in found.rows]
    if len(rows) > MOST_ROWS:
        problem = f"With those above these are {len(rows)} rows. Save {MOST_ROWS} or fewer at once."
        return _show(patient_id, typed, unread=problem, pasted=text)
    _look_at(patient_id, rows)
    return _show(patient_id, rows, ignored=found.ignored, looked=True)


def _look_at(patient_id: UUID, rows: Sequence[Row]) -> bool:
    """Give each row its verdict; whether all can be stored."""
    profile = get_profile_to_record(current_record(), by=current_viewer(), patient_id=patient_id)
    for row in rows:
        row.read(profile.zone)
    sound = [row for row in rows if row.entry is not None]
    checked = check_records(
        current_record(),
        by=current_viewer(),
        patient_id=patient_id,
        entries=[row.entry for row in sound if row.entry is not None],
        now=local_now(profile.zone),
    )
    for row, one in zip(sound, checked, strict=True):
        row.take_in(one)
    return not any(row.faults or row.asks for row in rows)


def _store(patient_id: UUID, rows: Sequence[Row]) -> ResponseReturnValue:
    if all(row.is_blank or row.is_out for row in rows):
        return _show(patient_id, rows, problems=(NOTHING,), pasted=request.form.get("pasted", ""))
    if not _look_at(patient_id, rows):
        return _show(patient_id, rows, looked=True)
    sound = [row for row in rows if row.entry is not None]
    profile = get_profile_to_record(current_record(), by=current_viewer(), patient_id=patient_id)
    try:
        record_entries(
            current_record(),
            by=current_viewer(),
            patient_id=patient_id,
            proposed=[Proposed(row.entry, row.sure) for row in sound if row.entry is not None],
            now=local_now(profile.zone),
        )
    except EntryTakenError:
        return _show(patient_id, rows, problems=(TAKEN,))
    except NotRecordedError as error:
        for row, one in zip(sound, error.checked, strict=True):
            row.take_in(one)
        return _show(patient_id, rows, looked=True)
    return redirect(f"/clinic/patients/{patient_id}/records?many={len(sound)}", 303)
