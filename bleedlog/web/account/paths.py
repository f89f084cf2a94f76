"""Where to go after signing in: a page of ours and nowhere else."""

from urllib.parse import urlsplit


def safe_path(text: str | None) -> str | None:
    r"""`text` if it is a path on this server (with a query perhaps), else None.

    Browsers read `//host`, `/\host` and tabs or line breaks in between as another server.
    """
    if not text or not text.startswith("/") or len(text) > 2000:
        return None
    if text.startswith("//") or "\\" in text or not text.isprintable():
        return None
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or parts.path in {"/sign-in", "/sign-out", "/second-factor"}:
        return None
    return text
