"""Ids of entries, made in processes that were forked from one."""

import subprocess
import sys

FORK = """
import os
from bleedlog.models.entry_input import new_id

new_id()  # whoever forks may have made one already
for _ in range(2):
    if not os.fork():
        print(*(new_id().hex[13:] for _ in range(3)), sep="\\n", flush=True)
        os._exit(0)
    os.wait()
"""


def test_workers_forked_from_one_process_never_make_the_same_ids() -> None:
    """What follows the time in an id is drawn by lot: two lots must not be one."""
    told = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, check=True)
    drawn = told.stdout.split()
    assert len(drawn) == 6
    assert len(set(drawn)) == 6
