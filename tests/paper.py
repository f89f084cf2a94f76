"""What a PDF says: its words, its pages, its structure, and what a validator finds wrong."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pdfua import Severity, validate


def pages_of(made: bytes) -> int:
    """How many pages it has."""
    with pikepdf.open(BytesIO(made)) as pdf:
        return len(pdf.pages)


def words_of(made: bytes) -> str:
    """All words in the order in which they are set, spaces made one."""
    document = pypdfium2.PdfDocument(made)
    try:
        words = []
        for page in document:
            text = page.get_textpage()
            words.append(text.get_text_range())
            text.close()
            page.close()
        return " ".join(" ".join(words).split())
    finally:
        document.close()


def parts_of(made: bytes) -> list[tuple[str, str]]:
    """Its tags with what stands for a picture in words, in reading order."""
    with pikepdf.open(BytesIO(made)) as pdf:
        return list(_parts(pdf.Root.StructTreeRoot))


def _parts(part: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(part, pikepdf.Dictionary):
        return
    if "/S" in part:
        yield str(part.S), str(part.get("/Alt", ""))
    below: Any = part.get("/K", [])
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        yield from _parts(one)


def says_of_itself(made: bytes) -> dict[str, str]:
    """Language, title, whether it is tagged, and which part of PDF/UA it claims."""
    with pikepdf.open(BytesIO(made)) as pdf, pdf.open_metadata() as told:
        return {
            "lang": str(pdf.Root.Lang),
            "title": str(told["dc:title"]),
            "tagged": str(pdf.Root.MarkInfo.Marked),
            "title is shown": str(pdf.Root.ViewerPreferences.DisplayDocTitle),
            "pdf/ua": str(told["pdfuaid:part"]),
        }


def faults_of(made: bytes, folder: Path) -> list[str]:
    """What `pdfua` calls an error, of what a machine can check."""
    path = folder / "page.pdf"
    path.write_bytes(made)
    found = validate(str(path)).findings
    return [f"{one.rule_id}: {one.message}" for one in found if one.severity is Severity.ERROR]
