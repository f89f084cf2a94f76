"""A wheel is all that a server needs: it runs from an empty folder, pages and styles inside."""

import os
import secrets
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.rules.tree import ROOT, project_files

pytestmark = pytest.mark.slow

SIGN_IN_PAGE = """
import re
from pathlib import Path
import bleedlog

client = bleedlog.create_app().test_client()
page = client.get("/sign-in")
assert page.status_code == 200, page.status
html = page.get_data(as_text=True)
assert "Sign in" in html
styles = re.findall(r'<link[^>]+rel="stylesheet"[^>]*>', html)
assert styles, "the page links no style sheet"
assert all("/build/phone.css" in style for style in styles), "make setup puts it together"
for style in styles:
    address = re.search(r'href="([^"]+)"', style).group(1)
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/css"), (address, answer.status)
    assert answer.get_data(), address

from bleedlog.exchange.pdf import pdf_of
from bleedlog.web.summary.paper import styles

assert pdf_of("<html lang=en><title>A</title><p>a</p></html>", styles(), {})[:5] == b"%PDF-"
print(Path(bleedlog.__file__).resolve())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with what is installed: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs of a new environment: the wheel is its own, dependencies are lent by this one."""
    fresh = tmp_path_factory.mktemp("fresh") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(fresh)], check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    # A folder named in a .pth file is searched, but its own .pth files are not read: the editable
    # install of this source tree stays out of sight.
    lent = fresh / "lib" / version / "site-packages" / "lent.pth"
    lent.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(fresh / "bin" / "python"), "install",
         "--quiet", "--no-deps", "--no-index", "--force-reinstall", "--ignore-installed",
         str(wheel)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return fresh / "bin"


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a new server: nothing of this source tree, its own settings."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return inherited | {
        "BLEEDLOG_DATABASE_URL": f"sqlite:///{folder / 'diary.db'}",
        "BLEEDLOG_SECRET_KEY": secrets.token_hex(32),
        "BLEEDLOG_BASE_URL": "http://127.0.0.1:8000",
    }


def test_wheel_holds_every_template_and_static_file(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    kept_in_git = {
        f"bleedlog/{path}"
        for path in project_files()
        if path.parts[0] in {"templates", "static"} and path.parts[:2] != ("static", "build")
    }
    built = ("plotly.min.js", "plotly.css", "idb.js")
    from_npm = {f"bleedlog/static/build/{name}" for name in built}

    assert kept_in_git
    assert (kept_in_git | from_npm) - inside == set()


def test_wheel_holds_what_was_compressed_at_set_up(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    loaded = {name for name in inside if name.endswith((".css", ".js"))}

    assert len(loaded) > 5
    assert {name for name in loaded if f"{name}.br" not in inside} == set()


def test_wheel_holds_no_tests_and_no_rubbish(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0] for name in inside} == {
        "bleedlog",
        next(name for name in inside if ".dist-info/" in name).split("/")[0],
    }
    assert [name for name in inside if name.endswith((".pyc", ".db", ".map"))] == []


def test_command_of_the_wheel_answers_from_an_empty_folder(
    bin_folder: Path, tmp_path: Path
) -> None:
    answer = subprocess.run(
        [str(bin_folder / "bleedlog"), "--help"],
        cwd=tmp_path,
        env=surroundings(tmp_path),
        capture_output=True,
        check=False,
        text=True,
    )

    assert answer.returncode == 0, answer.stderr
    assert "serve" in answer.stdout


def test_wheel_serves_styled_pages_and_draws_pdfs(bin_folder: Path, tmp_path: Path) -> None:
    answer = subprocess.run(
        [str(bin_folder / "python"), "-c", SIGN_IN_PAGE],
        cwd=tmp_path,
        env=surroundings(tmp_path),
        capture_output=True,
        check=False,
        text=True,
    )

    assert answer.returncode == 0, answer.stderr
    assert Path(answer.stdout.strip()).is_relative_to(bin_folder.resolve().parent)
