"""An app that makes codes, written from RFC 4226 and RFC 6238 alone."""

import base64
import hmac
from datetime import UTC, datetime


def code_at(secret: str, moment: datetime | None = None, steps: int = 0) -> str:
    """The code that the app shows at that moment (now if none), so many steps of 30 s later."""
    counter = int((moment or datetime.now(UTC)).timestamp()) // 30 + steps
    mac = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
