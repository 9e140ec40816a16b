"""Whether a product can be ordered now, and in words why not."""

from catalog.lifecycle import ProductState
from catalog.models import Product
from certification.requirements import Assessment
from marketplace.accounts.models import OrganisationState
from marketplace.core.errors import Conflict
from marketplace.core.text import _l


def check_orderable(product: Product, assessment: Assessment) -> None:
    """Raise ``Conflict`` where the product is not on sale, its seller may not trade, or a required paper is missing."""
    if product.state != ProductState.PUBLISHED:
        raise Conflict("not_published", _l("%(product)s is not on sale.", product=product.name))
    if product.cooperative.state != OrganisationState.ACTIVE:
        raise Conflict("seller_suspended", _l("%(seller)s cannot sell at the moment.", seller=product.cooperative.name))
    if not assessment.orderable:
        raise Conflict(
            "papers_missing",
            _l("%(product)s cannot be ordered yet: a required certificate is missing.", product=product.name),
        )
