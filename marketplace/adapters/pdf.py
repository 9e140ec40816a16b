"""Printed documents: typst templates filled with data, the same bytes on every machine.

Words of users travel as JSON beside the template and are never part of its source, so nothing in them is run.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the four packages; templates import the kit from ``/marketplace/adapters/typst/kit.typ``."""


def compile_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Print a template (``Path(__file__).with_name("invoice.typ")``) with data that JSON can hold.

    The template reads it as ``#import "/marketplace/adapters/typst/kit.typ": *`` and then ``d.number``.
    Plain PDF, tagged for screen readers, and not PDF/A: that form refuses a letter no font has, and a buyer's name
    may hold one. Raises ``typst.TypstError`` when the template itself is wrong.
    """
    import typst

    printed = typst.compile(
        template,
        root=ROOT,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(printed, bytes):
        raise TypeError("typst returned no document")
    return printed


def printed_day(day: date) -> str:
    """Write a day as on Indonesian paper: ``24 November 2026``."""
    return str(format_date(day, "d MMMM y", locale="id"))


def printed_number(number: int) -> str:
    """Write a whole number as on Indonesian paper: ``1.234``."""
    return f"{number:,}".replace(",", ".")
