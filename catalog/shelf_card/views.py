"""The shelf card of a product: to look at and print from the browser, and as PDF."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from catalog.permissions import PRINT_CARDS
from catalog.shelf_card.contents import ShelfCard, Size, card_of
from catalog.shelf_card.documents import render
from catalog.shelf_card.wording import words_of
from marketplace.accounts.access import require_actor, requires
from marketplace.adapters import qr
from marketplace.core.clock import jakarta_day, now
from marketplace.limits.rules import EXPORT
from marketplace.web.database import reading
from marketplace.web.i18n import addressed_language, language
from marketplace.web.limiting import limited
from marketplace.web.pages import attachment

blueprint = Blueprint("shelf_card", __name__)


@blueprint.get("/p/<code>/kartu")
@requires(PRINT_CARDS)
def show(code: str) -> ResponseReturnValue:
    """Show a card as it will be printed, and say which papers are left off it."""
    card, tongue = _card(code), addressed_language(language())
    with force_locale(tongue):
        words = words_of(card)
    address = _address(card)
    return render_template(
        "catalog/shelf_card/show.html",
        card=card,
        words=words,
        size=_size(),
        sizes=list(Size),
        tongue=tongue,
        address=address,
        qr=qr.inline(address),
    )


@blueprint.get("/p/<code>/kartu.pdf")
@requires(PRINT_CARDS)
@limited(EXPORT, "GET")
def pdf(code: str) -> Response:
    """Print a card on a sheet of its own (``?ukuran=a6`` or ``a7``, ``?bahasa=``)."""
    card, tongue, size = _card(code), addressed_language(language()), _size()
    with force_locale(tongue):
        words = words_of(card)
    printed = render(words, url=_address(card), size=size, language=tongue)
    return attachment(printed, "application/pdf", f"kartu-{card.product.code}-{size}-{tongue}.pdf")


def _card(code: str) -> ShelfCard:
    return card_of(reading(), require_actor(), code, jakarta_day(now()))


def _address(card: ShelfCard) -> str:
    return url_for("storefront.product", code=card.product.code, _external=True)


def _size() -> Size:
    wanted = request.args.get("ukuran", "").lower()
    return Size(wanted) if wanted in set(Size) else Size.A6
