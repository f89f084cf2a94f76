"""The server of the browser tests itself: what it or its browsers let out fails the run."""

import shutil
from pathlib import Path

import pytest

from tests.browser.site import served
from tests.people import People

NAME = "Zwitscherling"


def let_out(folder: Path, leak: str) -> None:
    """Serve somebody of that name, and let the name out."""
    log = folder / "server.log"
    with served(folder / "bleedlog.db", log) as site:
        People(site.record).user(NAME)
        if leak == "log":
            with log.open("a") as written:
                written.write(f"hello {NAME}\n")
        else:
            site.addresses.add(f"{site.url}/clinic?search={NAME}")


@pytest.mark.parametrize("leak", ["log", "address"])
def test_a_name_that_gets_out_fails_the_run(migrated_file: Path, tmp_path: Path, leak: str) -> None:
    """So that the check at the end of the other tests is known to look."""
    shutil.copyfile(migrated_file, tmp_path / "bleedlog.db")

    with pytest.raises(AssertionError, match="what only people know"):
        let_out(tmp_path, leak)
