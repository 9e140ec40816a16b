"""The cooperative's pages of supplier files: what is missing, making one, looking at it, sharing and withdrawing."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalog.lifecycle import ProductState
from catalog.readiness.overview import overview
from catalog.supplier_file import queries, services
from catalog.supplier_file.forms import SupplierFileForm
from catalog.supplier_file.gathering import gather
from catalog.supplier_file.history import told
from catalog.supplier_file.models import SupplierFile
from catalog.supplier_file.permissions import MAKE_SUPPLIER_FILE
from catalog.supplier_file.rules import Consent, standings
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.accounts.models import Organisation
from marketplace.adapters.files import FileStore
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, NotFound
from marketplace.files.views import send_private
from marketplace.limits.rules import EXPORT
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import asked_words, done, page_number, warn

blueprint = Blueprint("supplier_files", __name__, url_prefix="/berkas-pemasok")


@blueprint.get("")
@requires(MAKE_SUPPLIER_FILE)
def index() -> ResponseReturnValue:
    """Say what is complete and what is missing, and list what was made."""
    session, actor, day = reading(), require_actor(), jakarta_day(now())
    material = gather(session, _own_id(), day)
    return render_template(
        "catalog/supplier_file/index.html",
        stand=standings(material.facts, set(Consent)),
        material=material,
        steps=overview(session, _own_id(), day, states=(ProductState.PUBLISHED,)).groups,
        page=queries.own_files(session, actor, asked_words(), page_number()),
        words=asked_words(),
        today=now(),
    )


@blueprint.get("/pembeli")
@requires(MAKE_SUPPLIER_FILE)
def buyers() -> ResponseReturnValue:
    """Choose the buyer."""
    _own_id()
    page = queries.buyers(reading(), asked_words(), page_number())
    return render_template("catalog/supplier_file/buyers.html", page=page, words=asked_words())


@blueprint.route("/untuk/<slug>", methods=["GET", "POST"])
@requires(MAKE_SUPPLIER_FILE)
@limited(EXPORT)
def prepare(slug: str) -> ResponseReturnValue:
    """Choose language and consents for one buyer, and begin to make the file."""
    _own_id()
    buyer = queries.buyer_called(reading(), slug)
    form = SupplierFileForm()
    refused = None
    if form.validate_on_submit():
        try:
            with transaction() as session:
                job = services.ask(
                    session,
                    require_actor(),
                    slug,
                    language=form.language.data,
                    consents=form.consents(),
                    now=now(),
                )
        except Conflict as error:
            form.refuse(error)
            refused = error.status
        else:
            return redirect(url_for("jobs.show", code=job.code), 303)
    return _form(buyer, form), refused or status_of(form)


@blueprint.get("/<code>")
@requires(MAKE_SUPPLIER_FILE)
def show(code: str) -> ResponseReturnValue:
    """Show what lies in a file, what was agreed to, and who fetched it."""
    session = reading()
    file = queries.own_file(session, require_actor(), code)
    return render_template(
        "catalog/supplier_file/show.html",
        file=file,
        living=file.is_living(now()),
        happened=told(session, file),
        fallen=queries.fallen_papers(session, [file], jakarta_day(now()))[file.id],
    )


@blueprint.post("/<code>/unduh")
@requires(MAKE_SUPPLIER_FILE)
@limited(EXPORT)
def download(code: str) -> Response:
    """Send the cooperative its own file."""
    EmptyForm().validate()
    with transaction() as session:
        file = services.fetch_own(session, require_actor(), code, now=now())
        return sent(file)


@blueprint.post("/<code>/bagikan")
@requires(MAKE_SUPPLIER_FILE)
def share(code: str) -> ResponseReturnValue:
    """Let the buyer fetch the file."""
    EmptyForm().validate()
    try:
        with transaction() as session:
            file = services.share(session, require_actor(), code, now=now())
            done(_("Shared with %(buyer)s for 90 days.", buyer=file.buyer.name))
    except Conflict as error:
        warn(error.message)
    return redirect(url_for("supplier_files.show", code=code))


@blueprint.post("/<code>/tarik")
@requires(MAKE_SUPPLIER_FILE)
def withdraw(code: str) -> ResponseReturnValue:
    """End the file at once."""
    EmptyForm().validate()
    with transaction() as session:
        services.withdraw(session, require_actor(), code, now=now())
    done(_("Withdrawn: nobody can download this file any more."))
    return redirect(url_for("supplier_files.show", code=code))


def sent(file: SupplierFile) -> Response:
    """Answer the ZIP as a download that nobody on the way may keep."""
    store: FileStore = current_app.extensions["private_files"]
    if file.stored_name is None:
        raise NotFound()
    return send_private(store, file.stored_name, "application/zip", file.file_name)


def _form(buyer: Organisation, form: SupplierFileForm) -> str:
    forget_reading()
    session = reading()
    material = gather(session, _own_id(), jakarta_day(now()))
    return render_template(
        "catalog/supplier_file/prepare.html",
        buyer=queries.buyer_called(session, buyer.slug),
        form=form,
        material=material,
        stand=standings(material.facts, set(Consent)),
    )


def _own_id() -> int:
    """Return the cooperative whose files these are; who sells nothing has no such page."""
    actor = require_actor()
    if actor.organisation_id is None or not actor.is_seller:
        raise NotFound()
    return actor.organisation_id
