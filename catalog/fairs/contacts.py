"""Reading contacts: for whom a new one is, and the list of a cooperative. Nobody else reads them."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.fairs.leads import Target
from catalog.fairs.models import Booth, Lead
from catalog.fairs.queries import booth_by_code, remembered_booth
from catalog.models import Product
from catalog.permissions import SEE_LEADS
from catalog.queries import public_product
from marketplace.accounts import scope
from marketplace.accounts.queries import active_cooperative
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.matching import holds
from marketplace.web.pages import Page

LEADS_PER_PAGE = 20


def target_of(
    session: Session, *, product: str, cooperative: str, booth: str, remembered: object, now: datetime
) -> Target:
    """Return for whom a contact is, by product code, else cooperative's slug, else booth code.

    The booth counts only where it is the cooperative's own; without a code the one scanned last does.
    Raise ``NotFound`` where nothing public is named.
    """
    found_booth = booth_by_code(session, booth) if booth else None
    if found_booth is None and (remembered_id := remembered_booth(session, remembered, now)) is not None:
        found_booth = session.get(Booth, remembered_id)
    found_product = public_product(session, product) if product else None
    if found_product is not None:
        seller = found_product.cooperative
    elif cooperative:
        seller = active_cooperative(session, cooperative)
    elif booth and found_booth is not None:
        seller = found_booth.cooperative
    else:
        raise NotFound()
    own_booth = found_booth if found_booth is not None and found_booth.cooperative_id == seller.id else None
    return Target(cooperative=seller, product=found_product, booth=own_booth)


def leads_of(session: Session, actor: Actor, page: int, *, waiting: bool = False, words: str = "") -> Page[Lead]:
    """Return one page of the cooperative's contacts, newest first; only those not answered where ``waiting``.

    ``words``: in who left it, where to reach them, what they wrote, or the product.
    """
    own = scope.rows(actor, Lead).where(_holds(words))
    if waiting:
        own = own.where(Lead.handled_at.is_(None))
    total = session.scalar(select(func.count()).select_from(own.subquery())) or 0
    wanted = own.order_by(Lead.created_at.desc(), Lead.id.desc()).limit(LEADS_PER_PAGE)
    wanted = wanted.options(joinedload(Lead.product), joinedload(Lead.booth).joinedload(Booth.fair))
    return Page(list(session.scalars(wanted.offset((page - 1) * LEADS_PER_PAGE))), page, LEADS_PER_PAGE, total)


def _holds(words: str) -> ColumnElement[bool]:
    product = Lead.product.has
    return holds(
        words,
        Lead.name,
        Lead.organisation_name,
        Lead.phone,
        Lead.email,
        Lead.message,
        lambda word: product(Product.name.icontains(word, autoescape=True)),
    )


def lead_of(session: Session, actor: Actor, lead_id: int) -> Lead:
    """Return one of the cooperative's contacts; raise ``NotFound`` for another's."""
    lead: Lead = scope.one(session, actor, Lead, id=lead_id)
    return lead


def waiting_count(session: Session, actor: Actor) -> int:
    """Return how many contacts wait for an answer: for the menu."""
    if not actor.can(SEE_LEADS):
        return 0
    own = scope.rows(actor, Lead).where(Lead.handled_at.is_(None))
    return session.scalar(select(func.count()).select_from(own.subquery())) or 0
