"""Laying the summary out: what there is to say, cut until one side of A4 holds it."""

from collections.abc import Sequence
from typing import Any

from bleedlog.charts.before_after import before_after
from bleedlog.charts.chart import Chart
from bleedlog.charts.finding import known_only_as_numbers
from bleedlog.charts.timeline import timeline
from bleedlog.services.summary import Summary
from bleedlog.web.clinic.joints import joints_of
from bleedlog.web.clinic.patient_charts import bleed_place, place
from bleedlog.web.clinic.words import severity_words
from bleedlog.web.diary.cards import product_words
from bleedlog.web.summary.facts import facts_of
from bleedlog.web.summary.room import CUTS, QUESTION, Cut, fits
from bleedlog.web.summary.rows import rows_of
from bleedlog.web.summary.sheet import Said, Sheet
from bleedlog.web.words import long_date, nhs_number_words


def sheet_of(
    found: Summary, said: Said, *, after: str, for_clinic: bool, counted: Sequence[str]
) -> Sheet:
    """The sheet, with as much on it as fits.

    Args:
        found: What there is to say.
        said: Heading and sentences about the difference.
        after: Which window stands against the lead-in.
        for_clinic: Whether a clinic reads it.
        counted: What stands at the end about counting.
    """

    def cut_to(cut: Cut) -> Sheet:
        return _cut(found, said, cut, after=after, for_clinic=for_clinic, counted=counted)

    wider = (sheet for sheet in map(cut_to, CUTS) if fits(sheet))
    return next(wider, None) or cut_to(CUTS[-1])


def _cut(
    found: Summary, said: Said, cut: Cut, *, after: str, for_clinic: bool, counted: Sequence[str]
) -> Sheet:
    person = found.figures.person
    rows, more_rows = rows_of(found.figures, after, cut.windows, for_clinic=for_clinic)
    joints = joints_of(person, place)
    return Sheet(
        for_clinic=for_clinic,
        name=found.profile.name,
        particulars=_particulars(found.profile),
        facts=facts_of(found, place),
        said=said,
        rows=rows,
        more_rows=more_rows,
        charts=_charts(found, after, cut.timeline_rows),
        joints=tuple(joints[: cut.joints]),
        more_joints=max(0, len(joints) - cut.joints),
        numbers_only=known_only_as_numbers(person),
        questions=tuple(map(_shortened, found.questions[: cut.questions])),
        more_questions=max(0, len(found.questions) - cut.questions),
        treated=person.treated_on is not None,
        counted=tuple(counted),
        made_on=long_date(found.today),
    )


def _particulars(profile: Any) -> tuple[str, ...]:
    severity = severity_words(profile.severity)
    nhs_number = nhs_number_words(profile.nhs_number)
    parts = (
        f"Born {long_date(profile.born)}" if profile.born else "",
        f"NHS number {nhs_number}" if nhs_number else "",
        f"Hospital number {profile.hospital_number}" if profile.hospital_number else "",
        severity[0].upper() + severity[1:],
        product_words(profile.product) if profile.product else "",
    )
    return tuple(part for part in parts if part)


def _charts(found: Summary, after: str, timeline_rows: int) -> dict[str, Chart]:
    """Those with anything to draw.

    Without a treatment the rates would have a row for every year: the table has them. What was
    noted afterwards is said in the table, too: the picture has no room for it.
    """
    figures = found.figures
    person = figures.person
    charts = {
        "timeline": timeline(
            person, figures.dose_days, bleed_place, narrow=True, most=timeline_rows
        )
    }
    if person.treated_on is not None:
        charts["rates"] = before_after(person, "phone", after=after)
    return {name: chart for name, chart in charts.items() if chart.drawing is not None}


def _shortened(question: str) -> str:
    text = " ".join(question.split())
    return text if len(text) <= QUESTION else f"{text[: QUESTION - 1].rstrip()}…"
