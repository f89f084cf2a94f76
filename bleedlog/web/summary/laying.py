"""Laying the summary out: what there is to say, cut until one side of A4 holds it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from bleedlog.charts.before_after import before_after
from bleedlog.charts.chart import Chart
from bleedlog.charts.finding import known_only_as_numbers
from bleedlog.charts.timeline import timeline
from bleedlog.services.summary import Summary
from bleedlog.statistics.results import PersonFigures
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
    figures, profile = found.figures, found.profile
    person = figures.person
    joints, facts, rates = joints_of(person, place), facts_of(found, place), _rates(person, after)

    @cache
    def drawn(joint_rows: int) -> Chart:
        return timeline(person, figures.dose_days, bleed_place, narrow=True, most=joint_rows)

    def cut_to(cut: Cut) -> Sheet:
        rows, more_rows = rows_of(figures, after, cut.windows, for_clinic=for_clinic)
        charts = {"timeline": drawn(cut.timeline_rows), "rates": rates}
        return Sheet(
            for_clinic=for_clinic,
            name=profile.name,
            particulars=_particulars(profile),
            facts=facts,
            said=said,
            rows=rows,
            more_rows=more_rows,
            charts={name: one for name, one in charts.items() if one and one.drawing},
            joints=tuple(joints[: cut.joints]),
            more_joints=max(0, len(joints) - cut.joints),
            numbers_only=known_only_as_numbers(person),
            questions=tuple(map(_shortened, found.questions[: cut.questions])),
            more_questions=max(0, len(found.questions) - cut.questions),
            treated=person.treated_on is not None,
            counted=tuple(counted),
            made_on=long_date(found.today),
        )

    fitting = (sheet for sheet in map(cut_to, CUTS) if fits(sheet))
    return next(fitting, None) or cut_to(CUTS[-1])


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


def _rates(person: PersonFigures, after: str) -> Chart | None:
    """None without a treatment: it would have a row for every year, and the table has them.

    What was noted afterwards is said in the table, too: the picture has no room for it.
    """
    return None if person.treated_on is None else before_after(person, "phone", after=after)


def _shortened(question: str) -> str:
    text = " ".join(question.split())
    return text if len(text) <= QUESTION else f"{text[: QUESTION - 1].rstrip()}…"
