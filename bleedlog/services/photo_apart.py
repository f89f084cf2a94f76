"""Cleaning photos in a program of its own, without our secrets and connections, with limits.

Reading pictures is work for C libraries on bytes that anybody can send: a crash, a leak or an
endless loop there must not be the server's. It costs a fifth of a second a photo.
"""

import re
import subprocess
import sys

from bleedlog.models.picture import (
    MOST_SENT_BYTES,
    PhotoFault,
    PhotoRefusedError,
    PhotoType,
    Picture,
)

PROGRAM = "bleedlog.services.photo_cleaning"
SECONDS = 20
"""Less than a server waits for its worker."""

_KEPT = re.compile(rb"kept (\d+) (\d+)\n")
_REFUSED = re.compile(rb"refused ([a-z-]+)\n")


def clean_apart(sent: bytes) -> Picture:
    """What `clean_photo` makes of it, safely. A file on which it crashes counts as broken.

    Raises:
        PhotoRefusedError: saying what is wrong with it.
    """
    if len(sent) > MOST_SENT_BYTES:
        raise PhotoRefusedError(PhotoFault.TOO_MANY_BYTES)
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the photo comes as its input
            [sys.executable, "-I", "-m", PROGRAM],
            input=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        # No memory for another program, or no time: the photo's own time is limited over there.
        raise PhotoRefusedError(PhotoFault.NOT_NOW) from None
    if done.returncode < 0:
        # Ended by a signal: it crashed, or its time was up.
        raise PhotoRefusedError(PhotoFault.BROKEN)
    if kept := _KEPT.match(done.stdout):
        content = done.stdout[kept.end() :]
        return Picture(content, PhotoType.JPEG, width=int(kept[1]), height=int(kept[2]))
    refused = _REFUSED.fullmatch(done.stdout)
    raise PhotoRefusedError(PhotoFault(refused[1].decode()) if refused else PhotoFault.NOT_NOW)
