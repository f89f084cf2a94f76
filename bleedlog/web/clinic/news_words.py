"""What is new since the last review, in words and lists."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from bleedlog.models.number_words import number_words
from bleedlog.models.vocabulary import ActingAs
from bleedlog.services.since_review import Doses, News, NewVerdict
from bleedlog.web.clinic.record_words import kind_name, value_words, when_recorded
from bleedlog.web.diary.cards import card_of, tag_of
from bleedlog.web.sharing.deeds import DETAILS
from bleedlog.web.words import ASSAYS, entry_title, long_date, moment_words, verdict_words

MOST = 40
"""Entries of one list: after years, or after a file was brought in, there may be thousands."""
SILENT_DAYS = 28
"""How long nobody may tell anything before the page says that the diary is silent."""


def news_words(news: News, patient_id: UUID, today: date) -> dict[str, Any]:
    """All of it for the clinic's page."""
    return {
        "first": long_date(news.first),
        "bleeds": _listed(news.bleeds, news, patient_id),
        "bleed_count": len(news.bleeds),
        "more_bleeds": max(0, len(news.bleeds) - MOST),
        "changed": _listed(news.changed, news, patient_id),
        "more_changed": max(0, len(news.changed) - MOST),
        "to_settle_before": len(news.to_settle - {one.id for one in news.bleeds}),
        "told": _told(news),
        "silent": _silent(news, today),
        "doses": _doses(news.doses),
        "results": _results_by_day(news.results[:MOST]),
        "more_results": max(0, len(news.results) - MOST),
        "verdicts": [_verdict(one, patient_id) for one in news.verdicts[:MOST]],
        "corrected": list(_corrected(news.corrected)),
    }


def _listed(rows: Iterable[Any], news: News, patient_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "href": f"/clinic/patients/{patient_id}/entries/{row.id}",
            "when": moment_words(row.start),
            "title": entry_title(row),
            "line": card_of(row, "").line,
            "tag": tag_of(row),
            "to_settle": row.id in news.to_settle,
        }
        for row in list(rows)[:MOST]
    ]


def _told(news: News) -> str:
    if not news.days:
        return "No whole day has passed since then."
    return f"{news.days_told:,} of {news.days:,} days are noted."


def _silent(news: News, today: date) -> str | None:
    if news.told_until is None:
        return "No check-in was ever answered."
    if (today - news.told_until).days <= SILENT_DAYS:
        return None
    return f"No check-in since {long_date(news.told_until)}."


def _doses(doses: Doses) -> str:
    if not doses.number:
        return "None noted."
    said = f"{doses.number:,} {'dose' if doses.number == 1 else 'doses'}, {doses.units:,.0f} IU"
    unknown = doses.of_unknown_dose
    return f"{said} ({unknown:,} of unknown size)." if unknown else f"{said}."


def _result(row: Any) -> str:
    """Such as "ALT: 84 U/L, above its limit of 40"; by which assay, where there are two."""
    limit = row.upper_limit
    above = limit is not None and row.value is not None and row.value > limit
    parts = (
        f"{kind_name(row.kind)}: {value_words(row)}",
        ASSAYS.get(row.assay),
        f"above its limit of {number_words(limit)}" if above else None,
    )
    return ", ".join(part for part in parts if part)


def _results_by_day(rows: Sequence[Any]) -> list[tuple[str, list[tuple[str, UUID]]]]:
    """What was drawn at one time stands in one line, however often a week blood is taken."""
    return [
        (when, [(_result(row), row.id) for row in same])
        for when, same in groupby(rows, key=when_recorded)
    ]


def _verdict(one: NewVerdict, patient_id: UUID) -> dict[str, str]:
    about = one.about
    what = "An entry" if about is None else f"{entry_title(about)}, {moment_words(about.start)}"
    return {
        "href": f"/clinic/patients/{patient_id}/entries/{one.ruling.about}",
        "what": what,
        "words": verdict_words(one.ruling, one.named),
    }


def _corrected(changes: Iterable[Any]) -> Iterable[str]:
    """Such as "usual dose, by the person, 3 May 2026"."""
    for one in changes:
        if one.acting_as is ActingAs.CLINIC:
            who = ", ".join(name for name in (one.user_name, one.clinic_name) if name)
        else:
            who = {ActingAs.PATIENT: "the person", ActingAs.CARER: "a carer"}.get(
                one.acting_as, "the server's operator"
            )
        name = DETAILS[one.field]
        yield f"{name[0].upper()}{name[1:]}, by {who or 'a clinic'}, {long_date(one.at.date())}"
