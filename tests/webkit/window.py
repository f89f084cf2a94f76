"""A window of WebKit that a test steers, which keeps on disk what it is told to keep.

`python3 window.py FOLDER CERTIFICATE`, with Debian's own Python, which knows GTK: the virtual
environment's does not. WebKitWebDriver starts it. The browser that comes with WebKit forgets
everything when a test lets go of it; this one finds in FOLDER what it had when it was killed.
"""

import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")

from gi.repository import Gio, Gtk, WebKit2  # noqa: E402 - their versions are chosen above

# What Selenium asks of whatever it drives through WebKitWebDriver.
NAME = "MiniBrowser"


def remembering(folder: Path, certificate: Path) -> Any:
    """A browser whose cookies, IndexedDB, caches and service workers stay in that folder.

    It trusts that one certificate for localhost, and asks no proxy of this machine.
    """
    data = WebKit2.WebsiteDataManager(
        base_data_directory=str(folder / "data"), base_cache_directory=str(folder / "cache")
    )
    data.set_network_proxy_settings(WebKit2.NetworkProxyMode.NO_PROXY, None)
    data.get_cookie_manager().set_persistent_storage(
        str(folder / "cookies.sqlite"), WebKit2.CookiePersistentStorage.SQLITE
    )
    browser = WebKit2.WebContext(website_data_manager=data)
    browser.allow_tls_certificate_for_host(
        Gio.TlsCertificate.new_from_file(str(certificate)), "localhost"
    )
    browser.set_automation_allowed(True)
    return browser


def main(folder: Path, certificate: Path) -> None:
    """Open one window of a phone's size, and leave it to whoever drives."""
    browser = remembering(folder, certificate)
    view = WebKit2.WebView(web_context=browser, is_controlled_by_automation=True)
    view.get_settings().set_enable_write_console_messages_to_stdout(True)

    def begin(_browser: Any, session: Any) -> None:
        about = WebKit2.ApplicationInfo()
        about.set_name(NAME)
        session.set_application_info(about)
        session.connect("create-web-view", lambda _session: view)

    browser.connect("automation-started", begin)
    window = Gtk.Window(default_width=390, default_height=844)
    window.connect("destroy", Gtk.main_quit)
    window.add(view)
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
