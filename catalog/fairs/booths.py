"""What the organiser does with the booths of a fair: add, arrange, move, remove."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.fairs import organising
from catalog.fairs.models import Booth, Exhibit, Fair
from catalog.fairs.queries import IN_ORDER
from catalog.fairs.services import changed, check_own, required_text
from catalog.services import CODE_LETTERS
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l

CODE_LENGTH = 5
"""28 million codes of letters that cannot be confused: short enough to be typed from a card."""

MAX_EXHIBITS = 40
"""Products at one booth: more than a table holds."""


def add_booth(session: Session, actor: Actor, fair: Fair, cooperative_id: int, label: str, *, now: datetime) -> Booth:
    """Give a cooperative a booth; a second click with the same label returns the first one's booth."""
    check_own(actor, fair)
    label = required_text("label", label, 40)
    _lock(session, fair)
    found = session.scalar(select(Booth).where(Booth.fair_id == fair.id, Booth.cooperative_id == cooperative_id))
    if found is not None:
        if found.label == label:
            return found
        raise Invalid.field("cooperative", _l("This cooperative has a booth at this fair already."))
    if cooperative_id not in {c.id for c in organising.candidates(session, fair)}:
        raise Invalid.field("cooperative", _l("Choose a cooperative from the list."))
    last = session.scalar(select(func.max(Booth.position)).where(Booth.fair_id == fair.id))
    booth = Booth(
        fair_id=fair.id,
        cooperative_id=cooperative_id,
        code=_free_code(session),
        label=label,
        position=(last or 0) + 1,
    )
    session.add(booth)
    session.flush()
    changed(session, actor, fair, "booth_added", now=now, booth=booth.code)
    return booth


def mark_of(booth: Booth) -> str:
    """Return a fingerprint of label and exhibits: what a form has seen, so that nobody saves over a colleague."""
    seen = [booth.label, *(str(exhibit.product_id) for exhibit in booth.exhibits)]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]


def arrange(
    session: Session, actor: Actor, booth: Booth, label: str, product_ids: Sequence[int], *, seen: str, now: datetime
) -> None:
    """Set a booth's label and what it shows, in order; ``seen`` is the ``mark_of`` that was on the form."""
    check_own(actor, booth.fair)
    _lock(session, booth.fair)
    session.expire(booth)
    label, wanted = required_text("label", label, 40), list(dict.fromkeys(product_ids))
    shown = {exhibit.product_id: exhibit for exhibit in booth.exhibits}
    if booth.label == label and list(shown) == wanted:
        return
    if mark_of(booth) != seen:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))
    if len(wanted) > MAX_EXHIBITS:
        raise Invalid.field("products", _l("Choose at most %(most)s products.", most=MAX_EXHIBITS))
    if not set(wanted) <= {product.id for product in organising.choices(session, booth)}:
        raise Invalid.field("products", _l("Choose products that this cooperative has on sale."))
    booth.label = label
    booth.exhibits = [shown.get(product_id) or Exhibit(product_id=product_id) for product_id in wanted]
    for position, exhibit in enumerate(booth.exhibits, start=1):
        exhibit.position = position
    session.flush()
    changed(session, actor, booth.fair, "booth_arranged", now=now, booth=booth.code)


def move_up(session: Session, actor: Actor, booth: Booth, *, now: datetime) -> None:
    """Put a booth one place further up in the fair's list; the first one stays."""
    check_own(actor, booth.fair)
    _lock(session, booth.fair)
    order = select(Booth).where(Booth.fair_id == booth.fair_id).order_by(*IN_ORDER)
    booths = list(session.scalars(order.execution_options(populate_existing=True)))
    place = booths.index(booth)
    if place == 0:
        return
    booths[place - 1], booths[place] = booths[place], booths[place - 1]
    for position, row in enumerate(booths, start=1):
        row.position = position
    session.flush()
    changed(session, actor, booth.fair, "booth_moved", now=now, booth=booth.code)


def remove_booth(session: Session, actor: Actor, booth: Booth, *, now: datetime) -> None:
    """Take a booth out of a fair; raise ``Conflict`` once a contact, a cart or an order refers to it."""
    check_own(actor, booth.fair)
    fair, code = booth.fair, booth.code
    try:
        # Carts and orders stand on a storey above: the database knows who points here, this package does not.
        with session.begin_nested():
            session.delete(booth)
    except IntegrityError as error:
        raise Conflict(
            "booth_in_use", _l("Visitors came through this booth already. It stays in the records.")
        ) from error
    changed(session, actor, fair, "booth_removed", now=now, booth=code)


def _lock(session: Session, fair: Fair) -> None:
    # Whoever changes the booths of a fair waits here for the other (PostgreSQL; SQLite has one writer anyway).
    session.scalar(select(Fair.id).where(Fair.id == fair.id).with_for_update())


def _free_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Booth.id).where(Booth.code == code)) is None:
            return code
