"""`bleedlog rates`: a diary file's figures, for people as a table, for programs as JSON."""

import json
import math
from datetime import date

import click

from bleedlog.cli.day import Day
from bleedlog.cli.diary_text import faults_told, read_diary_text
from bleedlog.cli.output import output_told
from bleedlog.cli.rates_table import print_figures
from bleedlog.cli.waiting import Waiting
from bleedlog.exchange.diary_file_bytes import RATES_LIMIT
from bleedlog.models.moment import DEFAULT_ZONE, EARLIEST, LATEST, is_zone
from bleedlog.models.vocabulary import Source
from bleedlog.services.rates import figures_of_text, rates_of_figures


def _day(_context: click.Context, _option: click.Parameter, value: date | None) -> date | None:
    if value is None or EARLIEST <= value <= LATEST:
        return value
    message = f"expected a date from {EARLIEST.year} to {LATEST.year}"
    raise click.BadParameter(message)


def _zone(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not is_zone(value):
        message = "expected the name of a time zone like Europe/London"
        raise click.BadParameter(message)
    return value


def _finite(_context: click.Context, _option: click.Parameter, value: float) -> float:
    # A range check lets "nan" through: it is on no side of any limit.
    if math.isnan(value):
        message = "expected a number"
        raise click.BadParameter(message)
    return value


@click.command()
@click.argument("file", metavar="DIARY.csv")
@click.option(
    "--treated",
    type=Day(),
    callback=_day,
    metavar="DATE",
    help="Day of the gene therapy, instead of the file's; for one person's file only.",
)
@click.option(
    "--lead-in-months",
    type=click.IntRange(1, 1200),
    metavar="N",
    help="The lead-in is the N calendar months before treatment, not all that is known.",
)
@click.option(
    "--zone",
    default=DEFAULT_ZONE,
    show_default=True,
    callback=_zone,
    help="Time zone of rows that name none.",
)
@click.option(
    "--merge-hours",
    type=click.FloatRange(0, 8784),
    default=72,
    show_default=True,
    callback=_finite,
    help="Bleeds at one place within so many hours are one bleed.",
)
@click.option(
    "--min-days",
    type=click.IntRange(0, 36525),
    default=90,
    show_default=True,
    help="No rate is given for fewer observed days.",
)
@click.option(
    "--confidence",
    type=click.FloatRange(0.001, 0.999999),
    default=0.95,
    show_default=True,
    callback=_finite,
    help="Of every interval.",
)
@click.option("--exclude-unsure", is_flag=True, help="Leave out bleeds that nobody is sure of.")
@click.option("--include-surgical", is_flag=True, help="Count bleeds after surgery too.")
@click.option(
    "--without-source",
    "without",
    type=click.Choice([source.value for source in Source]),
    multiple=True,
    help="Leave out what came to be known so; may be repeated. A blank source is imported.",
)
@click.option("--mid-p", is_flag=True, help="Give ratios mid-P intervals instead of exact ones.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (bleedlog.rates/1).")
def rates(
    file: str,
    *,
    treated: date | None,
    lead_in_months: int | None,
    zone: str,
    merge_hours: float,
    min_days: int,
    confidence: float,
    exclude_unsure: bool,
    include_surgical: bool,
    without: tuple[str, ...],
    mid_p: bool,
    as_json: bool,
) -> None:
    """Count the bleeds of a diary file: how many a year, how sure, before and after.

    DIARY.csv is a diary file, version 1, of one person or many; - reads standard input.
    Faults of the file go to standard error, one a line, and the exit code is 2.
    """
    with faults_told(file), Waiting() as waiting:
        figures = figures_of_text(
            read_diary_text(file, RATES_LIMIT),
            treated=treated,
            lead_in_months=lead_in_months,
            zone=zone,
            merge_hours=merge_hours,
            min_days=min_days,
            confidence=confidence,
            exclude_unsure=exclude_unsure,
            include_surgical=include_surgical,
            without=frozenset(map(Source, without)),
            mid_p=mid_p,
            progress=waiting.tell,
        )
    with output_told("The figures"):
        if as_json:
            click.echo(json.dumps(rates_of_figures(figures), indent=2, allow_nan=False))
        else:
            print_figures(figures)
