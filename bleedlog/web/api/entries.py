"""Entries for programs: read in the diary's own order, and added."""

from flask import Response
from flask.typing import ResponseReturnValue

from bleedlog.services.entries import EntryRefusedError, EntryTakenError, log_entry
from bleedlog.services.entry_faults import Fault
from bleedlog.services.programs import EntryPage, EntryState, read_page
from bleedlog.web.api.blueprint import blueprint
from bleedlog.web.api.bodies import Entries, EntriesQuery, EntryOut, Stored, WhoseQuery
from bleedlog.web.api.reading import read_entry, read_query
from bleedlog.web.bearer import asking
from bleedlog.web.current import current_record
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.problems import refuse

TAKEN = "Another entry was stored under this id before. Send a new one."


@blueprint.get("/entries")
@open_to(Audience.PATIENT, Audience.READ_TOKEN)
def entries() -> ResponseReturnValue:
    """Entries after a cursor."""
    whose = asking()
    query = read_query(EntriesQuery)
    page = read_page(
        current_record(),
        by=whose.by,
        patient_id=whose.patient_id,
        cursor=query.cursor,
        limit=query.limit,
    )
    return Response(page_out(page).model_dump_json(), mimetype="application/json")


def page_out(page: EntryPage) -> Entries:
    """A page of entries as it is told."""
    return Entries(
        entries=[_told(state) for state in page.entries], cursor=page.cursor, more=page.more
    )


def _told(state: EntryState) -> EntryOut:
    row = state.row
    return EntryOut(
        id=row.id,
        kind=row.kind,
        revision=row.revision,
        seq=row.seq,
        withdrawn=row.withdrawn,
        check_time=row.check_time,
        entered_at=row.entered_at,
        changed_at=row.received_at,
        entered_by=row.entered_by,
        entry=state.said,
    )


@blueprint.post("/entries")
@open_to(Audience.PATIENT, Audience.LOG_TOKEN)
def log() -> ResponseReturnValue:
    """Store an entry under the id that the program gave it; again is the same as once."""
    whose = asking()
    read_query(WhoseQuery)
    entry = read_entry()
    try:
        log_entry(current_record(), by=whose.by, patient_id=whose.patient_id, entry=entry)
    except EntryTakenError:
        refuse(422, faults=[Fault("id", TAKEN)])
    except EntryRefusedError as error:
        refuse(422, faults=error.faults)
    told = Stored(id=entry.id, kind=entry.kind)
    return Response(told.model_dump_json(), status=201, mimetype="application/json")
