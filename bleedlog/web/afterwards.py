"""What is done when the answer is on its way: it makes nobody wait, and its time tells nothing.

A worker closes the connection before it takes the next request, so even work "after the response"
shows in when the connection closes. Hence a thread beside it, one a process, in order. What has to
be tried again waits beside the thread, so that nothing else waits for it; it ends with the process.
"""

import logging
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import BoundedSemaphore, Timer
from typing import cast

from flask import Flask, Response, after_this_request, current_app, g

logger = logging.getLogger("bleedlog.web")

Task = Callable[[], None]


MOST_WAITING = 50
"""Tasks of a process that wait to be tried again; each takes a little memory and a timer."""


class Afterwards:
    """The thread, which starts with its first task, and what waits beside it."""

    def __init__(self) -> None:
        """With nothing to do yet."""
        self._thread = ThreadPoolExecutor(1, "afterwards")
        self._room = BoundedSemaphore(MOST_WAITING)

    def submit(self, task: Task) -> Future[None]:
        """Run `task` after all that was submitted before."""
        return self._thread.submit(task)

    def submit_later(self, wait: timedelta, task: Task) -> bool:
        """The same after a while, unless the process ends before; False if too much waits."""
        if not self._room.acquire(blocking=False):
            return False

        def submit() -> None:
            self._room.release()
            # The process may be ending.
            with suppress(RuntimeError):
                self.submit(task)

        timer = Timer(wait.total_seconds(), submit)
        timer.daemon = True
        timer.start()
        return True


def init_afterwards(app: Flask) -> None:
    """Make what is done afterwards possible."""
    app.extensions["bleedlog.afterwards"] = Afterwards()


def app_afterwards(app: Flask) -> Afterwards:
    """The application's."""
    return cast("Afterwards", app.extensions["bleedlog.afterwards"])


def do_afterwards(task: Task) -> None:
    """Run `task` when this request is answered. It must not use the request or the application."""
    queue = app_afterwards(current_app)
    request_id = g.get("request_id")

    run = telling(task, request_id)

    @after_this_request
    def plan(response: Response) -> Response:
        response.call_on_close(lambda: queue.submit(run))
        return response


def telling(task: Task, request_id: str | None = None) -> Task:
    """`task`, except that its failure is logged and not raised: nobody waits for it."""

    def run() -> None:
        try:
            task()
        except Exception as error:  # noqa: BLE001 - whatever it is must be told
            _log(error, request_id)

    return run


def _log(error: Exception, request_id: str | None) -> None:
    # Without the message, which may quote somebody.
    frames = traceback.extract_tb(error.__traceback__)
    facts = {
        "request": request_id,
        "kind": type(error).__qualname__,
        "way": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    logger.error("failure afterwards", extra={"facts": facts})
