"""What statements became on one database of a kind serves the tests of all others of that kind.

Each test opens a database of its own, whose engine has compiled nothing: to compile took a
quarter of all tests' time. The application opens one and keeps what it compiled.
"""

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from bleedlog.storage.engine import Database

_STATEMENTS = 2000
_first: dict[str, Engine] = {}
"""By kind, the first that was opened: what is compiled belongs to its dialect."""


def share_statements(database: Database) -> None:
    """Let a database that can be reached compile only what no test before compiled."""
    engine = database.engine
    first = _first.get(engine.name)
    if first is None:
        with engine.connect():
            pass  # a dialect knows its server when it has met it
        engine.dispose()
        engine.update_execution_options(compiled_cache=LRUCache(_STATEMENTS))
        _first[engine.name] = engine
        return
    engine.dialect = first.dialect
    engine.update_execution_options(**first.get_execution_options())
