"""The seller's side of changes: what is on hold, filing it, taking it back."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalog.holds import queries, services, wording
from catalog.holds.forms import FileForm
from catalog.holds.lifecycle import HOLD, HoldAction, HoldParty, HoldState
from catalog.holds.models import PaperHold
from catalog.permissions import MANAGE_PRODUCTS
from certification.schemes import SCHEMES
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.adapters.files import FileStore
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, DomainError, Invalid, Unavailable
from marketplace.files import services as files
from marketplace.files.services import PreparedFile
from marketplace.limits.rules import UPLOAD
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import asked_words, done, page_number, warn

blueprint = Blueprint("changes", __name__, url_prefix="/perubahan")


@blueprint.get("")
@requires(MANAGE_PRODUCTS)
def index() -> ResponseReturnValue:
    """List the cooperative's changes, those that wait for it first."""
    q = asked_words()
    page = queries.own_holds(reading(), require_actor(), page_number(), q)
    return render_template("catalog/holds/index.html", page=page, q=q, schemes=SCHEMES)


@blueprint.route("/<code>", methods=["GET", "POST"])
@requires(MANAGE_PRODUCTS)
@limited(UPLOAD)
def show(code: str) -> ResponseReturnValue:
    """Show a change side by side, and file it."""
    form = FileForm(data={"version": queries.own_hold(reading(), require_actor(), code).version})
    if not form.validate_on_submit():
        return _page(code, form), status_of(form)
    try:
        _file(form, code)
    except Conflict as error:
        form.refuse(error)
        forget_reading()
        form.version.data = queries.own_hold(reading(), require_actor(), code).version
        return _page(code, form), error.status
    except (Invalid, Unavailable) as error:
        form.refuse(_beside(error))
        return _page(code, form), error.status
    done(_("Filed. An official looks at it, usually within three working days."))
    return redirect(url_for("changes.show", code=code))


@blueprint.post("/<code>/kembalikan")
@requires(MANAGE_PRODUCTS)
def take_back(code: str) -> ResponseReturnValue:
    """Give the product back what it was before."""
    EmptyForm().validate()
    try:
        with transaction() as session:
            services.take_back(session, require_actor(), queries.own_hold(session, require_actor(), code), now=now())
    except (Conflict, Invalid) as error:
        warn(error.message or next(iter(error.errors.values()), ""))
    else:
        done(_("The product is as it was before. Its certificate counts again."))
    return redirect(url_for("changes.show", code=code))


def _file(form: FileForm, code: str) -> None:
    prepared = _prepared(form)
    with transaction() as session:
        actor = require_actor()
        hold = queries.own_hold(session, actor, code)
        kept = files.keep(session, actor, prepared, now=now()) if prepared is not None else None
        services.file_change(session, actor, hold, form.note.data or "", kept, seen=form.seen, now=now())


def _prepared(form: FileForm) -> PreparedFile | None:
    upload = form.file.data
    if not upload or not upload.filename:
        return None
    store: FileStore = current_app.extensions["private_files"]
    return files.prepare(upload.read(), upload.filename, store)


def _beside(error: DomainError) -> DomainError:
    """Put what is wrong with an upload beside its field."""
    if not error.errors:
        error.errors = {"file": error.message}
    return error


def _page(code: str, form: FileForm) -> str:
    hold: PaperHold = queries.own_hold(reading(), require_actor(), code)
    state = HoldState(hold.state)
    return render_template(
        "catalog/holds/show.html",
        hold=hold,
        form=form,
        scheme=SCHEMES[hold.certificate.scheme],
        may_file=HOLD.allows(state, HoldAction.FILE, HoldParty.SELLER),
        may_take_back=state != HoldState.PARKED and HOLD.allows(state, HoldAction.LIFT, HoldParty.SELLER),
        rows=wording.rows_of(hold),
        parts=wording.ingredient_words(hold),
    )
