"""Headers that every answer carries, errors and static files included."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from bleedlog.web.in_pages import source_of

NOT_USED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What browsers can do and no page of ours asks for. (Taking a photo for a form needs none.)
Only what Chromium knows: it warns of any other name on each page."""

TWO_YEARS = 2 * 365 * 24 * 60 * 60


def content_security_policy(scripts: Collection[str]) -> str:
    """Nothing from elsewhere, nobody may frame us, and in pages no scripts but these."""
    sources = " ".join(["'self'", *map(source_of, scripts)])
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {sources}",
            *(
                f"{what}-src 'self'"
                for what in ("style", "img", "connect", "font", "manifest", "worker")
            ),
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def security_headers(*, https: bool, scripts: Collection[str]) -> Mapping[str, str]:
    """The headers, by name; `scripts`: those that stand in pages."""
    headers = {
        "Content-Security-Policy": content_security_policy(scripts),
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


class SecurityHeaders:
    """WSGI middleware around everything: pages, errors, static files, "not modified".

    An answer that does not say how long it keeps is kept by no cache.
    """

    def __init__(self, application: WSGIApplication, headers: Mapping[str, str]) -> None:
        """Put `headers` on every answer of `application`."""
        self._application = application
        self._headers = list(headers.items())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            added = self._headers
            if not any(name.lower() == "cache-control" for name, _ in headers):
                added = [*added, ("Cache-Control", "no-store")]
            return start_response(status, [*headers, *added], exc_info)

        return self._application(environ, start)
