"""A page of HTML as a tagged PDF, drawn with what is handed in and nothing else.

WeasyPrint and the libraries below it (Pango, fontconfig) take a second to load, so they are
imported with the first PDF that somebody asks for, and a server without them does all the rest.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

HANDED = "handed:"
"""How the page names a picture: `<img src="handed:timeline" alt="...">`."""

LIBRARIES = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
"""What a Debian server needs beside the Python packages, as the command that installs it."""


class PdfUnavailableError(Exception):
    """What draws PDFs is not whole on this machine; `LIBRARIES` says what mends it."""


def pdf_of(html: str, styles: str, pictures: Mapping[str, str]) -> bytes:
    """The page as PDF/UA-1: tagged, in the language and with the title that it says itself.

    Text is set in the fonts that the machine has, which are embedded. Nothing is read from a disk
    or asked of a network: whatever else page or styles name is left out.

    Args:
        html: A whole document, with `lang` and `title`; every picture has an `alt`.
        styles: Its style sheet.
        pictures: SVG documents that it names as `handed:NAME`, by name.

    Raises:
        PdfUnavailableError: If WeasyPrint or a library of its own cannot be loaded, or the machine
            has no font.
    """
    drawing = _drawing()
    fetcher = _fetcher(drawing, pictures)
    sheet = drawing.CSS(string=styles, url_fetcher=fetcher)
    page = drawing.HTML(string=html, url_fetcher=fetcher)
    made: bytes = page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return made


def check_pdf() -> None:
    """Try whether PDFs can be drawn, for whoever looks a machine over.

    Raises:
        PdfUnavailableError: If they cannot.
    """
    _drawing()


def _drawing() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - see above: a worker starts without it
        from PIL import ImageFile  # noqa: PLC0415

        # It lets half a picture pass for whole, in all of the process; people's photos may not.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    except (ImportError, OSError) as error:
        raise PdfUnavailableError(str(error).partition("\n")[0]) from error
    # Pango does not refuse to write without a font: it takes the whole process down.
    if not _fonts():
        message = "this machine has no font"
        raise PdfUnavailableError(message)
    return weasyprint


@cache
def _fonts() -> int:
    """How many fonts the machine has."""
    from weasyprint.text.ffi import fontconfig  # noqa: PLC0415

    found = fontconfig.FcConfigGetFonts(
        fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcSetSystem
    )
    return int(found.nfont) if found else 0


def _fetcher(drawing: Any, pictures: Mapping[str, str]) -> Any:
    class OnlyWhatIsHandedIn(drawing.urls.URLFetcher):  # type: ignore[misc]  # has no types
        """Knows no file and no network."""

        def fetch(self, url: str, _headers: Any = None) -> Any:
            """The picture of that name; a refusal makes WeasyPrint go on without."""
            picture = pictures.get(url.removeprefix(HANDED)) if url.startswith(HANDED) else None
            if picture is None:
                message = "only what is handed in is fetched"
                raise ValueError(message)
            kind = {"Content-Type": "image/svg+xml"}
            return drawing.urls.URLFetcherResponse(url, picture, kind)

    return OnlyWhatIsHandedIn()
