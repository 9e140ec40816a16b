"""My data: take it along, or delete the account."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from marketplace.accounts import access
from marketplace.accounts.access import fresh, require_actor, signed_in
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import DomainError
from marketplace.limits.rules import EXPORT
from marketplace.privacy import erasing, export, queries
from marketplace.privacy.forms import EraseForm
from marketplace.privacy.slugs import TITLES, Slug
from marketplace.privacy.views.pages import address_of
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import attachment, done

blueprint = Blueprint("my_data", __name__, url_prefix="/akun/data")


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Say what one can do with one's data, and to what one agreed."""
    agreed = [
        (TITLES[Slug(row.slug)], row.number, address_of(row.slug), row.given_at)
        for row in queries.consents_of(reading(), require_actor().user_id)
    ]
    return render_template("marketplace/privacy/my_data.html", agreed=agreed)


@blueprint.post("/unduh")
@signed_in
@fresh
@limited(EXPORT)
def download() -> ResponseReturnValue:
    """Send everything that is kept of the person, made in this moment and kept nowhere."""
    moment = now()
    with transaction() as session:
        collected = export.collect(session, require_actor(), now=moment)
    page = render_template("marketplace/privacy/export.html", collected=collected, at=moment)
    name = f"data-saya-{jakarta_day(moment):%Y%m%d}.zip"
    return attachment(export.packed(collected, page), "application/zip", name)


@blueprint.route("/hapus", methods=["GET", "POST"])
@signed_in
@fresh
def erase() -> ResponseReturnValue:
    """Explain what deleting means, and do it once the address was typed."""
    form = EraseForm()
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                erasing.erase(session, require_actor(), form.email.data, now=now())
        except DomainError as error:
            form.refuse(error)
            status = error.status
        else:
            access.forget()
            done(_("Your account is deleted. A mail to your old address confirms it."))
            return redirect("/")
    blocking = erasing.held_up_by(reading(), require_actor().user_id)
    page = render_template("marketplace/privacy/erase.html", form=form, blocking=blocking)
    return page, status or status_of(form)
