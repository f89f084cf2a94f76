"""The summary as a PDF to take along."""

from flask import Response, render_template

from bleedlog.exchange.pdf import PdfUnavailableError, pdf_of
from bleedlog.web.request_log import note_outcome
from bleedlog.web.static_files import folder_of
from bleedlog.web.summary.sheet import Sheet


def pdf_answer(sheet: Sheet) -> Response | None:
    """The PDF as a download whose name says nothing of the person; None if none can be made."""
    html = render_template("summary/paper.html", sheet=sheet)
    pictures = {name: chart.still() for name, chart in sheet.charts.items()}
    try:
        made = pdf_of(html, styles(), pictures)
    except PdfUnavailableError:
        # `bleedlog doctor` says what is missing; the page prints as well.
        note_outcome("no_pdf")
        return None
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="bleedlog-summary.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def styles() -> str:
    """The styles that the page has, too."""
    return (folder_of("static") / "css/pages/sheet.css").read_text(encoding="utf-8")
