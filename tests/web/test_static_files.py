"""Static files: named by their contents, kept for ever, compressed when set-up compressed them."""

import gzip
import re
import shutil
from pathlib import Path

import brotli
import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from bleedlog.web.static_files import StaticFiles, folder_of
from bleedlog.web.stylesheets import SHEETS, write_stylesheets
from tests.web.browser import Browser

STYLE = "p { color: #1d2433 }\n" * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "static"
    (made / "css").mkdir(parents=True)
    (made / "css/page.css").write_text(STYLE)
    (made / ".hidden").write_text("not for the web")
    return made


def fetch(client: Client, address: str) -> TestResponse:
    """As a browser does, which takes compressed answers."""
    return client.get(address, headers={"Accept-Encoding": "gzip, br"}, buffered=True)


def client_of(folder: Path) -> tuple[StaticFiles, Client]:
    files = StaticFiles(folder)
    return files, Client(files.serve_around(Response("inner", status=404)))


def test_a_file_is_immutable_under_the_hash_of_all(folder: Path) -> None:
    files, client = client_of(folder)

    answer = fetch(client, files.asset("css/page.css"))

    assert answer.status_code == 200
    assert answer.text == STYLE
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_hash_follows_what_files_say_and_are_called(folder: Path) -> None:
    prefixes = {StaticFiles(folder).prefix, StaticFiles(folder).prefix}
    assert len(prefixes) == 1

    (folder / "css/page.css").write_text(STYLE + "p { margin: 0 }\n")
    prefixes.add(StaticFiles(folder).prefix)
    (folder / "css/page.css").rename(folder / "css/other.css")
    prefixes.add(StaticFiles(folder).prefix)

    assert len(prefixes) == 3


@pytest.mark.parametrize(
    ("encoding", "ending", "compress", "expand"),
    [
        ("br", ".br", brotli.compress, brotli.decompress),
        ("gzip", ".gz", gzip.compress, gzip.decompress),
    ],
)
def test_a_true_compressed_copy_is_sent_and_a_stale_one_is_not(
    folder: Path, encoding: str, ending: str, compress: object, expand: object
) -> None:
    assert callable(compress)
    assert callable(expand)
    copy = folder / f"css/page.css{ending}"
    copy.write_bytes(compress(STYLE.encode()))

    files, client = client_of(folder)
    answer = fetch(client, files.asset("css/page.css"))
    assert answer.headers["Content-Encoding"] == encoding
    assert expand(answer.get_data()).decode() == STYLE
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert fetch(client, files.asset(f"css/page.css{ending}")).status_code == 404

    (folder / "css/page.css").write_text("p { margin: 0 }\n")
    files, client = client_of(folder)
    answer = fetch(client, files.asset("css/page.css"))
    assert "Content-Encoding" not in answer.headers
    assert answer.text == "p { margin: 0 }\n"


def test_a_copy_that_is_rubbish_is_left_alone(folder: Path) -> None:
    (folder / "css/page.css.br").write_bytes(b"rubbish")
    (folder / "css/page.css.gz").write_bytes(b"\x1f\x8brubbish")

    files, client = client_of(folder)
    answer = fetch(client, files.asset("css/page.css"))

    assert answer.text == STYLE


def test_compressing_changes_no_address(folder: Path) -> None:
    before = StaticFiles(folder).prefix
    (folder / "css/page.css.br").write_bytes(brotli.compress(STYLE.encode()))

    assert StaticFiles(folder).prefix == before


@pytest.mark.parametrize(
    "path", [".hidden", "../pyproject.toml", "%2e%2e/pyproject.toml", "css/", "css", "css/none.css"]
)
def test_nothing_else_is_served(folder: Path, path: str) -> None:
    files, client = client_of(folder)

    assert fetch(client, files.prefix + path).status_code == 404


def test_a_page_links_one_stylesheet_unless_a_file_of_it_was_edited(tmp_path: Path) -> None:
    folder = tmp_path / "static"
    shutil.copytree(folder_of("static") / "css", folder / "css")
    files, _ = client_of(folder)
    assert files.styles("phone") == [files.asset(path) for path in SHEETS["phone"]], "not set up"

    write_stylesheets(folder)
    files, client = client_of(folder)
    assert files.styles("phone") == [files.asset("build/phone.css")]
    assert files.styles("desk") == [files.asset("build/desk.css")]
    assert fetch(client, files.asset("build/desk.css")).mimetype == "text/css"

    with (folder / "css/pages/desk.css").open("a") as style:
        style.write(".desk { color: red }")
    files, _ = client_of(folder)
    assert files.styles("phone") == [files.asset("build/phone.css")], "has nothing of it"
    assert files.styles("desk") == [files.asset(path) for path in SHEETS["desk"]]


def test_what_a_script_imports_at_once_is_known_each_once_and_deep(folder: Path) -> None:
    js = folder / "js"
    (js / "deep").mkdir(parents=True)
    (js / "page.js").write_text('import { a } from "./deep/a.js";\nimport "../build/b.js";\n')
    (js / "deep/a.js").write_text(
        '// import "./no.js";\nimport { b, c } from "./c.js";\nimport("./later.js");\n'
    )
    (js / "deep/c.js").write_text('import { a } from "./a.js";\nimport "../../build/b.js";\n')
    (folder / "build").mkdir()
    (folder / "build/b.js").write_text("self.b = 1;\n")

    files, _ = client_of(folder)

    wanted = ("js/deep/a.js", "build/b.js", "js/deep/c.js")
    assert files.modules("js/page.js") == [files.asset(path) for path in wanted]
    assert files.modules("build/b.js") == []


def test_a_page_asks_for_all_modules_at_once(browser: Browser) -> None:
    page = browser.get("/sign-in").text
    asked = re.findall(r'<link data-then="([^"]+)"', page)

    assert [address for address in asked if address.endswith("/js/outbox/kept.js")]
    for address in asked:
        assert browser.get(address).mimetype == "text/javascript"


def test_the_styles_that_a_page_links_are_there(browser: Browser) -> None:
    linked = re.findall(r'<link rel="stylesheet" href="([^"]+)"', browser.get("/sign-in").text)

    assert linked
    for address in linked:
        answer = browser.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/css")
