"""Codes of six digits that an app makes anew every 30 seconds (TOTP, RFC 6238)."""

import hmac
from datetime import datetime

STEP = 30
"""Seconds for which a code is shown."""
DRIFT = 1
"""How many steps a phone's clock may be ahead or behind."""
ISSUER = "bleedlog"


def new_secret() -> str:
    """160 random bits as 32 letters and digits (base 32), as apps take them."""
    from pyotp import random_base32  # noqa: PLC0415 - loaded by whoever needs a code

    return random_base32()


def address_of(secret: str, email: str) -> str:
    """What an app reads from the picture: `otpauth://totp/...`."""
    from pyotp import TOTP  # noqa: PLC0415

    return TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_at(now: datetime) -> int:
    """The number of the 30 seconds that `now` lies in."""
    return int(now.timestamp()) // STEP


def step_of(code: str, *, secret: str, now: datetime) -> int | None:
    """The time step whose code this is, within the drift, or None. All are compared, always."""
    from pyotp import TOTP  # noqa: PLC0415

    app = TOTP(secret)
    today = step_at(now)
    found = None
    for step in range(today - DRIFT, today + DRIFT + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode()):
            found = step
    return found
