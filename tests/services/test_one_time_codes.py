"""Codes of an app, against the examples of RFC 6238 (appendix B, the last six of eight digits)."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bleedlog.services.one_time_codes import address_of, new_secret, step_of

SECRET = base64.b32encode(b"12345678901234567890").decode()
EXAMPLES = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
            (2000000000, "279037")]  # fmt: skip


@pytest.mark.parametrize(("second", "code"), EXAMPLES)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    assert step_of(code, secret=SECRET, now=datetime.fromtimestamp(second, UTC)) == second // 30


def test_a_clock_may_be_half_a_minute_off_and_no_more() -> None:
    shown = datetime.fromtimestamp(1234567890, UTC)  # just now, and for 30 seconds
    for off, taken in [(-30, True), (59, True), (-31, False), (60, False)]:
        found = step_of("005924", secret=SECRET, now=shown + timedelta(seconds=off))
        assert found == (1234567890 // 30 if taken else None), off


@pytest.mark.parametrize(
    "typed", ["", "5924", "0059244", "00592a", "\uff10\uff10\uff15\uff19\uff12\uff14", "\x00" * 6]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert step_of(typed, secret=SECRET, now=datetime.fromtimestamp(1234567890, UTC)) is None


def test_an_app_reads_whose_secret_it_is() -> None:
    secret = new_secret()

    parts = urlsplit(address_of(secret, "ann@people.example"))

    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parts.path == "/bleedlog:ann%40people.example"
    assert parse_qs(parts.query) == {"secret": [secret], "issuer": ["bleedlog"]}
    assert len(base64.b32decode(secret)) == 20
