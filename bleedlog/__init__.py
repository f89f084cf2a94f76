"""bleedlog: the bleeding diary that turns one tap on a phone into evidence."""

import gc
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bleedlog.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """`create_app`, loaded when asked for: the command line starts without the web."""
    if name != "create_app":
        raise AttributeError(name)
    # What is loaded here stays for good. It is not looked through for garbage while it loads (a
    # tenth of the start), nor ever again while somebody waits for a page (30 ms at a time).
    was_on = gc.isenabled()
    gc.disable()
    try:
        from bleedlog.app import create_app  # noqa: PLC0415 - the point of it
    finally:
        if was_on:
            gc.enable()
    gc.freeze()
    globals()[name] = create_app
    return create_app
