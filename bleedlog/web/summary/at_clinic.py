"""A patient's summary at the clinic, counted as the patient's page was."""

from collections.abc import Iterator
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from bleedlog.charts.before_after import before_after
from bleedlog.charts.finding import finding
from bleedlog.models.moment import DEFAULT_ZONE, local_now
from bleedlog.services.summary import Summary, get_summary
from bleedlog.statistics.results import PersonFigures
from bleedlog.web.clinic.filters import SOURCES, Filters, filters_asked
from bleedlog.web.clinic.windows import window_name
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.summary.blueprint import blueprint
from bleedlog.web.summary.laying import sheet_of
from bleedlog.web.summary.paper import pdf_answer
from bleedlog.web.summary.sheet import Said, Sheet

PAGE = "/clinic/patients/<uuid:patient_id>/summary"


@blueprint.get(PAGE)
@open_to(Audience.STAFF)
def patient(patient_id: UUID) -> ResponseReturnValue:
    """The page, which prints on one side of A4."""
    filters = filters_asked()
    return _page(patient_id, _found(patient_id, filters), filters)


@blueprint.get(f"{PAGE}.pdf")
@open_to(Audience.STAFF)
def patient_pdf(patient_id: UUID) -> ResponseReturnValue:
    """The same as a PDF; where none can be made, the page says to print it."""
    filters = filters_asked()
    found = _found(patient_id, filters, takes_along=True)
    made = pdf_answer(_sheet(found, filters))
    return made or (_page(patient_id, found, filters, no_pdf=True), 503)


def _found(patient_id: UUID, filters: Filters, *, takes_along: bool = False) -> Summary:
    return get_summary(
        current_record(),
        by=current_viewer(),
        patient_id=patient_id,
        rule=filters.rule,
        without=filters.without,
        as_noted=filters.as_noted,
        now=local_now(DEFAULT_ZONE),
        takes_along=takes_along,
    )


def _page(patient_id: UUID, found: Summary, filters: Filters, *, no_pdf: bool = False) -> str:
    address = f"/clinic/patients/{patient_id}"
    return render_template(
        "summary/at_clinic.html",
        sheet=_sheet(found, filters),
        patient_href=f"{address}{filters.query}",
        pdf_href=f"{address}/summary.pdf{filters.query}",
        no_pdf=no_pdf,
        active="patients",
    )


def _sheet(found: Summary, filters: Filters) -> Sheet:
    person, recalled = found.figures.person, found.figures.afterwards
    # In the words of the patient's page, whose title names what else its picture shows.
    kinds = before_after(person, "desk", after=filters.after, recalled=recalled)
    plain = person.treated_on is not None and finding(person, filters.after) is None
    return sheet_of(
        found,
        Said("Bleeds a year, before and after" if plain else kinds.title, (kinds.summary,)),
        after=filters.after,
        for_clinic=True,
        counted=tuple(_counted(person, filters)),
    )


def _counted(person: PersonFigures, filters: Filters) -> Iterator[str]:
    """The rule and every filter that is in force."""
    rule = person.rule
    unsure = "left out" if rule.exclude_unsure else "counted"
    surgical = "counted" if rule.include_surgical else "left out"
    yield (
        f"Counting rule {rule.version}: onsets at one place within {rule.merge_hours:g} h are one "
        f"bleed; unsure bleeds {unsure}; surgical bleeds {surgical}."
    )
    if filters.as_noted:
        yield "Counted as noted, without the clinic’s verdicts."
    yield f"Source: {SOURCES[filters.source][0]}."
    if person.treated_on is not None:
        months = f"last {filters.lead_in} months" if filters.lead_in else "all that is noted"
        yield f"Lead-in: {months}. Set against it: {window_name(filters.after)}."
    yield (
        f"Rates per observed year with exact {rule.confidence * 100:g}% intervals; none under "
        f"{rule.min_days} observed days. The ratio assumes bleeds come independently; clusters "
        "make the truth less sure."
    )
