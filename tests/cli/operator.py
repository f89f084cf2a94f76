"""Somebody who runs commands on an installation."""

from click.testing import CliRunner, Result

from bleedlog.cli import main

SECRET = "0123456789-abcdefghij-of-tests-and-no-more"


class Operator:
    """Runs commands on the record of that URL, which on PostgreSQL the owner enters by another."""

    def __init__(self, url: str, owner_url: str | None = None) -> None:
        self.url, self.owner_url = url, owner_url or url

    def run(self, *words: str, typed: str | bytes = "", **environment: str) -> Result:
        """The command of those words, that typed into it, with these settings more."""
        settings = {"BLEEDLOG_DATABASE_URL": self.url, "BLEEDLOG_SECRET_KEY": SECRET}
        if self.owner_url != self.url:
            settings["BLEEDLOG_OWNER_DATABASE_URL"] = self.owner_url
        return CliRunner(env=settings | environment).invoke(main, list(words), input=typed)
