"""Somebody's own summary, to take to their team: counted as My numbers is."""

from flask import render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_now
from bleedlog.services.summary import Summary, get_summary
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.telling import AFTER, tell
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.summary.blueprint import blueprint
from bleedlog.web.summary.laying import sheet_of
from bleedlog.web.summary.paper import pdf_answer
from bleedlog.web.summary.sheet import Said, Sheet


@blueprint.get("/numbers/summary")
@open_to(Audience.PATIENT)
def own() -> ResponseReturnValue:
    """The page, which prints on one side of A4."""
    diary = current_diary()
    return _page(diary, _found(diary))


@blueprint.get("/numbers/summary.pdf")
@open_to(Audience.PATIENT)
def own_pdf() -> ResponseReturnValue:
    """The same as a PDF; where none can be made, the page says to print it."""
    diary = current_diary()
    found = _found(diary, takes_along=True)
    return pdf_answer(_sheet(found, diary)) or (_page(diary, found, no_pdf=True), 503)


def _found(diary: OpenDiary, *, takes_along: bool = False) -> Summary:
    return get_summary(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        now=local_now(diary.zone),
        takes_along=takes_along,
    )


def _page(diary: OpenDiary, found: Summary, *, no_pdf: bool = False) -> str:
    return render_template(
        "summary/own.html",
        sheet=_sheet(found, diary),
        back_href=f"/numbers{diary.query}",
        pdf_href=f"/numbers/summary.pdf{diary.query}",
        no_pdf=no_pdf,
        active="numbers",
    )


def _sheet(found: Summary, diary: OpenDiary) -> Sheet:
    figures = found.figures
    recalled, whose = figures.recalled_lead_in, diary.possessive
    telling = tell(figures.person, recalled_lead_in=recalled, whose=whose)
    rule = figures.person.rule
    counted = (
        (
            f"Counting rule {rule.version}: bleeds at one place within {rule.merge_hours:g} hours "
            "count as one. Bleeds of which nobody is sure count; those from surgery do not."
        ),
        (
            "Days that are not noted are left out. "
            f"The ranges are exact {rule.confidence * 100:g}% intervals; "
            f"under {rule.min_days} days noted there is no yearly figure."
        ),
    )
    return sheet_of(
        found,
        Said(telling.heading, telling.sentences),
        after=AFTER,
        for_clinic=False,
        counted=counted,
    )
