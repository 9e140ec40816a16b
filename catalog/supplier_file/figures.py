"""Figures as people here read them: one decimal, with a comma in Indonesian; sizes of files."""

from marketplace.web.i18n import language


def one_decimal(value: float) -> str:
    """Return ``5,2`` (English: ``5.2``)."""
    shown = f"{value:.1f}"
    return shown if language() == "en" else shown.replace(".", ",")


def file_size(size: int) -> str:
    """Return a size in MB, or in KB below one: ``2,4 MB``."""
    return f"{one_decimal(size / 1_000_000)} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
