"""Products side by side: public, made of nothing but the address."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.comparing import comparison
from marketplace.accounts.access import public
from marketplace.core.clock import jakarta_day, now
from marketplace.web.database import reading

blueprint = Blueprint("comparing", __name__)


@blueprint.get("/bandingkan")
@public
def show() -> ResponseReturnValue:
    """Show the products named by ``?p=`` beside each other."""
    found = comparison(reading(), request.args.getlist("p")[:20], jakarta_day(now()))
    codes = [product.code for product in found.products]
    return render_template(
        "catalog/compare.html",
        found=found,
        without={code: _address("comparing.show", [c for c in codes if c != code]) for code in codes},
        more=_address("storefront.search", codes),
    )


def _address(endpoint: str, codes: list[str]) -> str:
    """Return an address that carries the chosen products."""
    return f"{url_for(endpoint)}?{urlencode([('p', code) for code in codes])}" if codes else url_for(endpoint)
