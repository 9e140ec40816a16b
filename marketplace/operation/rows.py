"""Rows as lines of JSON that both databases write and read."""

import base64
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary, MetaData, Numeric, Table, select, types
from sqlalchemy.engine import Connection

from marketplace.db import Moment
from marketplace.operation.manifest import Kind

PART_BYTES = 8 * 1024 * 1024
"""A part is closed when its lines, before compressing, have grown to this."""
CHUNK = 1000

KINDS: tuple[tuple[type[Any] | tuple[type[Any], ...], Kind], ...] = (
    ((Moment, DateTime), Kind.MOMENT),
    (Date, Kind.DATE),
    (JSON, Kind.JSON),
    (LargeBinary, Kind.BYTES),
    (types.Float, Kind.PLAIN),
    (Numeric, Kind.DECIMAL),
)

TYPES: dict[Kind, Callable[[], types.TypeEngine[Any]]] = {
    Kind.PLAIN: types.NullType,
    Kind.MOMENT: Moment,
    Kind.DATE: Date,
    Kind.DECIMAL: Numeric,
    Kind.BYTES: LargeBinary,
    Kind.JSON: lambda: JSON(none_as_null=True),
}

READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.MOMENT: datetime.fromisoformat,
    Kind.DATE: date.fromisoformat,
    Kind.DECIMAL: Decimal,
    Kind.BYTES: base64.b64decode,
}


@dataclass(frozen=True)
class Packed:
    """Some rows of a table, compressed."""

    data: bytes
    rows: int


def kind_of(column: Column[Any]) -> Kind:
    """Return how a column's values are written."""
    return next((kind for types_, kind in KINDS if isinstance(column.type, types_)), Kind.PLAIN)


def pack(connection: Connection, table: Table, seen: Callable[[int], None] = lambda _rows: None) -> Iterator[Packed]:
    """Read a table in the order of its keys and give its rows in parts; ``seen`` hears how many were read."""
    statement = select(*table.columns).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=CHUNK).execute(statement)
    lines, size, count = [], 0, 0
    for chunk in result.partitions(CHUNK):
        text = "".join(_line(row) for row in chunk).encode()
        lines.append(text)
        size, count = size + len(text), count + len(chunk)
        seen(len(chunk))
        if size >= PART_BYTES:
            yield Packed(_compressed(lines), count)
            lines, size, count = [], 0, 0
    if count:
        yield Packed(_compressed(lines), count)


def unpack(source: BinaryIO, columns: Mapping[str, Kind]) -> Iterator[list[dict[str, Any]]]:
    """Read the lines of one part and give them as rows, a thousand at a time."""
    readers = [(name, READERS.get(kind)) for name, kind in columns.items()]
    chunk = []
    with gzip.GzipFile(fileobj=source, mode="rb") as plain:
        for line in io.BufferedReader(plain):
            values = json.loads(line)
            chunk.append(
                {
                    name: value if value is None or read is None else read(value)
                    for (name, read), value in zip(readers, values, strict=True)
                }
            )
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def table_of(name: str, columns: Mapping[str, Kind]) -> Table:
    """Return a table as an archive describes it, to insert into whatever the code calls it today."""
    return Table(name, MetaData(), *(Column(column, TYPES[kind]()) for column, kind in columns.items()))


def _line(row: Iterable[Any]) -> str:
    return json.dumps(list(row), ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no way to write a {type(value).__name__}")


def _compressed(lines: list[bytes]) -> bytes:
    return gzip.compress(b"".join(lines), compresslevel=1, mtime=0)
