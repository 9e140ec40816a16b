"""What may happen to a product. Whether it can be ordered is another question, answered by its papers."""

from enum import StrEnum

from marketplace.core.lifecycle import Lifecycle


class ProductState(StrEnum):
    """Where a product stands; stored."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ProductAction(StrEnum):
    """What can be done with a product."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class ProductParty(StrEnum):
    """Who acts: only the cooperative that sells it."""

    SELLER = "seller"


_S, _A, _P = ProductState, ProductAction, ProductParty

PRODUCT: Lifecycle[ProductState, ProductAction, ProductParty] = Lifecycle.of(
    "product",
    (
        (_S.DRAFT, _A.PUBLISH, _S.PUBLISHED, _P.SELLER),
        (_S.PUBLISHED, _A.WITHDRAW, _S.WITHDRAWN, _P.SELLER),
        (_S.WITHDRAWN, _A.PUBLISH, _S.PUBLISHED, _P.SELLER),
    ),
)
