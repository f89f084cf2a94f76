"""One patient before and after treatment: facts, charts, tables, filters."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from bleedlog.charts.finding import known_only_as_numbers
from bleedlog.models.moment import DEFAULT_ZONE, local_now
from bleedlog.services.clinic import PatientPage
from bleedlog.services.worklist import list_reasons
from bleedlog.statistics.results import PersonFigures
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.facts import facts_of
from bleedlog.web.clinic.filters import Filters, filters_asked
from bleedlog.web.clinic.joints import joints_of, joints_table
from bleedlog.web.clinic.need_words import said_reason
from bleedlog.web.clinic.patient_charts import PAGE, charts_of, found_patient, place
from bleedlog.web.clinic.windows import (
    ratio_rows,
    rows_without_cover,
    silent_rows,
    window_name,
    window_rows,
)
from bleedlog.web.clinic.words import severity_words
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import long_date, nhs_number_words


@blueprint.get(PAGE)
@open_to(Audience.STAFF)
def patient(patient_id: UUID) -> ResponseReturnValue:
    """One patient's page."""
    filters = filters_asked()
    found = found_patient(patient_id, filters)
    waiting = list_reasons(
        current_record(),
        by=current_viewer(),
        patient_id=patient_id,
        now=local_now(DEFAULT_ZONE),
    )
    page = _page(found, filters) | {
        "waiting": None if waiting is None else [said_reason(one) for one in waiting]
    }
    return render_template("clinic/patient.html", page=page, active="patients")


def _unknown_doses(person: PersonFigures) -> str:
    unknown = "; ".join(
        f"{window_name(use.window)}: {use.unknown_doses}"
        for use in person.factor_use
        if use.unknown_doses and use.window != "after_6m"
    )
    return f"Doses of unknown size are not in the IU ({unknown})." if unknown else ""


def _page(found: PatientPage, filters: Filters) -> dict[str, Any]:
    profile, person = found.profile, found.figures.person
    address = f"/clinic/patients/{profile.id}"
    joints = joints_of(person, place)
    particulars = [
        f"born {long_date(profile.born)}" if profile.born else "",
        nhs_number_words(profile.nhs_number),
        profile.hospital_number or "",
        severity_words(profile.severity),
        f"infusion {long_date(person.treated_on)}" if person.treated_on else "",
    ]
    return {
        "name": profile.name,
        "patient_id": profile.id,
        "may_correct": found.may_correct,
        "particulars": " · ".join(part for part in particulars if part),
        "facts": facts_of(found, place, filters.after, all_days=not filters.without),
        "address": f"{address}{filters.query}",
        "summary_href": f"{address}/summary{filters.query}",
        "charts": charts_of(found, filters, narrow=True),
        "charts_url": f"{address}/charts.json{filters.query}",
        "files": lambda name: f"{address}/{name}{filters.query}",
        "windows": window_rows(found.figures),
        "ratios": ratio_rows(found.figures),
        "silent": silent_rows(found.figures),
        "without_cover": rows_without_cover(found.figures),
        "treated": person.treated_on is not None,
        "joints": joints,
        "numbers_only": known_only_as_numbers(person),
        "joints_table": joints_table(joints, treated=person.treated_on is not None),
        "factor_rows": [
            (window_name(use.window), f"{use.infusions_per_week:.1f}", f"{use.units_per_week:,.0f}")
            for use in person.factor_use
            if len(found.figures.dose_days)
        ],
        "unknown_doses": _unknown_doses(person),
        "filters": filters,
        "windows_after": filters.windows(person),
        "rule": person.rule,
        "confidence": f"{100 * person.rule.confidence:g}%",
        "entries": found.figures.entries,
        "days": bool(person.observed),
        "back_on_prophylaxis": long_date(person.back_on_prophylaxis)
        if person.back_on_prophylaxis
        else None,
    }
