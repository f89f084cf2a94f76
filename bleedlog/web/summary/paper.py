"""The summary as a PDF to take along."""

from pathlib import Path

from flask import Response, render_template

from bleedlog.exchange.pdf import HandedIn, PdfUnavailableError, pdf_of
from bleedlog.web.request_log import note_outcome
from bleedlog.web.static_files import folder_of
from bleedlog.web.summary.sheet import Sheet

STYLES = "css/pages/sheet.css"


def pdf_answer(sheet: Sheet) -> Response | None:
    """The PDF as a download whose name says nothing of the person; None if none can be made."""
    files = {
        f"{name}.svg": HandedIn(chart.still(), "image/svg+xml")
        for name, chart in sheet.charts.items()
    }
    files["sheet.css"] = HandedIn(_styles(), "text/css")
    try:
        made = pdf_of(render_template("summary/paper.html", sheet=sheet), files)
    except PdfUnavailableError:
        # `bleedlog doctor` says what is missing; the page prints as well.
        note_outcome("no_pdf")
        return None
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="bleedlog-summary.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _styles() -> str:
    return Path(folder_of("static"), STYLES).read_text(encoding="utf-8")
