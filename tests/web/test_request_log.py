"""What the server in which the pages run says of single requests: nothing of anybody's."""

import logging

import pytest

from bleedlog.web.request_log import JsonLines

SONG = "Zwitscherling"


@pytest.mark.usefixtures("app")
def test_gunicorn_quotes_nothing_that_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    server = logging.getLogger("gunicorn.error")
    with caplog.at_level(logging.INFO):
        server.info("Listening at: http://127.0.0.1:8000")
        server.warning(f"Invalid request from ip=192.0.2.7: Invalid HTTP method: '{SONG}'")
        server.error("Error handling request %s", f"/?patient={SONG}", exc_info=ValueError(SONG))

    said = [JsonLines().format(record) for record in caplog.records]
    assert len(said) == 3
    assert not any(SONG in line or "192.0.2.7" in line for line in said)
    assert "Listening" in said[0]
    assert '"what": "unreadable request"' in said[1]
    assert '"kinds": ["ValueError"]' in said[2]
