"""A phone with WebKit: killed as a phone kills it, opened again with what it kept."""

import os
import shutil
import signal
import socket
import subprocess
import urllib.request
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
    """One browser on one phone. `browser` drives it while it is open."""

    folder: Path
    """What it keeps, and a log of its driver."""
    display: str
    certificate: Certificate
    _driver: subprocess.Popen[bytes] | None = None
    _browser: Remote | None = None

    @property
    def browser(self) -> Remote:
        """The open browser."""
        assert self._browser is not None, "the browser is not open"
        return self._browser

    def open(self) -> Remote:
        """Start the browser; it finds what it had."""
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        with (self.folder / "driver.log").open("ab") as log:
            # A group of its own, so that all its processes can be killed at once.
            self._driver = subprocess.Popen(
                [DRIVER, "--host=127.0.0.1", f"--port={port}"],
                env=os.environ
                | {"DISPLAY": self.display, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"},
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        until(lambda: _answers(f"{address}/status"), DRIVER)
        options: Any = Options()
        options.binary_location = PYTHON_OF_SYSTEM
        for word in (WINDOW, self.folder / "kept", self.certificate.path):
            options.add_argument(str(word))
        direct = ClientConfig(address, proxy=Proxy({"proxyType": ProxyType.DIRECT}))
        self._browser = Remote(RemoteConnection(client_config=direct), options=options)
        self._browser.set_page_load_timeout(SECONDS)
        self._browser.set_script_timeout(SECONDS)
        return self._browser

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


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own driver
            return True
    except OSError:
        return False
