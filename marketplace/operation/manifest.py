"""What an archive says of itself: its form, what is in it, and the hash of every part."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

FORMAT = 1
NAME = "manifest.json"
SEAL = "manifest.sha256"
"""The last member: the hash of the manifest, so that a changed manifest shows as well."""
NOTE = (
    "Backup of an Etalase Desa site. It holds personal data: keep it as you keep the site. "
    "SECRET_KEY and the other settings are not in it. The search index is built anew: "
    "python -m marketplace restore FILE"
)


class Kind(StrEnum):
    """How the values of a column are written."""

    PLAIN = "plain"
    MOMENT = "moment"
    DATE = "date"
    DECIMAL = "decimal"
    BYTES = "bytes"
    JSON = "json"


class Part(BaseModel):
    """One member of the archive; ``size`` in bytes as it lies there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    size: int
    sha256: str


class TableParts(BaseModel):
    """The rows of one table: lines of JSON, in parts that fit into memory."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    columns: dict[str, Kind]
    rows: int
    parts: list[Part]


class Manifest(BaseModel):
    """All of an archive. ``chain`` is the head of the chain of events, ``LENGTH:HASH``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    note: str = NOTE
    made_at: datetime
    site: str
    revision: str
    chain: str
    tables: list[TableParts]
    media: list[Part]

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(table.rows for table in self.tables)

    def parts(self) -> dict[str, Part]:
        """Return every part by its name."""
        parts = [part for table in self.tables for part in table.parts] + self.media
        return {part.name: part for part in parts}
