"""The operator's page of card refunds that did not work: try again, or pay back by bank transfer."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import fresh, require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid, Unavailable
from marketplace.files import services as files
from marketplace.limits.rules import UPLOAD
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import asked_words, done, page_number, warn
from orders.payments import closing, queries
from orders.payments.forms import RefundTransferForm
from orders.permissions import CLOSE_REFUND

blueprint = Blueprint("refunds", __name__, url_prefix="/pengelola/pengembalian")


@blueprint.get("")
@requires(CLOSE_REFUND)
def index() -> ResponseReturnValue:
    """List the refunds that wait for a person."""
    words = asked_words()
    page = queries.refunds_in_trouble(reading(), page_number(), now=now(), words=words)
    return render_template("orders/payments/refunds.html", page=page, words=words)


@blueprint.post("/<int:refund_id>/lagi")
@requires(CLOSE_REFUND)
@fresh
def retry(refund_id: int) -> ResponseReturnValue:
    """Send a refused refund once more."""
    EmptyForm().validate()
    try:
        with transaction() as session:
            closing.retry(session, require_actor(), refund_id, now=now())
    except Conflict as error:
        warn(error.message)
    else:
        done(_("The card provider is asked again. You are told if it refuses."))
    return redirect(url_for("refunds.index"))


@blueprint.route("/<int:refund_id>/transfer", methods=["GET", "POST"])
@requires(CLOSE_REFUND)
@fresh
@limited(UPLOAD)
def transfer(refund_id: int) -> ResponseReturnValue:
    """Take the operator's word and proof that the money went back by bank transfer."""
    form, status = RefundTransferForm(), None
    queries.card_refund(reading(), refund_id)
    if form.validate_on_submit():
        try:
            sent = form.file.data
            prepared = files.prepare(sent.read(), sent.filename or "", current_app.extensions["private_files"])
            with transaction() as session:
                reference = form.reference.data or ""
                closing.pay_by_transfer(session, require_actor(), refund_id, reference, prepared, now=now())
        except (Invalid, Conflict, Unavailable) as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Noted: the money went back. Buyer and cooperative are told."))
            return redirect(url_for("refunds.index"))
    forget_reading()
    refund = queries.card_refund(reading(), refund_id)
    return render_template("orders/payments/refund_transfer.html", form=form, refund=refund), status or status_of(form)
