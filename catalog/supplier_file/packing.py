"""Putting a ZIP together: entries under names of our own, each with its SHA-256; same entries, same bytes."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.supplier_file.rules import check_size

BEGINNING_OF_ZIP = (1980, 1, 1, 0, 0, 0)
"""No entry tells when it was written: the cover says the day."""
PACKED_ALREADY = (".pdf", ".jpg", ".webp", ".xlsx")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file inside: its safe name, what it is in words, its bytes."""

    name: str
    title: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def zipped(entries: Sequence[Entry]) -> bytes:
    """Return the ZIP; raise ``Invalid`` where it is too big, ``ValueError`` where two entries have one name."""
    if len({entry.name for entry in entries}) != len(entries):
        raise ValueError("two entries of one name")
    check_size(sum(len(entry.data) for entry in entries))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, BEGINNING_OF_ZIP)
            info.compress_type = zipfile.ZIP_STORED if entry.name.endswith(PACKED_ALREADY) else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, entry.data)
    return buffer.getvalue()


def listed(entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Return the list of contents as plain values."""
    return [
        {"name": entry.name, "title": entry.title, "size": len(entry.data), "sha256": entry.sha256} for entry in entries
    ]
