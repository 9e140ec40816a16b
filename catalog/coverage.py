"""How a product stands to the papers that it is linked to: within their scope, on hold, or outside, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.models import LinkState, Product, ProductPaper
from catalog.papers import Scope, ScopeReason, other_maker, packaging_differs, same_words, scope_of
from certification.models import Certificate
from certification.numbers.answers import Words
from certification.requirements.assessing import Gap
from certification.status import Status, is_valid
from marketplace.core.text import _l

HELD = Gap(
    _l("The product has changed since: the paper is on hold for it."),
    _l("File what changed; an official then says whether the paper still covers it."),
)
REFUSED = Gap(
    _l("An official found that the changed product is not within this paper."),
    _l("Obtain a paper for the changed product, or take the change back."),
)


@dataclass(frozen=True)
class Standing:
    """What one paper is worth for one product."""

    covers: bool
    gap: Gap | None = None
    is_held: bool = False

    def status(self, of_paper: Status) -> Status:
        """Return the paper's status as it stands for this product."""
        return Status.ON_HOLD if self.is_held and is_valid(of_paper) else of_paper


NOT_LINKED = Standing(covers=False)


def standings(product: Product) -> dict[int, Standing]:
    """Return for each certificate id that a product is linked to what it is worth; needs ``papers`` loaded whole.

    Derived each time: a product that is renamed or gets another maker loses its badges by itself.
    """
    return {paper.certificate_id: standing_of(product, paper) for paper in product.papers}


def standing_of(product: Product, paper: ProductPaper) -> Standing:
    """Return what one linked paper is worth for its product."""
    if paper.state == LinkState.HELD:
        return Standing(covers=True, gap=HELD, is_held=True)
    if paper.state == LinkState.REFUSED:
        return Standing(covers=False, gap=REFUSED)
    scope = scope_of_link(product, paper)
    return Standing(covers=True) if scope.covers else Standing(covers=False, gap=_gap(scope))


def scope_of_link(product: Product, paper: ProductPaper) -> Scope:
    """Return whether a linked paper is of the product's maker and names it, or an official confirmed that it does."""
    if paper.certificate.producer_id != product.producer_id and (
        paper.confirmed_maker_id is None or paper.confirmed_maker_id != product.producer_id
    ):
        return other_maker(paper.certificate.producer.name)
    if paper.confirmed_name and same_words(paper.confirmed_name, product.name):
        return Scope()
    return scope_of(product.name, paper.item.name, product.net_weight_g)


def covered(product: Product) -> frozenset[int]:
    """Return the ids of the certificates that cover a product now: linked, in scope, and not on hold for it."""
    return frozenset(key for key, found in standings(product).items() if found.covers and not found.is_held)


def remarks(product: Product, certificates: Iterable[Certificate]) -> dict[int, Scope]:
    """Return by certificate id what is merely odd: a P-IRT number whose packaging is not the product's."""
    return {
        certificate.id: Scope(ScopeReason.PACKAGING_CODE, _packaging(product))
        for certificate in certificates
        if certificate.scheme == "pirt" and packaging_differs(certificate.number[:1], product.packaging)
    }


def _packaging(product: Product) -> Words:
    return _l(
        "Its number is for another packaging than the one stated here (%(packaging)s). Look again: a P-IRT holds for "
        "one kind of packaging.",
        packaging=product.packaging,
    )


def _gap(scope: Scope) -> Gap:
    return Gap(scope.words, _NEXT.get(scope.reason) or _l("Submit a paper that names this product."))


_NEXT: dict[ScopeReason | None, Words] = {
    ScopeReason.OTHER_PACK: _l("Submit a paper for this pack, or state the pack that the paper names."),
    ScopeReason.OTHER_MAKER: _l("Choose the maker who holds the paper, or submit a paper of this maker."),
}
