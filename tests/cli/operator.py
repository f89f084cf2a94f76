"""Somebody who runs commands on an installation."""

from click.testing import CliRunner, Result

from bleedlog.cli import main

SECRET = "0123456789-abcdefghij-of-tests-and-no-more"


class Operator:
    """Runs commands on the record of that URL."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, *words: str, typed: str | bytes = "", **environment: str) -> Result:
        """The command of those words, that typed into it, with these settings more."""
        settings = {"BLEEDLOG_DATABASE_URL": self.url, "BLEEDLOG_SECRET_KEY": SECRET}
        return CliRunner(env=settings | environment).invoke(main, list(words), input=typed)
