"""The cooperative's own products: the list, a new one, its summary, putting it on sale, counting stock."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog import queries, requirements, services, stock
from catalog.completeness import Step, gaps
from catalog.forms import BasicsForm, CountForm
from catalog.holds.queries import of_product
from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.permissions import MANAGE_PRODUCTS
from catalog.readiness.demand import policies_in_force
from catalog.readiness.queries import readiness_of
from catalog.views.progress import progress, url_of
from certification.producers import own_producer
from certification.queries import producers_of
from certification.schemes import SCHEMES
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done, page_number, warn

blueprint = Blueprint("listing", __name__)


@blueprint.get("/produk-saya")
@requires(MANAGE_PRODUCTS)
def index() -> ResponseReturnValue:
    """List the cooperative's products with a filter by state and a search by name."""
    actor, session = require_actor(), reading()
    state, words = request.args.get("state", ""), request.args.get("q", "")[:100]
    page, day = queries.own_products(session, actor, page_number(), state, words), jakarta_day(now())
    counts = queries.own_counts(session, actor)
    assessed, badges = requirements.assessed_with_badges(session, page.items, day)
    return render_template(
        "catalog/listing/index.html",
        page=page,
        state=state if state in counts else "",
        words=words,
        counts=counts,
        badges=badges,
        readiness=readiness_of(session, page.items, day, assessed),
        gaps={product.id: gaps(product) for product in page.items},
    )


@blueprint.route("/produk-saya/baru", methods=["GET", "POST"])
@requires(MANAGE_PRODUCTS)
def new() -> ResponseReturnValue:
    """Begin a product with its first step."""
    actor = require_actor()
    form = BasicsForm()
    form.offer(producers_of(reading(), actor), actor.organisation_name)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                draft = form.draft(own_producer(session, actor, now=now()).id if form.is_own_make else None)
                product = services.start_product(session, actor, draft.name, draft.category, now=now())
                services.save_basics(session, actor, product, draft, seen=product.version, now=now())
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Saved as a draft. Add photos now, or later."))
            return redirect(url_for("product_photos.show", code=product.code))
    return render_template("catalog/listing/new.html", form=form), status_of(form)


@blueprint.get("/produk-saya/<code>")
@requires(MANAGE_PRODUCTS)
def show(code: str) -> ResponseReturnValue:
    """Show where a product stands: what is missing for the shop window, what for orders, and its stock."""
    return _summary(queries.own_product(reading(), require_actor(), code))


@blueprint.post("/produk-saya/<code>/terbit")
@requires(MANAGE_PRODUCTS)
def publish(code: str) -> ResponseReturnValue:
    """Put a product on sale."""
    try:
        with transaction() as session:
            product = queries.own_product(session, require_actor(), code)
            services.publish(session, require_actor(), product, now=now())
    except Invalid as error:
        forget_reading()
        for text in error.errors.values():
            warn(text)
        return _summary(queries.own_product(reading(), require_actor(), code), status=error.status)
    done(_("It is on sale now."))
    return redirect(url_for("listing.show", code=code))


@blueprint.post("/produk-saya/<code>/tarik")
@requires(MANAGE_PRODUCTS)
def withdraw(code: str) -> ResponseReturnValue:
    """Take a product off sale."""
    with transaction() as session:
        product = queries.own_product(session, require_actor(), code)
        services.withdraw(session, require_actor(), product, now=now())
    done(_("It is off sale now. Orders that run go on."))
    return redirect(url_for("listing.show", code=code))


@blueprint.post("/produk-saya/<code>/stok")
@requires(MANAGE_PRODUCTS)
def count(code: str) -> ResponseReturnValue:
    """Take the number that was counted in the store."""
    form = CountForm()
    status = Invalid.status
    if form.validate_on_submit():
        try:
            with transaction() as session:
                product = queries.own_product(session, require_actor(), code)
                stock.count_stock(
                    session, require_actor(), product, form.on_hand.data or 0, now=now(), seen=form.seen.data
                )
        except (Invalid, Conflict) as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Stock is written down."))
            return redirect(url_for("listing.show", code=code))
    forget_reading()
    product = queries.own_product(reading(), require_actor(), code)
    form.seen.data = product.stock_on_hand
    return _summary(product, form, status=status)


def _summary(product: Product, count_form: CountForm | None = None, *, status: int = 200) -> ResponseReturnValue:
    session, day = reading(), jakarta_day(now())
    assessment = requirements.assessment_of(session, product, day)
    page = render_template(
        "catalog/listing/show.html",
        product=product,
        missing=gaps(product),
        assessment=assessment,
        progress=progress(product, assessment),
        readiness=readiness_of(session, [product], day, {product.id: assessment})[product.id],
        policies=policies_in_force(session),
        urls={step.value: url_of(step, product.code) for step in Step},
        names=requirements.NAMES,
        holds=of_product(reading(), product),
        schemes=SCHEMES,
        button=EmptyForm(),
        count_form=count_form or CountForm(formdata=None, data={"seen": product.stock_on_hand}),
        is_published=product.state == ProductState.PUBLISHED,
    )
    return page, status
