"""One patient before and after treatment: facts, charts, tables, filters."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.charts.before_after import before_after
from bleedlog.charts.body import body
from bleedlog.charts.chart import Chart, charts_json
from bleedlog.charts.cumulative import cumulative
from bleedlog.charts.rolling import rolling
from bleedlog.charts.timeline import timeline
from bleedlog.models.moment import DEFAULT_ZONE, local_now
from bleedlog.models.vocabulary import Side, Site, Source
from bleedlog.services.clinic import PatientPage, get_patient_page
from bleedlog.services.column_codes import manifestation_of, side_of, site_of
from bleedlog.statistics.results import PersonFigures
from bleedlog.statistics.rule import Rule
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.emergency import until_words
from bleedlog.web.clinic.facts import facts_of
from bleedlog.web.clinic.joints import joints_of, joints_table
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
from bleedlog.web.words import MANIFESTATIONS, long_date, nhs_number_words, place_words

SOURCES = {
    "all": frozenset[Source](),
    "prospective": frozenset({Source.RECALLED, Source.IMPORTED}),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page's address asks to count."""

    exclude_unsure: bool
    include_surgical: bool
    source: str

    @property
    def rule(self) -> Rule:
        """As the counting rule's options."""
        return Rule(exclude_unsure=self.exclude_unsure, include_surgical=self.include_surgical)

    @property
    def query(self) -> str:
        """As the address says it."""
        parts = [
            "unsure=leave-out" if self.exclude_unsure else "",
            "surgical=count" if self.include_surgical else "",
            f"source={self.source}" if self.source != "all" else "",
        ]
        said = "&".join(part for part in parts if part)
        return f"?{said}" if said else ""


def filters_asked() -> Filters:
    """The filters of this request; 404 for ones that there are not."""
    source = request.args.get("source", "all")
    if source not in SOURCES:
        abort(404)
    return Filters(
        exclude_unsure=request.args.get("unsure") == "leave-out",
        include_surgical=request.args.get("surgical") == "count",
        source=source,
    )


@blueprint.get("/clinic/patients/<uuid:patient_id>")
@open_to(Audience.STAFF)
def patient(patient_id: UUID) -> ResponseReturnValue:
    """One patient's page."""
    filters = filters_asked()
    found = _found(patient_id, filters)
    return render_template("clinic/patient.html", page=_page(found, filters), active="patients")


@blueprint.get("/clinic/patients/<uuid:patient_id>/charts.json")
@open_to(Audience.STAFF)
def patient_charts(patient_id: UUID) -> Response:
    """The figures of the page's charts, for plotly."""
    found = _found(patient_id, filters_asked())
    return Response(charts_json(_charts(found, narrow=False)), mimetype="application/json")


def _found(patient_id: UUID, filters: Filters) -> PatientPage:
    return get_patient_page(
        current_record(),
        by=current_viewer(),
        patient_id=patient_id,
        rule=filters.rule,
        without=SOURCES[filters.source],
        now=local_now(DEFAULT_ZONE),
    )


def _place(site: int, side: int) -> str:
    return place_words(site_of(site), side_of(side))


def _where(site: int, side: int) -> tuple[Site | None, Side | None]:
    return site_of(site), side_of(side)


def _beside(chart: Chart) -> Chart:
    """A chart for the narrow column beside the timeline, on every screen."""
    return replace(chart, drawing=chart.narrow, narrow=None)


def _name(manifestation: int, site: int, side: int) -> str:
    shows = manifestation_of(manifestation)
    return _place(site, side) or ("Not said" if shows is None else MANIFESTATIONS[shows])


def _unknown_doses(person: PersonFigures) -> str:
    unknown = "; ".join(
        f"{window_name(use.window)}: {use.unknown_doses}"
        for use in person.factor_use
        if use.unknown_doses and use.window != "after_6m"
    )
    return f"Doses of unknown size are not in the IU ({unknown})." if unknown else ""


def _charts(found: PatientPage, *, narrow: bool) -> dict[str, Chart]:
    """By name; `narrow`: with the pictures of a narrow screen, which plotly does not need."""
    figures = found.figures
    person = figures.person
    return {
        "timeline": timeline(
            person, figures.dose_days, _name, laboratory=figures.laboratory, narrow=narrow
        ),
        "kinds": _beside(
            before_after(person, "desk", recalled=figures.recalled_lead_in, narrow=True)
        ),
        "body": body(person, _name, _where, narrow=narrow),
        "added-up": cumulative(person, figures.cumulative, "desk", narrow=narrow),
        "rolling": rolling(person, figures.rolling, "desk", narrow=narrow),
    }


def _page(found: PatientPage, filters: Filters) -> dict[str, Any]:
    profile, person = found.profile, found.figures.person
    joints = joints_of(person, _place)
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
        "emergency_until": until_words(found.emergency.until, found.emergency_zone)
        if found.emergency and found.emergency_zone
        else None,
        "particulars": " · ".join(part for part in particulars if part),
        "facts": facts_of(found, _place),
        "charts": _charts(found, narrow=True),
        "charts_url": f"/clinic/patients/{profile.id}/charts.json{filters.query}",
        "windows": window_rows(found.figures),
        "ratios": ratio_rows(found.figures),
        "silent": silent_rows(found.figures),
        "without_cover": rows_without_cover(found.figures),
        "treated": person.treated_on is not None,
        "joints": joints,
        "joints_table": joints_table(joints, treated=person.treated_on is not None),
        "factor_rows": [
            (window_name(use.window), f"{use.infusions_per_week:.1f}", f"{use.units_per_week:,.0f}")
            for use in person.factor_use
        ],
        "unknown_doses": _unknown_doses(person),
        "filters": filters,
        "rule": person.rule,
        "entries": found.figures.entries,
        "back_on_prophylaxis": long_date(person.back_on_prophylaxis)
        if person.back_on_prophylaxis
        else None,
    }
