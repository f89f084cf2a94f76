"""Getting ready for treatment: a checklist, and the diary's completeness week by week."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import DEFAULT_ZONE, local_now
from bleedlog.models.vocabulary import Kind
from bleedlog.services.readiness import WANTED, Readiness, get_readiness
from bleedlog.statistics.readiness import WEEKS, Bearing, WeekNoted
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.record_words import (
    detail_words,
    value_words,
    when_recorded,
)
from bleedlog.web.clinic.records import SLUG_OF
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import long_date, span_words

GAPS_SHOWN = 12
YEAR = timedelta(days=366)
MEANING = {
    Bearing.FULL: "That many days bear a comparison.",
    Bearing.LAST_MONTHS: "That many days bear a comparison with the lead-in set to its last"
    " 6 months: of the time before, too little is noted.",
    Bearing.EARLIER: "These weeks alone are too little for a comparison. With what was noted before"
    " them there is enough.",
    Bearing.TOO_LITTLE: "That is too little for a comparison: under 90 days, or under half of"
    " them.",
    Bearing.QUIET_UNKNOWN: "That is too little for a comparison: over a tenth of these days is"
    " known only from a bleed, so quiet days are missing.",
}
OF = {
    Kind.INHIBITOR: "Inhibitor",
    Kind.ANTIBODY: "AAV5 antibody titre",
    Kind.ALT: "Liver: ALT",
    Kind.AST: "Liver: AST",
    Kind.JOINT_SCORE: "Joint score",
}


@blueprint.get("/clinic/patients/<uuid:patient_id>/ready")
@open_to(Audience.STAFF)
def ready(patient_id: UUID) -> ResponseReturnValue:
    """The checklist."""
    found = get_readiness(
        current_record(), by=current_viewer(), patient_id=patient_id, now=local_now(DEFAULT_ZONE)
    )
    return render_template("clinic/ready.html", page=_page(found), active="patients")


def _page(found: Readiness) -> dict[str, Any]:
    gaps = found.lead_in.gaps
    return {
        "patient_id": found.profile.id,
        "name": found.profile.name,
        "facts": _facts(found),
        "diary": _diary(found),
        "results": [_result(kind, found) for kind in WANTED],
        "missing": _missing(found),
        "weeks": [_week(week) for week in found.lead_in.weeks],
        "week_count": WEEKS,
        "gaps": [_gap(first, end) for first, end in gaps[:GAPS_SHOWN]],
        "more_gaps": max(0, len(gaps) - GAPS_SHOWN),
        "may_record": found.may_record,
    }


def _facts(found: Readiness) -> str:
    if found.treated_on is not None:
        return f"The {WEEKS} weeks before the infusion on {long_date(found.treated_on)}"
    if found.planned_on is not None:
        return f"Infusion planned for {long_date(found.planned_on)}"
    return "Getting ready for treatment: the infusion is not recorded yet"


def _diary(found: Readiness) -> dict[str, Any]:
    lead_in = found.lead_in
    lacking = lead_in.days - lead_in.noted
    share = f"{lead_in.noted / lead_in.days:.0%}"
    tag: tuple[str, str | None] = ("Complete", None)
    if not lead_in.noted:
        tag = ("Nothing noted", "warning")
    elif lacking:
        tag = (f"{lacking} {'day' if lacking == 1 else 'days'} not noted", "warning")
    return {
        "tag": tag,
        "said": f"{lead_in.noted} of {lead_in.days} days noted ({share}).",
        "meaning": MEANING[found.bearing],
        "full_on": _full_on(found),
    }


def _full_on(found: Readiness) -> str | None:
    """When six months will have passed since the diary began, if that is ahead."""
    if found.begun_on is None or found.treated_on is not None:
        return None
    full = found.begun_on + timedelta(weeks=WEEKS)
    if full <= found.today:
        return None
    return f"Begun on {long_date(found.begun_on)}: {WEEKS} weeks are full on {long_date(full)}."


def _result(kind: Kind, found: Readiness) -> dict[str, Any]:
    row = found.results.get(kind)
    if row is None:
        return {"name": OF[kind], "said": None, "add": SLUG_OF[kind], "tag": ("Missing", "warning")}
    old = row.start_day < (found.treated_on or found.today) - YEAR
    return {
        "name": OF[kind],
        "id": row.id,
        "said": f"{value_words(row)}, {when_recorded(row)}",
        "detail": detail_words(row),
        "add": SLUG_OF[kind],
        "tag": ("Over a year old", "warning") if old else ("There", None),
    }


def _missing(found: Readiness) -> list[str]:
    missing = [OF[kind] for kind in WANTED if kind not in found.results]
    if found.lead_in.gaps:
        days = found.lead_in.days - found.lead_in.noted
        missing.insert(0, f"{days} {'day' if days == 1 else 'days'} of the diary")
    return missing


def _week(week: WeekNoted) -> dict[str, Any]:
    return {
        "when": f"{_short(week.first)} to {_short(week.first + timedelta(len(week.noted) - 1))}",
        "days": week.noted,
        "count": week.count,
    }


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _gap(first: date, end: date) -> str:
    days = (end - first).days
    return f"{span_words(first, end)} ({days} {'day' if days == 1 else 'days'})"
