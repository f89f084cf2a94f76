"""`bleedlog rates` as a test types it, and a diary file to read."""

from click.testing import CliRunner, Result

from bleedlog.cli import main

DIARY = """patient,kind,start,end,site,side,cause
P1,observed,2023-03-01,2025-09-01,,,
P1,gene_therapy,2024-03-01,,,,
P1,bleed,2023-04-01,,knee,left,spontaneous
P1,bleed,2023-05-01,,knee,left,spontaneous
P1,bleed,2023-06-02,,knee,left,spontaneous
P1,bleed,2024-10-01,,,,
"""
SECOND = "P2,bleed,2024-10-01,,,,\nP2,back_on_prophylaxis,2024-11-01,,,,\n"


def run(*arguments: str, given: str | bytes = DIARY) -> Result:
    """The command with those arguments and that on standard input."""
    return CliRunner().invoke(main, ["rates", *arguments], input=given)


def table(given: str) -> str:
    """The printed tables with their white space evened out."""
    result = run("-", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())
