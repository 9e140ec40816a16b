"""The one door to an organisation's rows. A stranger's row does not exist: ``NotFound``, never "forbidden"."""

from typing import Any, Protocol, TypeVar

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor, Permission


class Owned(Protocol):
    """A table whose rows belong to organisations; ``__owners__`` names the columns that say to which."""

    __owners__: tuple[str, ...]
    id: Any


T = TypeVar("T", bound=Any)


def rows(actor: Actor, model: type[T], *, beyond: Permission | None = None) -> Select[T]:
    """Select the rows of a model that the actor's organisation owns.

    A holder of the permission ``beyond`` (an official) sees all rows. Nobody without an active organisation
    sees any: an owner that is NULL matches no one.
    """
    statement = select(model)
    if beyond is not None and actor.can(beyond):
        return statement
    owners = [getattr(model, name) == actor.organisation_id for name in model.__owners__]
    return statement.where(or_(*owners)) if actor.organisation_id is not None else statement.where(false())


def one(session: Session, actor: Actor, model: type[T], *, beyond: Permission | None = None, **criteria: Any) -> T:
    """Return the one row that fits; raise ``NotFound`` where there is none or it is another's."""
    row: T | None = session.scalars(rows(actor, model, beyond=beyond).filter_by(**criteria)).unique().one_or_none()
    if row is None:
        raise NotFound()
    return row
