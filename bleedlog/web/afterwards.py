"""What is done when the answer is on its way: it makes nobody wait, and its time tells nothing.

A worker closes the connection before it takes the next request, so even work "after the response"
shows in when the connection closes. Hence a thread beside it, one a process, in order.
"""

import logging
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from flask import Flask, Response, after_this_request, current_app, g

logger = logging.getLogger("bleedlog.web")

Task = Callable[[], None]


def init_afterwards(app: Flask) -> None:
    """Make the thread's queue; the thread itself starts with its first task."""
    app.extensions["bleedlog.afterwards"] = ThreadPoolExecutor(1, "afterwards")


def do_afterwards(task: Task) -> None:
    """Run `task` when this request is answered. It must not use the request or the application."""
    queue = cast("ThreadPoolExecutor", current_app.extensions["bleedlog.afterwards"])
    request_id = g.get("request_id")

    def run() -> None:
        try:
            task()
        except Exception as error:  # noqa: BLE001 - nobody waits for it, and it must be told
            _log(error, request_id)

    @after_this_request
    def plan(response: Response) -> Response:
        response.call_on_close(lambda: queue.submit(run))
        return response


def _log(error: Exception, request_id: str | None) -> None:
    # Without the message, which may quote somebody.
    frames = traceback.extract_tb(error.__traceback__)
    facts = {
        "request": request_id,
        "kind": type(error).__qualname__,
        "way": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    logger.error("failure afterwards", extra={"facts": facts})
