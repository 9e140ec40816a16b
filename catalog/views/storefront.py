"""The shop window: home, search, product, cooperatives. Open to everybody."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog import queries, requirements, shop
from catalog.api import read_query, suggestions_out
from catalog.categories import CATEGORIES, Category
from catalog.fairs.queries import booth_by_code, fairs_coming, fairs_on
from catalog.fairs.views.scans import remember_scan
from catalog.lists.queries import names as list_names
from catalog.permissions import KEEP_LISTS
from catalog.policies import searching
from catalog.product_page import product_view
from catalog.queries import is_public
from catalog.search.choices import facets_of
from catalog.search.finding import cooperatives_named, find_or_browse
from catalog.search.query import MAX_DEPTH, BadQuery, SearchQuery, Sort, TooDeep
from catalog.views.recent import recently_seen, remember_seen
from catalog.words import misses
from marketplace.accounts.access import current_actor, public
from marketplace.accounts.queries import active_cooperative
from marketplace.core.clock import jakarta_day, now
from marketplace.limits.rules import SEARCH
from marketplace.web.database import reading
from marketplace.web.limiting import limited
from marketplace.web.pages import Page, page_number

blueprint = Blueprint("storefront", __name__)

FILTERS = ("q", "category", "region", "certificate", "min_price", "max_price", "sort", "page")


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Say what this is, and lead into the goods."""
    session, day = reading(), jakarta_day(now())
    newest = shop.newest_products(session, day)
    return render_template(
        "catalog/home.html",
        figures=shop.figures(session, day),
        categories=_counted(shop.category_counts(session)),
        newest=newest,
        badges=requirements.badges(session, newest, day),
        fairs=[*fairs_on(session, day), *fairs_coming(session, day)][:2],
        recent=recently_seen(),
    )


@blueprint.get("/cari")
@public
@limited(SEARCH, "GET")
def search() -> ResponseReturnValue:
    """Search with filters; what cannot be read in the address is said, and the rest is searched for."""
    session, day = reading(), jakarta_day(now())
    args = request.args.to_dict(flat=False)
    query, refused, status = _query(args)
    policy = searching.own_filter(session, current_actor())
    query = searching.narrowed(query, policy, request.args.get(searching.PARAMETER, ""))
    found = find_or_browse(session, query)
    misses.note(query, found)
    page = Page(found.products, query.page, query.per_page, min(found.total, _reachable(query)))
    return render_template(
        "catalog/search.html",
        query=query,
        policy=policy,
        refused=refused,
        found=found,
        page=page,
        facets=facets_of(session, query, found),
        badges=requirements.badges(session, found.products, day),
        cooperatives=cooperatives_named(session, query.text) if query.page == 1 else [],
        categories=CATEGORIES.values(),
        sorts=list(Sort),
        typed=request.args,
        without=_without,
        switched=_switched,
    ), status


@blueprint.get("/saran")
@public
@limited(SEARCH, "GET")
def suggest() -> ResponseReturnValue:
    """Answer suggestions for the search field: the same as the API's call."""
    return jsonify(suggestions_out(reading(), request.args.get("q", "")).model_dump())


@blueprint.get("/p/<code>")
@public
def product(code: str) -> ResponseReturnValue:
    """Show a product with its prices and its proof; ``?stan=`` is remembered for the next order."""
    session, day = reading(), jakarta_day(now())
    found = queries.public_product(session, code, current_actor())
    stan = request.args.get("stan", "")
    scanned = booth_by_code(session, stan) if stan else None
    if scanned is not None:
        remember_scan(scanned.code)
    recent = recently_seen(but=found.code)
    if is_public(found):
        remember_seen(found.code)
    return render_template(
        "catalog/product.html",
        view=product_view(session, found, day),
        product=found,
        recent=recent,
        lists=_lists_to_choose(session),
    )


@blueprint.get("/k/<slug>")
@public
def cooperative(slug: str) -> ResponseReturnValue:
    """Show a cooperative and what it sells."""
    session, day = reading(), jakarta_day(now())
    organisation = active_cooperative(session, slug)
    q = request.args.get("q", "").strip()[:100]
    page = queries.products_of_cooperative(session, organisation.id, page_number(), q=q)
    return render_template(
        "catalog/cooperative.html",
        organisation=organisation,
        page=page,
        q=q,
        on_sale=shop.product_counts(session, [organisation.id]).get(organisation.id, 0) if q else page.total,
        badges=requirements.badges(session, page.items, day),
    )


@blueprint.get("/koperasi")
@public
def cooperatives() -> ResponseReturnValue:
    """List the cooperatives that trade, with words in name or place."""
    q = request.args.get("q", "").strip()[:100]
    page = shop.cooperatives(reading(), page_number(), q=q)
    return render_template("catalog/cooperatives.html", page=page, q=q)


def _lists_to_choose(session: Session) -> list[tuple[str, str]]:
    """Return the lists that a product can be saved to, of a visitor who keeps some."""
    actor = current_actor()
    return list_names(session, actor) if actor is not None and actor.can(KEEP_LISTS) else []


def _query(args: Mapping[str, Sequence[str]]) -> tuple[SearchQuery, list[str], int]:
    """Read the address; values that cannot be read are left out and named, and the status says so."""
    wanted = {name: values for name, values in args.items() if name in FILTERS}
    try:
        return read_query(wanted), [], 200
    except BadQuery as error:
        kept = {name: values for name, values in wanted.items() if name not in error.errors and name != "page"}
        return read_query(kept), [str(text) for text in error.errors.values()], error.status
    except TooDeep as error:
        return read_query({**wanted, "page": ()}), [str(error.message)], error.status


def _reachable(query: SearchQuery) -> int:
    """Return how many hits can be paged to."""
    return MAX_DEPTH // query.per_page * query.per_page


def _without(name: str, value: str) -> str:
    """Return this search's address without one of its choices."""
    args = [(k, v) for k, v in request.args.items(multi=True) if (k, v) != (name, value) and k not in ("page", "lang")]
    return f"{request.path}?{urlencode(args)}"


def _switched(on: bool) -> str:
    """Return this search's address with the buyer's own policy on or off."""
    args = [(k, v) for k, v in request.args.items(multi=True) if k not in (searching.PARAMETER, "page", "lang")]
    return f"{request.path}?{urlencode(args if on else [*args, (searching.PARAMETER, searching.OFF)])}"


def _counted(counts: Mapping[str, int]) -> list[tuple[Category, int]]:
    return [(row, counts[code]) for code, row in CATEGORIES.items() if counts.get(code)]
