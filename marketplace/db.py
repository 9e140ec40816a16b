"""The database: declarative base, column types, and one rule for transactions on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Engine, Integer, MetaData, create_engine, event, make_url
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

WRITES = "etalase_writes"
"""Execution option that marks a transaction which will write."""


class Moment(TypeDecorator[datetime]):
    """An aware instant. Kept in UTC; SQLite drops the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back where the database dropped it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""64-bit keys; SQLite only counts up a column that is called INTEGER."""

PrimaryKey = Annotated[int, mapped_column(BigId, primary_key=True, autoincrement=True)]
Money = Annotated[int, mapped_column(BigInteger)]
"""Whole rupiah. 32 bits would end at Rp21 million in hundredths (reference/stack.md)."""
Instant = Annotated[datetime, mapped_column(Moment)]


class Base(DeclarativeBase):
    """Base of all tables; constraints are named so that migrations can drop them on SQLite too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """One engine and its two doors: ``reading`` and ``transaction``."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = url
        self.engine = _engine(url, pool_size)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a transaction that may write; commit at the end of the block, roll back on any error.

        On SQLite it begins with BEGIN IMMEDIATE, so two writers wait for each other instead of failing
        half-way (reference/performance.md: 28 of 32 orders failed without).
        """
        session = Session(self.engine.execution_options(**{WRITES: True}), expire_on_commit=False)
        with session, session.begin():
            yield session

    def reading(self) -> Session:
        """Return a session that only reads; the caller closes it."""
        return Session(self.engine, autoflush=False)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _engine(url: str, pool_size: int) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True)
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=pool_size, max_overflow=4 * pool_size, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would do so too late and without IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def conditional(session: Session, statement: Any) -> bool:
    """Run a conditional UPDATE and tell whether it changed a row: the way to take the last of something.

    Two takers at once: the database lets one of them see rowcount 1 (reference/reliability.md, part 0).
    """
    result: Any = session.execute(statement.execution_options(synchronize_session=False))
    return bool(result.rowcount)
