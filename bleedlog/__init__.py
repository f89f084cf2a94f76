"""bleedlog: the bleeding diary that turns one tap on a phone into evidence."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bleedlog.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """`create_app`, loaded when asked for: the command line starts without the web."""
    if name == "create_app":
        from bleedlog.app import create_app  # noqa: PLC0415 - the point of it

        return create_app
    raise AttributeError(name)
