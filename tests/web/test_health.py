"""What tells whoever watches the server how it is."""

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
