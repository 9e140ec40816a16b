"""The steps in which a seller fills in a product; each is saved by itself."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog import details, linking, queries, requirements, services
from catalog.categories import category
from catalog.completeness import Step, next_step
from catalog.coverage import remarks
from catalog.forms import OWN, BasicsForm, PackingForm, PapersForm, ProductForm, SupplyForm, TraitsForm
from catalog.holds.following import watch
from catalog.holds.queries import of_product
from catalog.models import Product
from catalog.permissions import MANAGE_PRODUCTS
from catalog.price_form import PricesForm
from catalog.views.progress import PAGES, progress, url_of
from certification import queries as certificates
from certification.models import Producer, ProducerKind
from certification.producers import own_producer
from certification.requirements import requirements_for
from certification.requirements.effects import Effect, effects_of
from certification.requirements.questions import asked
from certification.schemes import SCHEMES
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done

blueprint = Blueprint("product_steps", __name__, url_prefix="/produk-saya/<code>")
Save = Callable[[Session, Product], None]


@blueprint.route("/dasar", methods=["GET", "POST"])
@requires(MANAGE_PRODUCTS)
def basics(code: str) -> ResponseReturnValue:
    """Name, category, maker, description."""
    actor = require_actor()
    producers = certificates.producers_of(reading(), actor)

    def save(session: Session, product: Product) -> None:
        own_id = own_producer(session, actor, now=now()).id if form.is_own_make else None
        services.save_basics(session, actor, product, form.draft(own_id), seen=form.seen, now=now())

    def made(product: Product, **options: Any) -> BasicsForm:
        return _basics_form(product, producers, actor.organisation_name, **options)

    form = made(_own(code))
    return _answer(code, Step.BASICS, form, save, made)


@blueprint.route("/kemasan", methods=["GET", "POST"])
@requires(MANAGE_PRODUCTS)
def packing(code: str) -> ResponseReturnValue:
    """Units, weights, packaging, barcode, shelf life, ingredients."""
    form = PackingForm(obj=_own(code))

    def save(session: Session, product: Product) -> None:
        details.save_packing(session, require_actor(), product, form.draft(), seen=form.seen, now=now())

    return _answer(code, Step.PACKING, form, save, _stored_as(PackingForm))


@blueprint.route("/harga", methods=["GET", "POST"])
@requires(MANAGE_PRODUCTS)
def prices(code: str) -> ResponseReturnValue:
    """Minimum order, price steps, tax."""
    form = _prices_form(_own(code))

    def save(session: Session, product: Product) -> None:
        details.save_prices(session, require_actor(), product, form.draft(), seen=form.seen, now=now())

    return _answer(code, Step.PRICES, form, save, _prices_form)


@blueprint.route("/pasokan", methods=["GET", "POST"])
@requires(MANAGE_PRODUCTS)
def supply(code: str) -> ResponseReturnValue:
    """In stock or made to order."""
    form = SupplyForm(obj=_own(code))

    def save(session: Session, product: Product) -> None:
        details.save_supply(session, require_actor(), product, form.draft(), seen=form.seen, now=now())

    return _answer(code, Step.SUPPLY, form, save, _stored_as(SupplyForm))


@blueprint.route("/sifat", methods=["GET", "POST"])
@requires(MANAGE_PRODUCTS)
def traits(code: str) -> ResponseReturnValue:
    """The questions that matter for its category, and what the answers change."""
    product = _own(code)
    questions = asked(category(product.category).goods)

    def made(product: Product, **options: Any) -> TraitsForm:
        form = TraitsForm(data={"version": product.version, "traits": product.traits or []}, **options)
        form.offer(questions)
        return form

    form = made(product)

    def save(session: Session, product: Product) -> None:
        details.save_traits(session, require_actor(), product, form.traits.data or (), seen=form.seen, now=now())

    return _answer(code, Step.TRAITS, form, save, made, questions=questions, effects=_effects(product))


def _effects(product: Product) -> Sequence[Effect]:
    return effects_of(requirements.facts_of_goods(product), jakarta_day(now()))


@blueprint.route("/sertifikat", methods=["GET", "POST"])
@requires(MANAGE_PRODUCTS)
def papers(code: str) -> ResponseReturnValue:
    """What it needs, what its maker has, and on which certificates it stands."""
    product = _own(code)
    offers = linking.offers(reading(), product)

    def made(product: Product, **options: Any) -> PapersForm:
        # "papers" would be read as the field's value from obj, so only what is named goes in.
        form = PapersForm(
            data={"version": product.version, "declared_not_halal": product.declared_not_halal}, **options
        )
        if not form.is_sent or options:
            form.offer(offers)
        return form

    form = made(product)

    def save(session: Session, product: Product) -> None:
        chosen = linking.Choice(frozenset(form.items.data or ()), bool(form.declared_not_halal.data))
        linking.save_papers(session, require_actor(), product, chosen, seen=form.seen, now=now())

    return _answer(code, Step.PAPERS, form, save, made, offers=offers, **_about(product, offers))


def _about(product: Product, offers: Sequence[linking.Offer]) -> dict[str, Any]:
    """Return what the page of certificates says beside the form."""
    day = jakarta_day(now())
    needed = requirements_for(requirements.facts_of_goods(product), day)
    return {
        "schemes": SCHEMES,
        "statuses": linking.statuses(product, offers, day),
        "scopes": linking.scopes(product, offers),
        "remarks": remarks(product, [offer.certificate for offer in offers if offer.item]),
        "beside": linking.beside(reading(), product),
        "holds": of_product(reading(), product),
        "effects": _effects(product),
        "may_declare": product.declared_not_halal or any(requirement.declarable for requirement in needed),
    }


def _answer(
    code: str, step: Step, form: ProductForm, save: Save, stored: Callable[..., ProductForm], **shown: Any
) -> ResponseReturnValue:
    """Save and go on, or show the step: with what is wrong (422), or with what a colleague has saved (409)."""
    status, differences = 200, []
    if form.validate_on_submit():
        try:
            with transaction() as session:
                product = queries.own_product(session, require_actor(), code)
                save(session, product)
                following = next_step(product, step)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            forget_reading()
            fresh = _own(code)
            form.refuse(error)
            form.renew(fresh)
            status, differences = error.status, form.differences(stored(fresh, formdata=None))
        else:
            done(_("Saved."))
            then = {"next": following, "stay": step}.get(request.form.get("then", ""))
            return redirect(url_of(then, code))
    return _page(code, step, form, differences, **shown), status if status != 200 else status_of(form)


def _page(code: str, step: Step, form: ProductForm, differences: Sequence[tuple[str, str]], **shown: Any) -> str:
    product = _own(code)
    assessment = requirements.assessment_of(reading(), product, jakarta_day(now()))
    return render_template(
        PAGES[step].template,
        product=product,
        form=form,
        step=step,
        differences=differences,
        assessment=assessment,
        progress=progress(product, assessment),
        names=requirements.NAMES,
        wanted=requirements.wanted_schemes(assessment),
        recipe_papers=bool(watch(product).certificate_ids),
        **shown,
    )


def _own(code: str) -> Product:
    return queries.own_product(reading(), require_actor(), code)


def _stored_as(form: type[ProductForm]) -> Callable[..., ProductForm]:
    return lambda product, **options: form(obj=product, **options)


def _prices_form(product: Product, **options: Any) -> PricesForm:
    form = PricesForm(obj=product, **options)
    if not form.is_sent or options:
        form.fill(product)
    return form


def _maker(product: Product) -> str:
    if product.producer is None:
        return ""
    return OWN if product.producer.kind == ProducerKind.COOPERATIVE else str(product.producer_id)


def _basics_form(product: Product, producers: Sequence[Producer], own_name: str, **options: Any) -> BasicsForm:
    values = {
        "version": product.version,
        "name": product.name,
        "category": product.category,
        "description": product.description,
        "producer": _maker(product),
    }
    form = BasicsForm(data=values, **options)
    form.offer(producers, own_name)
    return form
