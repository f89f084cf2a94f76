"""A picture that a phone's camera reads."""

from io import BytesIO

from markupsafe import Markup


def qr_picture(text: str, label: str) -> Markup:
    """An inline SVG (QR code, level M) of a text; `label` says to a screen reader what it is.

    Black on white in light and dark, with the quiet edge that cameras need.
    """
    import segno  # noqa: PLC0415 - loaded by whoever shows one

    written = BytesIO()
    segno.make(text, error="m", micro=False).save(
        written, kind="svg", xmldecl=False, svgns=False, omitsize=True, light="#fff",
        svgclass="qr", lineclass=None, border=4, nl=False,
    )  # fmt: skip
    drawing = written.getvalue().decode()
    opened = Markup('<svg role="img" aria-label="{}" ').format(label)
    return opened + Markup(drawing.removeprefix("<svg "))  # noqa: S704 - drawn by segno
