"""A product with everything its page says: its proof, what papers it needs, and whether it can be ordered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.support import LazyProxy
from sqlalchemy.orm import Session

from catalog.coverage import standings
from catalog.models import Availability, Product
from catalog.ordering import check_orderable
from catalog.queries import WHOLE, published
from catalog.readiness.answers import Readiness
from catalog.readiness.queries import readiness_of
from catalog.requirements import Badge, assessment_of, badges
from catalog.taxation import RULE_WORDS, TaxTreatment, effective_percent, rule_on
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.queries import certificates_by_producer, status_of
from certification.requirements import Assessment, RequirementAnswer
from certification.schemes import SCHEMES, Scheme
from certification.status import Status, is_valid
from marketplace.core.errors import Conflict
from marketplace.core.text import _l

OTHERS = 4
"""Further products of the same cooperative at the foot of the page."""


@dataclass(frozen=True)
class Proof:
    """A certificate as it stands beside the product it covers."""

    certificate: Certificate
    scheme: Scheme
    status: Status
    holder: str
    is_held: bool = False
    """Whether the product has changed since, and nobody has said yet that the paper still covers it."""

    @property
    def is_verified(self) -> bool:
        """Whether an official said yes and it is valid today."""
        return is_valid(self.status)


@dataclass(frozen=True, kw_only=True)
class ProductView:
    """A product with everything its page says."""

    product: Product
    badges: Sequence[Badge]
    assessment: Assessment
    proofs: Sequence[Proof]
    refusal: LazyProxy | str
    """Why it cannot be ordered now; empty where it can."""
    tax_words: LazyProxy
    """How PPN is reckoned on goods that it is charged on."""
    tax_percent: float
    """PPN on top of the price today; 0 where none is charged."""
    others: Sequence[Product]
    other_badges: Mapping[int, Sequence[Badge]]
    readiness: Readiness
    out_of_scope: Sequence[LazyProxy | str] = ()
    """Of each linked paper that does not cover the product: which it is and why not, for its owner."""

    @property
    def unanswered(self) -> list[RequirementAnswer]:
        """What the law asks and no paper shown beside answers: a filed paper speaks for itself."""
        shown = {proof.certificate.code for proof in self.proofs}
        return [answer for answer in self.assessment.items if answer.paper is None or answer.paper.code not in shown]

    @property
    def free_stock(self) -> int:
        """Base units that nobody has ordered yet."""
        return self.product.stock_on_hand - self.product.stock_reserved

    @property
    def is_sold_out(self) -> bool:
        """Whether less lies in stock than the smallest order."""
        return not self.is_made_to_order and self.free_stock < self.product.minimum_order

    @property
    def is_made_to_order(self) -> bool:
        """Whether it is made when it is ordered."""
        return self.product.availability == Availability.MADE_TO_ORDER


def product_view(session: Session, product: Product, day: date) -> ProductView:
    """Put together what a product's page says on a day in Jakarta."""
    assessment = assessment_of(session, product, day)
    others = _others(session, product)
    shown = badges(session, [product, *others], day)
    return ProductView(
        product=product,
        badges=shown[product.id],
        assessment=assessment,
        proofs=_proofs(session, product, day),
        refusal=_refusal(product, assessment),
        tax_words=RULE_WORDS[rule_on(day).code],
        tax_percent=effective_percent(TaxTreatment(product.tax_treatment), product.cooperative.is_pkp, day),
        others=others,
        other_badges=shown,
        out_of_scope=_out_of_scope(product),
        readiness=readiness_of(session, [product], day, {product.id: assessment})[product.id],
    )


def _proofs(session: Session, product: Product, day: date) -> list[Proof]:
    """Return the papers that cover the product, those that count first; drafts are nobody's business."""
    found = standings(product)
    linked = {paper.certificate_id: paper.certificate for paper in product.papers}
    if product.producer_id is not None:
        held = certificates_by_producer(session, {product.producer_id}).get(product.producer_id, [])
        linked |= {certificate.id: certificate for certificate in held if certificate.id in linked}
    proofs = [
        Proof(
            certificate,
            SCHEMES[certificate.scheme],
            found[key].status(status_of(certificate, day)),
            certificate.producer.name,
            found[key].is_held,
        )
        for key, certificate in linked.items()
        if found[key].covers and certificate.state != CertificateState.DRAFT
    ]
    return sorted(proofs, key=lambda proof: (not proof.is_verified, list(SCHEMES).index(proof.scheme.code)))


def _out_of_scope(product: Product) -> list[LazyProxy | str]:
    found = standings(product)
    return [
        _l(
            "%(paper)s %(number)s does not count for this product: %(reason)s",
            paper=SCHEMES[paper.certificate.scheme].short_name,
            number=paper.certificate.number,
            reason=gap.reason,
        )
        for paper in product.papers
        if (gap := found[paper.certificate_id].gap) is not None and not found[paper.certificate_id].covers
    ]


def _refusal(product: Product, assessment: Assessment) -> LazyProxy | str:
    try:
        check_orderable(product, assessment)
    except Conflict as error:
        message: LazyProxy | str = error.message
        return message
    return ""


def _others(session: Session, product: Product) -> list[Product]:
    statement = published().where(Product.cooperative_id == product.cooperative_id, Product.id != product.id)
    wanted = statement.order_by(Product.popularity.desc(), Product.id).limit(OTHERS).options(*WHOLE)
    return list(session.scalars(wanted).unique())
