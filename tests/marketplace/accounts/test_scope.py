"""The one door to an organisation's rows: a row without an owner is nobody's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from marketplace.accounts import scope
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.db import Base
from tests.factories import make_buyer


class Shelf(DeclarativeBase):
    """Tables of this test alone."""


class Parcel(Shelf):
    """A row that may have lost its owner."""

    __tablename__ = "parcels"
    __owners__ = ("sender_id", "receiver_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int | None]
    receiver_id: Mapped[int | None]


@pytest.fixture
def shelf() -> Iterator[Session]:
    """Give two parcels: one of nobody, one sent by organisation 1 to nobody."""
    engine = create_engine("sqlite://")
    Shelf.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Parcel(id=1), Parcel(id=2, sender_id=1)])
        session.flush()
        yield session
    engine.dispose()


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_buyer(session)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("organisation_id", "seen"), [(None, []), (0, []), (1, [2]), (2, [])])
def test_t06_a_row_without_an_owner_is_nobodys(
    shelf: Session, actor: Actor, organisation_id: int | None, seen: list[int]
) -> None:
    asker = replace(actor, organisation_id=organisation_id)

    assert [parcel.id for parcel in shelf.scalars(scope.rows(asker, Parcel))] == seen
    with pytest.raises(NotFound):
        scope.one(shelf, asker, Parcel, id=1)


def test_t06_every_owned_row_has_an_owner() -> None:
    owned = [mapper.class_ for mapper in Base.registry.mappers if hasattr(mapper.class_, "__owners__")]
    columns = [model.__table__.c[name] for model in owned for name in model.__owners__]

    assert len(columns) > 10
    assert [str(column) for column in columns if column.nullable] == []
