"""What a request wants back: a page for a person, or JSON for a program."""

from flask import request


def wants_json() -> bool:
    """Whether the one who asks is a script: under /api, sending JSON, or accepting only that."""
    if request.path.startswith("/api/") or request.is_json:
        return True
    accepted = request.accept_mimetypes
    return accepted.best_match(["text/html", "application/json"]) == "application/json"
