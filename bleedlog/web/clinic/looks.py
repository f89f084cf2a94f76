"""Who looked, for whoever runs a clinic: what its staff did with diaries."""

from datetime import UTC, date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.exchange.kept_records import write_sheet
from bleedlog.models.account import ClinicWork
from bleedlog.models.moment import local_today
from bleedlog.models.permissions import Permission
from bleedlog.services.looks import ClinicLooks, get_looks_of_clinic
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.roles import clinic_for, clinics_for
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sharing.deeds import deed_words
from bleedlog.web.sharing.looked import day_asked
from bleedlog.web.sharing.visits import called, days_of

LONGEST_SEARCH = 120
COLUMNS = ("at", "staff", "person", "what", "why")
"""Of the sheet; times in UTC."""
WHOSE = "the"


@blueprint.get("/clinic/looks")
@open_to(Audience.STAFF)
def looks() -> ResponseReturnValue:
    """A page of days."""
    clinic = clinic_for(Permission.SEE_CLINIC_LOOKS)
    last = day_asked()
    found = _found(clinic, last=last)
    today = local_today(found.zone)
    page = {
        "clinic": clinic,
        "others": [one for one in clinics_for(Permission.SEE_CLINIC_LOOKS) if one != clinic],
        "days": days_of(found.days.events, zone=found.zone, whose=WHOSE, today=today),
        "staff": found.staff,
        "chosen": _staff_asked(),
        "person": _person_asked(),
        "is_first": last is None,
        "newest_href": f"/clinic/looks?{_query(clinic)}",
        "older_href": _older(clinic, found.days.older),
        "sheet_href": f"/clinic/looks.csv?{_query(clinic)}",
    }
    return render_template("clinic/looks.html", page=page, active="looks")


@blueprint.get("/clinic/looks.csv")
@open_to(Audience.STAFF)
def looks_sheet() -> Response:
    """All of it, an event a row."""
    found = _found(clinic_for(Permission.SEE_CLINIC_LOOKS), whole=True)
    rows = [
        (
            event.at.astimezone(UTC).isoformat(timespec="seconds"),
            called(event),
            event.patient_name,
            deed_words(event.action, event.detail, WHOSE),
            event.reason,
        )
        for event in found.days.events
    ]
    return sheet(write_sheet(COLUMNS, rows), "who-looked.csv")


def sheet(text: str, name: str) -> Response:
    """A sheet to keep."""
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(clinic: ClinicWork, **more: Any) -> ClinicLooks:
    return get_looks_of_clinic(
        current_record(),
        by=current_viewer(),
        clinic_id=clinic.clinic_id,
        person=_person_asked(),
        staff=_staff_asked(),
        **more,
    )


def _person_asked() -> str:
    return request.args.get("person", "")[:LONGEST_SEARCH].replace("\x00", "")


def _staff_asked() -> UUID | None:
    try:
        return UUID(request.args.get("staff", ""))
    except ValueError:
        return None


def _query(clinic: ClinicWork, **more: str) -> str:
    asked = {"clinic": str(clinic.clinic_id), **more}
    for name in ("person", "staff"):
        if request.args.get(name):
            asked[name] = request.args[name]
    return urlencode(asked)


def _older(clinic: ClinicWork, day: date | None) -> str | None:
    return f"/clinic/looks?{_query(clinic, until=day.isoformat())}" if day else None
