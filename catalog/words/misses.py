"""What the doors of the search do about a result without hits."""

from catalog.search.finding import Found
from catalog.search.query import SearchQuery
from catalog.words import services
from marketplace.core.clock import now
from marketplace.web.database import transaction


def note(query: SearchQuery, found: Found) -> None:
    """Keep the words of a search that found nothing, if they alone are to blame: no filter narrowed it."""
    narrowed = (
        query.categories
        or query.regions
        or query.certificates
        or query.policy is not None
        or query.cooperative is not None
        or query.min_price is not None
        or query.max_price is not None
    )
    if found.total or found.browsed or narrowed or not query.text:
        return
    with transaction() as session:
        services.note_miss(session, query.text, now=now())
