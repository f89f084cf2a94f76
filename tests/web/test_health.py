"""What tells whoever watches the server how it is."""

from dataclasses import replace

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from tests.web.browser import Browser


def test_a_good_server_is_well_and_ready(browser: Browser) -> None:
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 200


def test_a_record_of_another_version_is_not_ready(
    browser: Browser, sqlite_database: Database
) -> None:
    with sqlite_database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503


def test_a_record_that_does_not_answer_is_not_ready(settings: Settings) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    browser = Browser(create_app(settings, away), base_url=settings.base_url)

    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503
    away.dispose()


def test_it_answers_by_whatever_name_and_nothing_else_does(
    settings: Settings, sqlite_database: Database
) -> None:
    """A load balancer asks by a number; a poisoned Host header opens nothing."""
    app = create_app(replace(settings, base_url="https://diary.example.org"), sqlite_database)
    by_number = Browser(app, base_url="https://10.0.0.7:8000")

    for path in ("/healthz", "/readyz"):
        answer = by_number.get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert by_number.client.head(path, base_url="https://evil.example").status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/", "/sign-in", "/healthz/", "/healthz/../sign-in", "//healthz", "/nowhere"):
        assert by_number.get(path).status_code == 400, path
    assert by_number.post("/healthz", {}).status_code in {403, 405, 404}
