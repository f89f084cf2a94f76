"""The days that are not noted, a month at a time."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import local_now
from bleedlog.services.gaps import GapMonth, list_gap_months
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.outbox import outbox
from bleedlog.web.diary.undoing import undos
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import span_words


@blueprint.get("/diary/gaps")
@open_to(Audience.PATIENT)
def gaps() -> ResponseReturnValue:
    """Ask about the newest month with days that are not noted, or the one named."""
    diary = current_diary()
    months = list_gap_months(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        now=local_now(diary.zone),
    )
    named = request.args.get("before", "")
    later = [month for month in months if named and f"{month.first:%Y-%m}" >= named]
    left = months[len(later) :]
    page = {
        "whose": diary.whose,
        "patient_id": diary.patient_id,
        "query": diary.query,
        "undos": undos(diary),
        "month": _asked(left[0], diary) if left else None,
        "skipped": bool(later) and not left,
        "left": len(left) - 1,
    }
    back = f"/diary{diary.query}"
    return render_template("diary/gaps.html", page=page, back_href=back, active="diary")


def _asked(month: GapMonth, diary: OpenDiary) -> dict[str, object]:
    name = f"{month.first:%B %Y}"
    spans = [span_words(first, end) for first, end in month.spans]
    return {
        "question": f"Any other bleeds in {name}?" if month.other else f"Any bleeds in {name}?",
        "other": month.other,
        "outbox": outbox("check-in", f"Bleeds in {name}", diary),
        "no_words": "No others" if month.other else "No bleeds",
        "days": spans,
        "first": month.first.isoformat(),
        "end": month.end.isoformat(),
        "new_id": new_id(),
        "calendar": f"/diary?month={month.first:%Y-%m}{diary.also}",
        "skip": f"/diary/gaps?before={month.first:%Y-%m}{diary.also}",
    }
