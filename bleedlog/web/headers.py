"""Headers that every answer carries, errors and static files included."""

from collections.abc import Mapping

from flask import Flask, Response

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        *(
            f"{what}-src 'self'"
            for what in ("script", "style", "img", "connect", "font", "manifest", "worker")
        ),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
"""Nothing inline, nothing from elsewhere, nobody may frame us."""

NOT_USED = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What browsers can do and no page of ours asks for. (Taking a photo for a form needs none.)"""

TWO_YEARS = 2 * 365 * 24 * 60 * 60


def security_headers(*, https: bool) -> Mapping[str, str]:
    """The headers, by name."""
    headers = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Our own pages may see where a form was sent from; other sites see nothing.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_USED),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if https:
        # Without includeSubDomains: other names under ours are not ours to decide.
        headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
    return headers


def init_headers(app: Flask, headers: Mapping[str, str]) -> None:
    """Put them on every answer of the app; what does not say otherwise is kept by no cache."""

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(headers)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
