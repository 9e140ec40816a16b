"""The chain of events: the whole walk, and a head that was mailed before."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from marketplace.core.numbers import whole
from marketplace.events import chain
from marketplace.operation.findings import Finding, ok, wrong

ABOUT = "chain"
MEND = (
    "Somebody wrote past the site. Keep this database as evidence, find out who could, "
    "and compare with the newest backup whose chain holds."
)


def walk(session: Session) -> Iterator[Finding]:
    """Walk the whole chain and name the first row that does not fit."""
    broken = chain.first_break(session)
    if broken is None:
        yield ok(ABOUT, f"unbroken; its head is {chain.head(session)}")
    elif broken.event_id:
        place = "" if broken.position is None else f" (place {broken.position})"
        yield wrong(ABOUT, f"breaks at event {broken.event_id}{place}: {broken.reason}", MEND)
    else:
        yield wrong(ABOUT, broken.reason, MEND)


def mailed(session: Session, text: str) -> Iterator[Finding]:
    """Prove that a head, ``LENGTH:HASH`` as it stands in the mail, is still part of the chain."""
    length, _, told = text.strip().partition(":")
    place = whole(length)
    if place is None or not told:
        yield wrong(ABOUT, f"{text[:100]!r} is no head of a chain", "Copy it from the mail: LENGTH:HASH")
        return
    there = chain.hash_at(session, place)
    if there is None:
        end = chain.head(session).length
        yield wrong(ABOUT, f"event {length} was there when the mail was written; now {end} are", MEND)
    elif there != told.lower():
        yield wrong(ABOUT, f"event {length} is not the one that the mail names", MEND)
    else:
        yield ok(ABOUT, f"the head in the mail is still event {length}")
