"""``python -m tests.stress.ordering DATABASE_URL USER ORGANISATION PRODUCT SELLER [--before]``: order until killed.

Prints the code of each checkout after its commit; with ``--before`` before it, which is the wrong way round.
"""

import sys
from itertools import count

from marketplace.accounts import people, queries
from marketplace.app import create_app
from marketplace.config import from_environment
from marketplace.core.clock import now
from orders import cart, checkout
from orders.shipping import ShippingMethod
from tests.factories_orders import make_draft

EACH = 10


def main(database_url: str, user_id: int, organisation_id: int, product: str, seller_id: int, *, before: bool) -> None:
    """Place one order after the other."""
    app = create_app(from_environment({"DATABASE_URL": database_url}))
    database = app.extensions["database"]
    with app.test_request_context():
        for serial in count():
            with database.transaction() as session:
                user = queries.person(session, user_id)
                actor = people.actor_of(user, people.memberships_of(session, user_id), organisation_id)
                cart.add(session, actor, product, "base", EACH, now=now())
                draft = make_draft(
                    shipping={seller_id: ShippingMethod.COURIER}, idempotency_key=f"{user_id}-{serial}-{now()}"
                )
                code = checkout.place(session, actor, draft, now=now()).code
                if before:
                    print(code, flush=True)
            if not before:
                print(code, flush=True)


if __name__ == "__main__":
    url, user, organisation, wanted, seller = sys.argv[1:6]
    main(url, int(user), int(organisation), wanted, int(seller), before="--before" in sys.argv)
