"""What may happen to a product, and who holds which right."""

from itertools import product

import pytest

from catalog.lifecycle import PRODUCT, ProductAction, ProductParty, ProductState
from catalog.permissions import MANAGE_PRODUCTS, RUN_FAIR, SEE_LEADS
from marketplace.core.errors import Conflict
from marketplace.core.roles import Permission, Role, roles_with

ROWS = {
    (ProductState.DRAFT, ProductAction.PUBLISH): ProductState.PUBLISHED,
    (ProductState.PUBLISHED, ProductAction.WITHDRAW): ProductState.WITHDRAWN,
    (ProductState.WITHDRAWN, ProductAction.PUBLISH): ProductState.PUBLISHED,
}


@pytest.mark.parametrize(("state", "action"), list(product(ProductState, ProductAction)))
def test_every_action_in_every_state_leads_on_or_is_refused(state: ProductState, action: ProductAction) -> None:
    target = ROWS.get((state, action))

    if target is None:
        with pytest.raises(Conflict):
            PRODUCT.next(state, action, ProductParty.SELLER)
    else:
        assert PRODUCT.next(state, action, ProductParty.SELLER) == target


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (MANAGE_PRODUCTS, {Role.MANAGER, Role.STAFF}),
        (SEE_LEADS, {Role.MANAGER, Role.STAFF}),
        (RUN_FAIR, {Role.OFFICIAL, Role.OPERATOR}),
    ],
)
def test_rights_belong_to_roles(right: Permission, roles: set[Role]) -> None:
    assert roles_with(right) == roles
