"""Which papers of products count no longer, since when and why: derived from how they stand, never stored."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.holds.models import PaperHold
from catalog.models import LinkState, Product, ProductPaper
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.queries import facts_of, in_force
from certification.revocation.models import RevocationProposal
from certification.revocation.rules import ProposalState
from certification.status import Status, is_replaced, status_on
from marketplace.core.clock import jakarta_day
from orders.touched.facts import day_after, revoked_on
from orders.touched.rules import Lost

STOPPED = (LinkState.HELD, LinkState.REFUSED)
"""A link in one of these states counts for nothing though the paper itself may hold."""


def may_have_lost(session: Session, product_ids: Collection[int], codes: Collection[str], day: date) -> bool:
    """Tell whether any paper of these products, or with one of these codes, does not count; one cheap query."""
    if not product_ids:
        return False
    links = select(ProductPaper.certificate_id).where(ProductPaper.product_id.in_(product_ids))
    stopped = select(ProductPaper.id).where(
        ProductPaper.product_id.in_(product_ids), ProductPaper.state.in_([str(state) for state in STOPPED])
    )
    lost = select(Certificate.id).where(Certificate.id.in_(links) | Certificate.code.in_(codes), ~in_force(day))
    return bool(session.scalar(select(lost.exists() | stopped.exists())))


def by_codes(session: Session, codes: Collection[str]) -> dict[str, Certificate]:
    """Return certificates by code, with their holder."""
    wanted = select(Certificate).where(Certificate.code.in_(codes)).options(joinedload(Certificate.producer))
    return {found.code: found for found in session.scalars(wanted)} if codes else {}


class Losses:
    """The lost papers of products; two queries, for when a hold began."""

    def __init__(self, session: Session, products: Iterable[Product], kept: Iterable[Certificate], day: date) -> None:
        """``kept``: certificates that order lines name, which their products may have let go of since."""
        self._day = day
        links = [paper for product in products for paper in product.papers]
        papers = {paper.certificate_id: paper.certificate for paper in links} | {paper.id: paper for paper in kept}
        self._held = _held_since(session, {key for key, paper in papers.items() if paper.on_hold})
        self._stopped = _stopped_since(session, {link.product_id for link in links if link.state in STOPPED})

    def of(self, product: Product, kept: Iterable[Certificate] = ()) -> dict[int, Lost]:
        """Return by certificate id what is lost of the papers of a product, and of those that its line names."""
        links = {paper.certificate_id: paper for paper in product.papers}
        papers = {key: link.certificate for key, link in links.items()} | {paper.id: paper for paper in kept}
        found = ((key, self._lost(product, paper, links.get(key))) for key, paper in papers.items())
        return {key: lost for key, lost in found if lost is not None}

    def _lost(self, product: Product, paper: Certificate, link: ProductPaper | None) -> Lost | None:
        facts = facts_of(paper)
        status = status_on(facts, self._day)
        if status == Status.REVOKED:
            return _lost(paper, status, revoked_on(paper))
        if paper.state != CertificateState.VERIFIED or is_replaced(facts, self._day):
            return None
        if status == Status.EXPIRED and paper.valid_until is not None:
            return _lost(paper, status, day_after(paper.valid_until))
        if paper.on_hold:
            return _lost(paper, Status.ON_HOLD, self._held.get(paper.id, revoked_on(paper)))
        if link is not None and link.state in STOPPED:
            stopped = Status.ON_HOLD if link.state == LinkState.HELD else Status.REJECTED
            since = self._stopped.get((product.id, paper.id), jakarta_day(product.updated_at))
            return _lost(paper, stopped, since)
        return None


def _lost(paper: Certificate, status: Status, since: date) -> Lost:
    return Lost(
        certificate_id=paper.id,
        code=paper.code,
        scheme=paper.scheme,
        number=paper.number,
        holder=paper.producer.name,
        status=status,
        since=since,
    )


def _held_since(session: Session, certificate_ids: Collection[int]) -> Mapping[int, date]:
    wanted = select(RevocationProposal.certificate_id, RevocationProposal.held_at).where(
        RevocationProposal.certificate_id.in_(certificate_ids),
        RevocationProposal.state == ProposalState.OPEN,
        RevocationProposal.held_at.is_not(None),
    )
    rows = session.execute(wanted).all() if certificate_ids else []
    return {key: jakarta_day(held_at) for key, held_at in rows if held_at is not None}


def _stopped_since(session: Session, product_ids: Collection[int]) -> Mapping[tuple[int, int], date]:
    wanted = select(PaperHold.product_id, PaperHold.certificate_id, PaperHold.opened_at).where(
        PaperHold.product_id.in_(product_ids)
    )
    rows = session.execute(wanted.order_by(PaperHold.id)).all() if product_ids else []
    return {(product_id, paper): jakarta_day(opened_at) for product_id, paper, opened_at in rows}
