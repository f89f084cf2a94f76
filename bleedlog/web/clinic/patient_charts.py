"""The charts of the patient's page: which there are, for plotly, and as files."""

from dataclasses import replace
from functools import cache
from uuid import UUID

from flask import Response, abort

from bleedlog.charts.before_after import before_after
from bleedlog.charts.body import body
from bleedlog.charts.chart import Chart, charts_json
from bleedlog.charts.cumulative import cumulative
from bleedlog.charts.picture_file import picture_file
from bleedlog.charts.rolling import rolling
from bleedlog.charts.timeline import timeline
from bleedlog.exchange.rates_csv import rates_csv
from bleedlog.exchange.table_csv import table_csv
from bleedlog.models.moment import DEFAULT_ZONE, local_now
from bleedlog.models.vocabulary import Side, Site
from bleedlog.services.clinic import PatientPage, get_patient_page
from bleedlog.services.column_codes import manifestation_of, side_of, site_of
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.filters import Filters, filters_asked
from bleedlog.web.clinic.looks import sheet
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import MANIFESTATIONS, place_words

PAGE = "/clinic/patients/<uuid:patient_id>"
ONE = f"{PAGE}/charts/<any('timeline', 'kinds', 'body', 'added-up', 'rolling'):name>"


@blueprint.get(f"{PAGE}/charts.json")
@open_to(Audience.STAFF)
def patient_charts(patient_id: UUID) -> Response:
    """The figures of the page's charts, for plotly."""
    filters = filters_asked()
    charts = charts_of(found_patient(patient_id, filters), filters, narrow=False)
    return Response(charts_json(charts), mimetype="application/json")


@blueprint.get(f"{ONE}.svg")
@open_to(Audience.STAFF)
def patient_picture(patient_id: UUID, name: str) -> Response:
    """One chart as a picture with its title, for a letter or a slide."""
    filters = filters_asked()
    chart = charts_of(found_patient(patient_id, filters), filters, narrow=False)[name]
    if chart.drawing is None:
        abort(404)
    answer = Response(picture_file(chart, filters.differs), mimetype="image/svg+xml")
    # Its name says nothing of the person.
    answer.headers["Content-Disposition"] = f'attachment; filename="bleedlog-{name}.svg"'
    return answer


@blueprint.get(f"{ONE}.csv")
@open_to(Audience.STAFF)
def patient_table(patient_id: UUID, name: str) -> Response:
    """The table behind one chart."""
    filters = filters_asked()
    chart = charts_of(found_patient(patient_id, filters), filters, narrow=False)[name]
    return sheet(table_csv(chart.columns, chart.rows), f"bleedlog-{name}.csv")


@blueprint.get(f"{PAGE}/charts/timeline/<any('factor-ix', 'alt', 'steroids'):behind>.csv")
@open_to(Audience.STAFF)
def patient_results(patient_id: UUID, behind: str) -> Response:
    """One of the timeline's further tables."""
    filters = filters_asked()
    charts = charts_of(found_patient(patient_id, filters), filters, narrow=False)
    table = next(one for one in charts["timeline"].more if one.name == behind)
    return sheet(table_csv(table.columns, table.rows), f"bleedlog-{behind}.csv")


@blueprint.get(f"{PAGE}/rates.csv")
@open_to(Audience.STAFF)
def patient_rates(patient_id: UUID) -> Response:
    """Every rate of every window, and its ratio to the lead-in, at full precision."""
    person = found_patient(patient_id, filters_asked()).figures.person
    return sheet(rates_csv(person), "bleedlog-rates.csv")


def found_patient(patient_id: UUID, filters: Filters) -> PatientPage:
    """The patient, counted by those filters; 404 for a diary that the viewer may not see."""
    return get_patient_page(
        current_record(),
        by=current_viewer(),
        patient_id=patient_id,
        rule=filters.rule,
        without=filters.without,
        as_noted=filters.as_noted,
        now=local_now(DEFAULT_ZONE),
    )


def charts_of(found: PatientPage, filters: Filters, *, narrow: bool) -> dict[str, Chart]:
    """By name; `narrow`: with the pictures of a narrow screen, which plotly does not need."""
    figures = found.figures
    person, recalled = figures.person, figures.afterwards
    kinds = before_after(person, "desk", after=filters.after, recalled=recalled, narrow=True)
    return {
        "timeline": timeline(
            person, figures.dose_days, bleed_place, laboratory=figures.laboratory, narrow=narrow
        ),
        # Beside the timeline there is room for the narrow picture only, on every screen.
        "kinds": replace(kinds, drawing=kinds.narrow, narrow=None),
        "body": body(person, bleed_place, _where),
        "added-up": cumulative(person, figures.cumulative, "desk", narrow=narrow),
        "rolling": rolling(person, figures.rolling, "desk", narrow=narrow),
    }


@cache
def place(site: int, side: int) -> str:
    """The words for codes of a site and a side."""
    return place_words(site_of(site), side_of(side))


@cache
def bleed_place(manifestation: int, site: int, side: int) -> str:
    """Where somebody bled, or else how it showed, from their codes."""
    shows = manifestation_of(manifestation)
    return place(site, side) or ("Not said" if shows is None else MANIFESTATIONS[shows])


def _where(site: int, side: int) -> tuple[Site | None, Side | None]:
    return site_of(site), side_of(side)
