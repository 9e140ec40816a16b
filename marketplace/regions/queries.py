"""Reading regions: children for the dependent selects, names, prefixes."""

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from marketplace.core.errors import Invalid
from marketplace.core.text import _l
from marketplace.regions.models import Region


def children(session: Session, parent_code: str | None) -> list[Region]:
    """Return the direct children of a region by name; the provinces where the parent is None."""
    statement = select(Region).where(Region.parent_code == parent_code).order_by(Region.name)
    return list(session.scalars(statement))


def names(session: Session, codes: set[str]) -> dict[str, str]:
    """Return code to plain name for the codes that exist."""
    found = session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    return {code: name for code, name in found}  # noqa: C416


def path_of(session: Session, code: str) -> str:
    """Return the full path of a region, or the empty string."""
    return session.scalar(select(Region.path).where(Region.code == code)) or ""


def check_region(session: Session, code: str, *, field: str = "region", minimum_level: int = 3) -> str:
    """Return the code if it is a region fine enough (3 = district); raise ``Invalid`` on the field otherwise."""
    region = session.get(Region, code)
    if region is None or region.level < minimum_level:
        raise Invalid.field(field, _l("Choose a region down to the district from the list."))
    return region.code


def within(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """Build the condition "this code or below it", on dot borders: 35.2 is no parent of 35.24."""
    return or_(column == prefix, column.startswith(prefix + ".", autoescape=True))
