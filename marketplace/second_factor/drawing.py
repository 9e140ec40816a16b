"""Drawing the QR code that a phone reads the secret from."""

import io


def qr_svg(text: str) -> bytes:
    """Return a QR code as an SVG file, dark on white whatever the page's colours, without styles of its own."""
    import segno

    out = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(out, kind="svg", border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return out.getvalue()
