"""What a browser fetches to keep the diary on a phone: manifest, service worker, the empty shell.

None of it says anything about anybody: the browser keeps it for whoever holds the phone.
"""

import functools
import hashlib
import json
from pathlib import Path

from flask import Response, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from bleedlog.web.opening import Audience, open_to
from bleedlog.web.phone.blueprint import blueprint
from bleedlog.web.static_files import StaticFiles, folder_of

SHELL = "/offline"
WORKER = "js/outbox/worker.js"

KEPT = (
    "images/favicon.svg", "images/icon-192.png", "build/idb.js",
    "js/charts.js", "js/figures.js", "js/log.js", "js/phone.js", "js/question.js",
    "js/shell.js", "js/waiting.js",
    *(
        f"js/outbox/{name}.js"
        for name in (
            *("answers", "card", "database", "deed", "drafts", "forms", "full", "idle", "install"),
            *("kept", "later", "leaving", "native", "nobody", "offers", "photos", "pill"),
            *("sending", "snapshots", "store", "telling", "undo", "version"),
        )
    ),
)  # fmt: skip
"""The files that the patient's pages need when there is no connection, besides their styles. Plotly
is not among them: a chart's still picture is in its page."""

COLOURS = {"background_color": "#f5f3ef", "theme_color": "#4a1236"}


def _files() -> StaticFiles:
    files: StaticFiles = current_app.extensions["bleedlog.files"]
    return files


@blueprint.get("/manifest.webmanifest")
@open_to(Audience.ANYONE)
def manifest() -> ResponseReturnValue:
    """How the diary looks on a home screen."""
    asset = _files().asset
    icons = [
        {"src": asset(f"images/icon-{size}.png"), "sizes": f"{size}x{size}", "purpose": "any"}
        for size in (192, 512)
    ]
    maskable = {"src": asset("images/icon-maskable.png"), "sizes": "512x512", "purpose": "maskable"}
    answer = jsonify(
        id="/",
        name="bleedlog",
        short_name="bleedlog",
        description="A diary of bleeds, for people with haemophilia",
        lang="en-GB",
        start_url="/",
        scope="/",
        display="standalone",
        **COLOURS,
        icons=[{**icon, "type": "image/png"} for icon in (*icons, maskable)],
        shortcuts=[
            {"name": "Log a bleed", "url": "/log/bleed"},
            {"name": "No bleeds", "url": "/#main"},
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/service-worker.js")
@open_to(Audience.ANYONE)
def service_worker() -> ResponseReturnValue:
    """The service worker, told which version it keeps."""
    files = _files()
    told = {
        "version": _version(files.prefix),
        "build": files.prefix,
        "shell": SHELL,
        "files": [*files.styles("phone"), *map(files.asset, KEPT)],
    }
    text = (folder_of("static") / WORKER).read_text(encoding="utf-8")
    return Response(f"const KEPT = {json.dumps(told)};\n{text}", mimetype="text/javascript")


@functools.cache
def _version(prefix: str) -> str:
    """Another one whenever a file or a template is another one."""
    digest = hashlib.sha256(prefix.encode())
    for path in sorted(Path(folder_of("templates")).rglob("*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@blueprint.get(SHELL)
@open_to(Audience.ANYONE)
def shell() -> ResponseReturnValue:
    """An empty page, which a script fills from what this phone keeps."""
    return render_template("phone/offline.html")
