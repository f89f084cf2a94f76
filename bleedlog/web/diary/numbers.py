"""My numbers: the sentence, the charts behind it, what is not noted."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from bleedlog.charts.before_after import before_after
from bleedlog.charts.chart import Chart, charts_json
from bleedlog.charts.cumulative import cumulative
from bleedlog.models.moment import local_now
from bleedlog.services.figures import DiaryFigures
from bleedlog.services.numbers import Numbers, get_numbers
from bleedlog.statistics.results import PersonFigures
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.telling import AFTER, of, tell
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import long_date


@blueprint.get("/numbers")
@open_to(Audience.PATIENT)
def numbers() -> ResponseReturnValue:
    """The person's own figures."""
    diary = current_diary()
    found = _numbers(diary)
    return render_template("diary/numbers.html", page=_page(found, diary), active="numbers")


@blueprint.get("/numbers/charts.json")
@open_to(Audience.PATIENT)
def numbers_charts() -> Response:
    """The figures of the page's charts, for plotly."""
    found = _numbers(current_diary())
    return Response(charts_json(_charts(found.figures)), mimetype="application/json")


def _numbers(diary: OpenDiary) -> Numbers:
    return get_numbers(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        now=local_now(diary.zone),
    )


def _charts(figures: DiaryFigures) -> dict[str, Chart]:
    person = figures.person
    return {
        "rates": before_after(person, "phone", after=AFTER, recalled=figures.afterwards),
        "added-up": cumulative(person, figures.cumulative, "phone"),
    }


def _page(found: Numbers, diary: OpenDiary) -> dict[str, Any]:
    figures = found.figures
    whose = diary.possessive
    telling = tell(figures.person, recalled_lead_in=figures.recalled_lead_in, whose=whose)
    told, asked = _days_told(figures.person, found.today)
    return {
        "whose": diary.whose,
        "possessive": whose,
        "heading": telling.heading,
        "sentences": telling.sentences,
        "charts": {
            name: replace(chart, title=of(whose, chart.title))
            for name, chart in _charts(figures).items()
        }
        if figures.person.first_observed
        else {},
        "charts_url": f"/numbers/charts.json{diary.query}",
        "summary_href": f"/numbers/summary{diary.query}",
        "last_bleed": long_date(figures.person.episodes[-1].onset_day)
        if figures.person.episodes
        else None,
        "not_needed": _not_needed(figures.person),
        "told": told,
        "asked": asked,
        "untold": asked - told,
        "rule": figures.person.rule,
        "gaps_href": f"/diary/gaps{diary.query}" if found.may_log else f"/diary{diary.query}",
    }


def _days_told(person: PersonFigures, today: date) -> tuple[int, int]:
    """Days noted, and days since the first noted one up to yesterday."""
    if person.first_observed is None or person.end_of_data is None:
        return 0, 0
    end = max(today, person.end_of_data)
    told = sum((last - first) // timedelta(1) for first, last in person.observed)
    return told, (end - person.first_observed).days


def _not_needed(person: PersonFigures) -> int | None:
    return round(person.infusions_not_needed or 0) or None
