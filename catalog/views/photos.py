"""Photos of a product: several at once from a phone, put in order, taken off."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from catalog import photos, queries, requirements
from catalog.completeness import Step
from catalog.forms import PhotoForm
from catalog.models import Product
from catalog.permissions import MANAGE_PRODUCTS
from catalog.views.progress import PAGES, progress
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.adapters.files import FileStore
from marketplace.adapters.images import MAX_PHOTO_BYTES
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Invalid
from marketplace.limits.rules import UPLOAD
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.i18n import _, ngettext
from marketplace.web.limiting import limited
from marketplace.web.pages import done

blueprint = Blueprint("product_photos", __name__, url_prefix="/produk-saya/<code>/foto")


@blueprint.get("")
@requires(MANAGE_PRODUCTS)
def show(code: str) -> ResponseReturnValue:
    """Show the photos and the field for more."""
    return _page(code, PhotoForm())


@blueprint.post("")
@requires(MANAGE_PRODUCTS)
@limited(UPLOAD)
def add(code: str) -> ResponseReturnValue:
    """Keep each photo that is usable and say of each other what is wrong with it."""
    queries.own_product(reading(), require_actor(), code)  # a stranger's product is not found before any work is done
    form = PhotoForm()
    uploads = [upload for upload in form.photo.data or () if isinstance(upload, FileStorage) and upload.filename]
    if not form.validate_on_submit() or not uploads:
        form.refuse(Invalid.field("photo", _("Choose at least one photo.")))
        return _page(code, form), Invalid.status
    kept = 0
    for upload in uploads:
        try:
            kept += _keep(code, upload)
        except Invalid as error:
            text = error.errors.get("photo", error.message)
            form.refuse(Invalid.field("photo", f"{(upload.filename or '')[:80]}: {text}"))
    if form.errors:
        forget_reading()
        return _page(code, form), Invalid.status
    done(ngettext("%(num)s photo saved.", "%(num)s photos saved.", kept) if kept else _("This photo is there already."))
    return redirect(url_for("product_photos.show", code=code))


@blueprint.post("/<int:photo_id>/hapus")
@requires(MANAGE_PRODUCTS)
def remove(code: str, photo_id: int) -> ResponseReturnValue:
    """Take a photo off the product."""
    with transaction() as session:
        product = queries.own_product(session, require_actor(), code)
        photos.remove_photo(session, require_actor(), product, photo_id, now=now())
    done(_("The photo is removed."))
    return redirect(url_for("product_photos.show", code=code))


@blueprint.post("/<int:photo_id>/utama")
@requires(MANAGE_PRODUCTS)
def first(code: str, photo_id: int) -> ResponseReturnValue:
    """Make a photo the one that cards show."""
    with transaction() as session:
        product = queries.own_product(session, require_actor(), code)
        photos.move_photo(session, require_actor(), product, photo_id, now=now())
    done(_("This photo comes first now."))
    return redirect(url_for("product_photos.show", code=code))


def _keep(code: str, upload: FileStorage) -> bool:
    store: FileStore = current_app.extensions["public_files"]
    # One byte more than is allowed, so that a bigger file is told apart without reading all of it.
    prepared = photos.prepare(upload.stream.read(MAX_PHOTO_BYTES + 1), store)
    kept = False
    try:
        with transaction() as session:
            product: Product = queries.own_product(session, require_actor(), code)
            kept = photos.add_photo(session, require_actor(), product, prepared, now=now())
    finally:
        if not kept:
            photos.discard(prepared, store)
    return kept


def _page(code: str, form: PhotoForm) -> str:
    product = queries.own_product(reading(), require_actor(), code)
    assessment = requirements.assessment_of(reading(), product, jakarta_day(now()))
    return render_template(
        PAGES[Step.PHOTOS].template,
        product=product,
        form=form,
        button=EmptyForm(formdata=None),
        step=Step.PHOTOS,
        most=photos.MAX_PHOTOS,
        progress=progress(product, assessment),
    )
