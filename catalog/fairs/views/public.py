"""What visitors see: the list of fairs, a fair with its booths, and a booth, which printed cards lead to."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog import requirements
from catalog.fairs import queries
from catalog.fairs.status import time_of
from catalog.fairs.views.scans import remember_scan
from marketplace.accounts.access import public
from marketplace.adapters import qr
from marketplace.core.clock import jakarta_day, now
from marketplace.web.database import reading
from marketplace.web.pages import page_number

blueprint = Blueprint("fairs", __name__)


@blueprint.get("/pameran")
@public
def public_index() -> ResponseReturnValue:
    """List the fairs that are on, coming and past, or those with words in name or place."""
    session, day = reading(), jakarta_day(now())
    q = request.args.get("q", "").strip()[:100]
    current, coming = queries.fairs_on(session, day, q), queries.fairs_coming(session, day, q)
    past = queries.fairs_past(session, day, page_number(), q)
    return render_template(
        "catalog/fairs/list.html",
        current=current,
        coming=coming,
        past=past,
        q=q,
        booths=queries.booth_counts(session, [*current, *coming, *past.items]),
    )


@blueprint.get("/pameran/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show a fair with its booths and products."""
    session, day = reading(), jakarta_day(now())
    fair = queries.public_fair(session, slug)
    page = queries.stands(session, fair, page_number())
    products = [product for stand in page.items for product in stand.products]
    return render_template(
        "catalog/fairs/show.html",
        fair=fair,
        time=time_of(fair.starts_on, fair.ends_on, day),
        page=page,
        badges=requirements.badges(session, products, day),
    )


@blueprint.get("/pameran/<slug>/<code>")
@public
def booth(slug: str, code: str) -> ResponseReturnValue:
    """Show a booth in large letters and remember that this browser was there."""
    session, day = reading(), jakarta_day(now())
    stand = queries.stand(session, slug, code)
    remember_scan(stand.booth.code)
    fair = stand.booth.fair
    return render_template(
        "catalog/fairs/booth.html",
        fair=fair,
        booth=stand.booth,
        products=stand.products,
        time=time_of(fair.starts_on, fair.ends_on, day),
        badges=requirements.badges(session, stand.products, day),
        qr=qr.inline(url_for("fairs.booth", slug=fair.slug, code=stand.booth.code, _external=True)),
    )
