"""People who stopped sharing: as the clinic knew them, and what its own staff recorded."""

from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.permissions import Permission
from bleedlog.services.left import SomebodyWhoLeft, export_kept_records, list_people_who_left
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.looks import sheet
from bleedlog.web.clinic.roles import clinic_for, clinics_for
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import long_date, nhs_number_words, on_day


@blueprint.get("/clinic/left")
@open_to(Audience.STAFF)
def left() -> ResponseReturnValue:
    """The list."""
    clinic = clinic_for(Permission.SEE_LEFT)
    found = list_people_who_left(current_record(), by=current_viewer(), clinic_id=clinic.clinic_id)
    page = {
        "clinic": clinic,
        "others": [one for one in clinics_for(Permission.SEE_LEFT) if one != clinic],
        "people": [_person(one, clinic.zone) for one in found],
        "sheet_href": f"/clinic/left.csv?clinic={clinic.clinic_id}",
    }
    return render_template("clinic/left.html", page=page, active="patients")


def _person(one: SomebodyWhoLeft, zone: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "born": long_date(one.born) if one.born else "not noted",
        "numbers": nhs_number_words(one.nhs_number) or one.hospital_number or "not noted",
        "since": on_day(one.shared_from, zone),
        "until": on_day(one.shared_until, zone),
        "recorded": one.recorded,
    }


@blueprint.get("/clinic/left.csv")
@open_to(Audience.STAFF)
def left_sheet() -> Response:
    """What the clinic recorded of them, for its own files."""
    clinic = clinic_for(Permission.SEE_LEFT)
    text = export_kept_records(current_record(), by=current_viewer(), clinic_id=clinic.clinic_id)
    return sheet(text, "kept-records.csv")
