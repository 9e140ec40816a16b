"""Running numbers of orders and papers: counted up in the transaction that uses them, never given out twice."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.accounts.organisations import operator_of_site
from marketplace.core.clock import jakarta_day
from orders.models import DocumentCounter
from orders.numbering import Series, order_number, paper_number


def order_numbers(session: Session, count: int, *, now: datetime) -> list[str]:
    """Return so many new order numbers of the site. Take them late: others wait for them until this commits."""
    day = jakarta_day(now)
    site = operator_of_site(session, now=now)
    last = _count_up(session, site.id, Series.ORDER, day.year, count)
    return [order_number(sequence, day) for sequence in range(last - count + 1, last + 1)]


def next_paper(session: Session, series: Series, seller: Organisation, *, now: datetime) -> tuple[str, date]:
    """Return the number of a seller's next paper of a kind, and the day in Jakarta that stands on it."""
    day = jakarta_day(now)
    sequence = _count_up(session, seller.id, series, day.year, 1)
    return paper_number(series, sequence, seller.code, day), day


def _count_up(session: Session, organisation_id: int, series: Series, year: int, count: int) -> int:
    """Add to the counter in one UPDATE, so that two at once get different numbers; return the last one given."""
    last = _bump(session, organisation_id, series, year, count)
    if last is None:
        _open_counter(session, organisation_id, series, year)
        last = _bump(session, organisation_id, series, year, count)
    if last is None:
        raise LookupError(f"the counter {series} of {organisation_id} in {year} is gone")
    return last


def _bump(session: Session, organisation_id: int, series: Series, year: int, count: int) -> int | None:
    statement = (
        update(DocumentCounter)
        .where(
            DocumentCounter.organisation_id == organisation_id,
            DocumentCounter.kind == series,
            DocumentCounter.year == year,
        )
        .values(last=DocumentCounter.last + count)
        .returning(DocumentCounter.last)
    )
    return session.scalar(statement.execution_options(synchronize_session=False))


def _open_counter(session: Session, organisation_id: int, series: Series, year: int) -> None:
    try:
        with session.begin_nested():
            session.add(DocumentCounter(organisation_id=organisation_id, kind=series, year=year, last=0))
    except IntegrityError:
        return  # somebody else opened it just now
