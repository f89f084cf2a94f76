"""What is somebody's right: keys for their programs, their data to take along, an end to it all."""

from bleedlog.web.rights import about, data, deleting, privacy, tokens
from bleedlog.web.rights.blueprint import blueprint

__all__ = ["about", "blueprint", "data", "deleting", "privacy", "tokens"]
