"""The application as it is served, with people in it who have all kinds of diaries."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bleedlog.storage.engine import Database
from bleedlog.storage.schema import upgrade
from tests.bench.made_record import FOLDER
from tests.browser.cast import Cast
from tests.browser.site import Site, served
from tests.browser.world import World, make_world


@contextmanager
def live_site(**settings: str) -> Iterator[tuple[Site, World]]:
    """The server, and who is there; `settings`: further variables of its environment."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=FOLDER) as folder:
        path = Path(folder) / "record.db"
        record = Database(f"sqlite:///{path}")
        upgrade(record)
        record.dispose()
        with served(path, Path(folder) / "server.log", **settings) as site:
            yield site, make_world(Cast(site.record, 1))
