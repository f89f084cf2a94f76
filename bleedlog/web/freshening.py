"""A diary in which somebody just wrote gets its digest when the answer is on its way.

So a clinic's list finds it worked out, and a tap does not wait for it. What does not get its turn
(the process ends, or more is written than can be worked out beside the answers) is worked out when
the list is looked at.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from time import monotonic
from typing import Final
from uuid import UUID
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from werkzeug.wsgi import ClosingIterator

from bleedlog.models.viewer import Viewer
from bleedlog.services.freshening import freshen_diary
from bleedlog.services.record import Record, diaries_written
from bleedlog.web.afterwards import app_afterwards, telling

LOOKING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_WAITING: Final = 1000
"""Diaries of a process that wait for their turn."""
REST: Final = 4
"""So many times as long as it worked it leaves the processor to the answers."""


class Freshening:
    """Around the application: notes in which diaries a request wrote, and sees to them later."""

    def __init__(self, app: Flask) -> None:
        """With nothing to do yet."""
        self._app, self._answer = app, app.wsgi_app
        self._lock = Lock()
        self._waiting: dict[UUID, Viewer] = {}
        self._is_planned = False
        self._rests_until = 0.0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, and see to what was written when the answer was sent."""
        if environ["REQUEST_METHOD"] in LOOKING:
            return self._answer(environ, start_response)
        with diaries_written() as written:
            answer = self._answer(environ, start_response)
        if not written:
            return answer
        return ClosingIterator(answer, lambda: self._add(written))

    def _add(self, written: Mapping[UUID, Viewer]) -> None:
        with self._lock:
            for patient_id, by in written.items():
                if len(self._waiting) < MOST_WAITING:
                    self._waiting[patient_id] = by
            if self._is_planned or monotonic() < self._rests_until:
                # They have their turn with those that are planned, or with the next.
                return
            self._is_planned = True
        app_afterwards(self._app).submit(self._work)

    def _work(self) -> None:
        with self._lock:
            waiting, self._waiting, self._is_planned = self._waiting, {}, False
        # Those that waited through a rest may find that their record was closed and another opened.
        record: Record = self._app.extensions["bleedlog.record"]
        begun = monotonic()
        for patient_id, by in waiting.items():
            now = datetime.now(UTC)
            telling(partial(freshen_diary, record, by=by, patient_id=patient_id, now=now))()
        with self._lock:
            self._rests_until = monotonic() + REST * (monotonic() - begun)
