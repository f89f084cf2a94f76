"""The progress bar is for terminals, and only where one has to wait."""

import os
import pty
import subprocess
import sys

CODE = """
import time
from bleedlog.cli.waiting import Waiting
with Waiting() as waiting:
    waiting.tell("Quick", 0.1)
    time.sleep({pause})
    waiting.tell("Slow", 0.5)
"""


def shown_on_a_terminal(pause: float) -> str:
    """What a terminal is sent by a program that tells, waits and tells again."""
    here, there = pty.openpty()
    program = [sys.executable, "-c", CODE.format(pause=pause)]
    with subprocess.Popen(program, stderr=there) as running:
        os.close(there)
        shown = b""
        while more := _read(here):
            shown += more
    os.close(here)
    assert running.returncode == 0
    return shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when nobody writes to it any more
        return b""


def test_who_waits_sees_what_is_done_and_who_does_not_sees_nothing() -> None:
    slow = shown_on_a_terminal(1.2)
    assert "Slow" in slow
    assert "Quick" not in slow
    assert shown_on_a_terminal(0) == ""
