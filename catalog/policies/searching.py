"""A buyer's policy as the default filter of its searches; switched off for one search by ``?kebijakan=0``."""

from dataclasses import replace

from sqlalchemy.orm import Session

from catalog.policies.checking import current
from catalog.policies.rules import Policy, filtering
from catalog.search.query import SearchQuery
from marketplace.core.roles import Actor

PARAMETER, OFF = "kebijakan", "0"


def own_filter(session: Session, actor: Actor | None) -> Policy | None:
    """Return the rules that narrow a visitor's searches; None without a buyer's policy or where it only informs."""
    if actor is None or actor.organisation_id is None or not actor.is_buyer:
        return None
    return filtering(current(session, actor.organisation_id))


def narrowed(query: SearchQuery, policy: Policy | None, wish: str) -> SearchQuery:
    """Return a query under a policy, unless the visitor switched it off. ``wish``: the value of the parameter."""
    return query if wish == OFF else replace(query, policy=policy)
