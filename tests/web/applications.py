"""The application as tests run it: made once for all tests that run it alike.

To put it together and to compile its templates takes longer than most tests do, so a test gets one
that others used before, with a record of its own behind it. A test that changes the application
itself (its routes, its configuration) makes one for itself with `create_app`.
"""

from dataclasses import replace

from flask import Flask

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database


class Applications:
    """Those that were made so far."""

    def __init__(self) -> None:
        """None yet."""
        self._made: dict[Settings, Flask] = {}

    def on(self, record: Database, settings: Settings) -> Flask:
        """The application that runs by these settings, on that record."""
        # Which record it is, the settings say to nobody but the one who opens it.
        alike = replace(settings, database_url="")
        if alike not in self._made:
            self._made[alike] = create_app(settings, record)
        self._made[alike].extensions["bleedlog.record"] = record
        return self._made[alike]

    def finish(self) -> None:
        """Wait until what was left to do afterwards is done, before another record comes."""
        for app in self._made.values():
            app.extensions["bleedlog.afterwards"].submit(lambda: None).result()
