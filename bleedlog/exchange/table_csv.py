"""A page's table as CSV, for a sheet or a statistics program."""

import csv
import io
from collections.abc import Iterable, Sequence

from bleedlog.exchange.diary_file_cells import guarded


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table with its header, lines ended as RFC 4180 says.

    Cells that a spreadsheet could take for a formula are neutralised.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()
