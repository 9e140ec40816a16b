"""QR codes in every form that we need: on paper, within a page, as a file to save. Dark on white in all of them.

Level Q of error correction (a quarter of the code may be dirty or torn) unless a denser one must fit a small screen.
"""

import io
from typing import Any, Literal

Level = Literal["m", "q"]
QUIET = 4
"""Modules of white around the code that readers need (ISO/IEC 18004)."""


def printed(text: str) -> str:
    """Draw a code as SVG for ``#qr(...)`` of the printing kit."""
    return _svg(text).decode()


def inline(text: str) -> str:
    """Draw a code to stand in a page: SVG without a size, so that the style sheet gives it one."""
    return str(_code(text, "q").svg_inline(border=2, omitsize=True, svgclass=None))


def svg_file(text: str, *, level: Level = "q") -> bytes:
    """Draw a code as an SVG file that scales to any size, on white whatever lies beneath it."""
    return _svg(text, level, light="#fff", omitsize=True, svgclass=None, lineclass=None)


def png_file(text: str, *, pixels: int) -> bytes:
    """Draw a code as a PNG of at most so many pixels a side, in whole pixels for each module so that it stays sharp."""
    code, out = _code(text, "q"), io.BytesIO()
    modules = code.symbol_size(border=QUIET)[0]
    code.save(out, kind="png", border=QUIET, scale=max(1, pixels // modules))
    return out.getvalue()


def _svg(text: str, level: Level = "q", **options: Any) -> bytes:
    out = io.BytesIO()
    _code(text, level).save(out, kind="svg", border=QUIET, xmldecl=False, **options)
    return out.getvalue()


def _code(text: str, level: Level) -> Any:
    import segno

    return segno.make_qr(text, error=level, boost_error=False)
