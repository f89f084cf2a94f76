"""A phone with WebKit: killed as a phone kills it, opened again with what it kept."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.webdriver import Remote
from selenium.webdriver.common.proxy import Proxy, ProxyType
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options

from tests.patience import SECONDS
from tests.webkit.certificate import Certificate
from tests.webkit.until import until

WINDOW = Path(__file__).with_name("window.py")
DRIVER = "WebKitWebDriver"
SCREEN = "Xvfb"
PYTHON_OF_SYSTEM = "/usr/bin/python3"
KNOWS_WEBKIT = "import gi; gi.require_version('WebKit2', '4.1')"


SCRIPT_FAILED = "CONSOLE JS ERROR"
NO_ANSWER = "Fetch API cannot load"
"""How a request ends that nobody answered, or whose page was left."""


class WebkitMissingError(Exception):
    """Something that these tests run on is not on this machine."""


def check_parts() -> None:
    """See that all of it is there.

    Raises:
        WebkitMissingError: naming what is not, and how to install it.
    """
    missing = [name for name in (DRIVER, SCREEN) if shutil.which(name) is None]
    knows = subprocess.run([PYTHON_OF_SYSTEM, "-c", KNOWS_WEBKIT], capture_output=True, check=False)
    missing += [] if knows.returncode == 0 else [f"WebKit for {PYTHON_OF_SYSTEM}"]
    if missing:
        message = f"{' and '.join(missing)} is not installed: `make servers` says what does it"
        raise WebkitMissingError(message)


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees; gives its name for `DISPLAY`."""
    read, write = os.pipe()
    options = ["-displayfd", str(write), "-screen", "0", "800x1000x24", "-nolisten", "tcp"]
    shown = subprocess.Popen([SCREEN, *options], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        shown.terminate()
        shown.wait(timeout=30)


@dataclass
class Phone:
    """A phone and its one browser."""

    folder: Path
    """What it keeps, and what it writes on its console."""
    display: str
    certificate: Certificate
    _driver: subprocess.Popen[bytes] | None = None
    _browser: Remote | None = None

    @property
    def _log(self) -> Path:
        return self.folder / "driver.log"

    @property
    def faults_of_scripts(self) -> list[str]:
        """What failed in the pages' scripts so far, as the browser writes it on its console."""
        said = self._log.read_text().splitlines()
        return [line for line in said if SCRIPT_FAILED in line and NO_ANSWER not in line]

    def open(self) -> Remote:
        """Start the browser, which finds what it had; gives what drives it."""
        port = _free_port()
        with self._log.open("ab") as log:
            # A group of its own, so that all its processes can be killed at once.
            self._driver = subprocess.Popen(
                [DRIVER, "--host=127.0.0.1", f"--port={port}"],
                env=os.environ
                | {"DISPLAY": self.display, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"},
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        until(lambda: _listens(port), DRIVER)
        options: Any = Options()
        options.binary_location = PYTHON_OF_SYSTEM
        for word in (WINDOW, self.folder / "kept", self.certificate.path):
            options.add_argument(str(word))
        direct = ClientConfig(
            f"http://127.0.0.1:{port}", proxy=Proxy({"proxyType": ProxyType.DIRECT})
        )
        browser = Remote(RemoteConnection(client_config=direct), options=options)
        browser.set_page_load_timeout(SECONDS)
        browser.set_script_timeout(SECONDS)
        self._browser = browser
        return browser

    def kill(self) -> None:
        """End all of the browser's processes where they stand: nothing is put in order."""
        if self._driver is not None:
            os.killpg(self._driver.pid, signal.SIGKILL)
            self._driver.wait(timeout=30)
            self._driver = None
        if self._browser is not None:
            connection: Any = self._browser.command_executor
            connection.close()
            self._browser = None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
