"""What the organiser does with booths: add, choose products, move, remove, print the cards."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.fairs import booths, organising, queries
from catalog.fairs.cards import cards_of
from catalog.fairs.documents import render_qr_cards
from catalog.fairs.forms import ArrangeForm, BoothForm
from catalog.fairs.queries import Stand
from catalog.fairs.views.organiser import manage_page
from catalog.fairs.views.public import blueprint
from catalog.permissions import RUN_FAIR
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, DomainError, Invalid
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done


@blueprint.post("/pameran-saya/<slug>/stan")
@requires(RUN_FAIR)
def add_booth(slug: str) -> ResponseReturnValue:
    """Give a cooperative a booth."""
    form = BoothForm()
    if not form.validate_on_submit():
        return manage_page(slug, form, Invalid.status)
    try:
        with transaction() as session:
            fair = organising.own_fair(session, require_actor(), slug)
            found = booths.add_booth(
                session, require_actor(), fair, form.cooperative.data or 0, form.label.data, now=now()
            )
    except Invalid as error:
        form.refuse(error)
        return manage_page(slug, form, error.status)
    done(_("The booth is there. Choose what it shows."))
    return redirect(url_for("fairs.exhibits", slug=slug, code=found.code))


@blueprint.route("/pameran-saya/<slug>/stan/<code>", methods=["GET", "POST"])
@requires(RUN_FAIR)
def exhibits(slug: str, code: str) -> ResponseReturnValue:
    """Choose what a booth shows, and in which order."""
    booth = organising.own_booth(reading(), require_actor(), slug, code)
    shown = [exhibit.product_id for exhibit in booth.exhibits]
    form = ArrangeForm(data={"label": booth.label, "products": shown, "mark": booths.mark_of(booth)})
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = organising.own_booth(session, require_actor(), slug, code)
                wanted = form.in_order(request.form)
                seen = form.mark.data or ""
                booths.arrange(session, require_actor(), fresh, form.label.data, wanted, seen=seen, now=now())
        except DomainError as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Saved."))
            return redirect(url_for("fairs.manage", slug=slug))
    return _exhibits_page(slug, code, form, status or status_of(form))


@blueprint.post("/pameran-saya/<slug>/stan/<code>/naik")
@requires(RUN_FAIR)
def move_up(slug: str, code: str) -> ResponseReturnValue:
    """Put a booth one place further up in the list."""
    with transaction() as session:
        booth = organising.own_booth(session, require_actor(), slug, code)
        booths.move_up(session, require_actor(), booth, now=now())
    return redirect(url_for("fairs.manage", slug=slug, _anchor="stan"))


@blueprint.route("/pameran-saya/<slug>/stan/<code>/hapus", methods=["GET", "POST"])
@requires(RUN_FAIR)
def remove_booth(slug: str, code: str) -> ResponseReturnValue:
    """Ask, then take a booth out of a fair."""
    refusal = None
    if request.method == "POST":
        try:
            with transaction() as session:
                booth = organising.own_booth(session, require_actor(), slug, code)
                booths.remove_booth(session, require_actor(), booth, now=now())
        except Conflict as error:
            refusal = error
        else:
            done(_("The booth is removed."))
            return redirect(url_for("fairs.manage", slug=slug))
    booth = organising.own_booth(reading(), require_actor(), slug, code)
    page = render_template("catalog/fairs/remove_booth.html", booth=booth, fair=booth.fair, refusal=refusal)
    return page, refusal.status if refusal else 200


@blueprint.get("/pameran-saya/<slug>/kartu.pdf")
@requires(RUN_FAIR)
def cards(slug: str) -> ResponseReturnValue:
    """Print the QR cards of a fair, or of one booth of it (``?stan=``)."""
    session = reading()
    fair = organising.own_fair(session, require_actor(), slug)
    code = request.args.get("stan", "").upper()
    stands = [stand for stand in queries.all_stands(session, fair) if code in ("", stand.booth.code)]
    if not stands:
        raise Conflict("no_booths", _("There is no booth to print cards for yet."))
    printed = render_qr_cards(cards_of(fair, stands, _links), f"Kartu QR {fair.name}")
    name = f"kartu-qr-{fair.slug}{'-' + code if code else ''}.pdf"
    return Response(
        printed, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _links(stand: Stand) -> tuple[str, list[str]]:
    code = stand.booth.code
    booth = url_for("fairs.booth", slug=stand.booth.fair.slug, code=code, _external=True)
    return booth, [url_for("storefront.product", code=p.code, stan=code, _external=True) for p in stand.products]


def _exhibits_page(slug: str, code: str, form: ArrangeForm, status: int) -> ResponseReturnValue:
    forget_reading()
    booth = organising.own_booth(reading(), require_actor(), slug, code)
    products = organising.choices(reading(), booth)
    form.offer(products)
    stale = status == Conflict.status
    if stale:
        # What was typed stays in the form; sending it again is now a decision made with open eyes.
        form.mark.data = booths.mark_of(booth)
    wanted = form.in_order(request.form) if form.is_sent else [exhibit.product_id for exhibit in booth.exhibits]
    return render_template(
        "catalog/fairs/exhibits.html",
        fair=booth.fair,
        booth=booth,
        products=products,
        places={product_id: place for place, product_id in enumerate(wanted, start=1)},
        stale=stale,
        form=form,
    ), status
