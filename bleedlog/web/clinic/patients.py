"""The list of a clinic's patients."""

from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_today
from bleedlog.models.permissions import Permission
from bleedlog.services.clinic import ListedPatient, Phase, list_patients
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.roles import clinics_for
from bleedlog.web.csrf import redisplayed_by
from bleedlog.web.current import current_account, current_record, current_viewer, home_path
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import long_date, nhs_number_words

PHASES = {
    Phase.LEAD_IN: "Before infusion",
    Phase.FIRST_MONTHS: "Months 0 to 6",
    Phase.AFTER: "After",
}
SILENT_DAYS = 28
"""Days without a word after which a diary is called silent."""
LONGEST_SEARCH = 120


@blueprint.get("/clinic")
@open_to(Audience.STAFF)
def patients() -> ResponseReturnValue:
    """Who lets this clinic look."""
    if not clinics_for(Permission.SEE_WORKLIST):
        return redirect(home_path(current_account()), 303)
    return _show("")


def _show_found() -> ResponseReturnValue:
    if not clinics_for(Permission.SEE_WORKLIST):
        abort(404)
    return _show(request.form.get("search", "")[:LONGEST_SEARCH].replace("\x00", ""))


@blueprint.post("/clinic")
@open_to(Audience.STAFF)
@redisplayed_by(_show_found)
def find() -> ResponseReturnValue:
    """Those whom a name or a number fits: sent as a form, since no address holds a name."""
    return _show_found()


def _show(search: str) -> str:
    found = list_patients(current_record(), by=current_viewer(), search=search)
    page = {"search": search, "rows": [_row(one) for one in found]}
    return render_template("clinic/patients.html", page=page, active="patients")


def _row(listed: ListedPatient) -> dict[str, Any]:
    profile = listed.profile
    silent = _silent_days(listed)
    return {
        "href": f"/clinic/patients/{profile.id}",
        "name": profile.name,
        "born": long_date(profile.born) if profile.born else "not noted",
        "numbers": nhs_number_words(profile.nhs_number) or profile.hospital_number or "not noted",
        "severity": profile.severity or "not noted",
        "treated_on": long_date(listed.treated_on) if listed.treated_on else "not yet",
        "phase": PHASES[listed.phase],
        "last_noted": long_date(listed.last_noted) if listed.last_noted else "nothing yet",
        "silent_weeks": silent // 7 if silent > SILENT_DAYS else None,
    }


def _silent_days(listed: ListedPatient) -> int:
    if listed.last_noted is None:
        return 0
    return (local_today(listed.profile.zone) - listed.last_noted).days
