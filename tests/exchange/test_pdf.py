"""HTML to a tagged PDF: what it says of itself, what it may fetch, what happens without a font."""

import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from bleedlog.exchange.pdf import PdfUnavailableError, check_pdf, pdf_of
from tests.paper import faults_of, pages_of, parts_of, says_of_itself, words_of
from tests.rules.tree import ROOT

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20" width="90" height="20" '
    'font-family="sans-serif" font-size="12"><text x="0" y="14">{words}</text></svg>'
)


def document(content: str) -> str:
    return f'<!doctype html><html lang="en-GB"><head><title>A & B</title></head>{content}</html>'


def test_half_a_photo_is_no_photo_after_a_pdf_either() -> None:
    """What draws PDFs lets half a picture pass for a whole one, in the whole process."""
    whole = BytesIO()
    Image.effect_noise((99, 99), 50).save(whole, "JPEG")

    pdf_of(document("<p>One.</p>"), "", {})

    with pytest.raises(OSError, match="truncated"):
        Image.open(BytesIO(whole.getvalue()[:2000])).load()


def test_a_page_is_tagged_and_says_its_title_its_language_and_what_pictures_show(
    tmp_path: Path,
) -> None:
    page = document(
        '<h1>Head</h1><p>One.</p><img src="handed:one" alt="What it shows">'
        "<table><tr><td></td><th>Rate</th></tr><tr><th>Before</th><td>4.2</td></tr></table>"
    )

    made = pdf_of(page, "p { color: red }", {"one": PICTURE.format(words="Drawn")})

    assert words_of(made) == "Head One. Rate Before 4.2 Drawn"
    assert says_of_itself(made) == {
        "lang": "en-GB",
        "title": "A & B",
        "tagged": "True",
        "title is shown": "True",
        "pdf/ua": "1",
    }
    tags = [tag for tag, _ in parts_of(made)]
    assert {"/H1", "/P", "/Figure", "/Table", "/TR", "/TH", "/TD"} <= set(tags)
    assert [alt for tag, alt in parts_of(made) if tag == "/Figure"] == ["What it shows"]
    assert faults_of(made, tmp_path) == []
    assert pages_of(made) == 1


def test_nothing_is_read_from_the_disk_or_asked_of_a_network(tmp_path: Path) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            pass

    secret, style = tmp_path / "secret.svg", tmp_path / "style.css"
    secret.write_text(PICTURE.format(words="Secret"))
    style.write_text("p::after { content: ' styled' }")
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}"
        styles = f"@import '{there}/a.css'; @import '{style.as_uri()}';"
        page = document(
            f'<link rel="stylesheet" href="{style.as_uri()}"><p>Kept</p>'
            f'<img src="{secret.as_uri()}" alt="a"><img src="{there}/b.svg" alt="b">'
            f'<img src="secret.svg" alt="c"><img src="handed:../secret.svg" alt="d">'
            f'<object data="{secret.as_uri()}"></object>'
            f'<link rel="attachment" href="{secret.as_uri()}">'
        )
        made = pdf_of(page, styles, {})
        server.shutdown()

    assert asked == []
    assert "Secret" not in words_of(made)
    assert "styled" not in words_of(made)
    assert b"EmbeddedFile" not in made


def test_without_its_libraries_no_pdf_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(PdfUnavailableError):
        check_pdf()
    with pytest.raises(PdfUnavailableError):
        pdf_of(document("<p>One."), "", {})


def test_without_a_font_the_server_lives_on(tmp_path: Path) -> None:
    settings = tmp_path / "fonts.conf"
    settings.write_text("<fontconfig></fontconfig>")
    program = "from bleedlog.exchange.pdf import pdf_of; pdf_of('<html lang=en><p>One.', '', {})"

    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(settings)},
        capture_output=True,
        check=False,
        text=True,
    )

    assert answer.returncode == 1
    assert answer.stderr.strip().endswith("PdfUnavailableError: this machine has no font")
