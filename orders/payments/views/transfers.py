"""Bank transfers: where to send the money, the proof, and the receiver's word that it came or went back."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid, Unavailable
from marketplace.files import services as files
from marketplace.limits.rules import UPLOAD
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import BaseForm, status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import done
from orders.payments import queries, refunds, transfers
from orders.payments.forms import ProofForm, ReceivedForm, RefusalForm, SentBackForm
from orders.permissions import CONFIRM_MONEY, FOLLOW_ORDER

blueprint = Blueprint("transfers", __name__)


@blueprint.route("/pesanan/<number>/bukti", methods=["GET", "POST"])
@requires(FOLLOW_ORDER)
@limited(UPLOAD)
def proof(number: str) -> ResponseReturnValue:
    """Show the account to transfer to, and take the proof of the transfer."""
    form, actor, status = ProofForm(), require_actor(), None
    queries.transfer_of(reading(), queries.order_of(reading(), actor, number))
    if form.validate_on_submit():
        try:
            sent = form.file.data
            prepared = files.prepare(sent.read(), sent.filename or "", current_app.extensions["private_files"])
            with transaction() as session:
                transfers.send_proof(session, actor, queries.order_of(session, actor, number), prepared, now=now())
        except (Invalid, Conflict, Unavailable) as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("The proof was sent. The cooperative now looks into its bank account."))
            return redirect(_order_page(number))
    return _page("orders/payments/proof.html", number, form=form), status or status_of(form)


@blueprint.route("/pesanan/<number>/uang-masuk", methods=["GET", "POST"])
@requires(CONFIRM_MONEY)
def received(number: str) -> ResponseReturnValue:
    """Show the proofs to the receiver of the money, and take the word that it has arrived."""
    form, actor, status = ReceivedForm(), require_actor(), None
    if form.validate_on_submit():
        try:
            with transaction() as session:
                transfers.confirm_transfer(session, actor, queries.order_of(session, actor, number), now=now())
        except Conflict as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Noted: the money is there."))
            return redirect(_order_page(number))
    return _received_page(number, form, RefusalForm(formdata=None)), status or status_of(form)


@blueprint.post("/pesanan/<number>/bukti/tolak")
@requires(CONFIRM_MONEY)
def refuse(number: str) -> ResponseReturnValue:
    """Refuse a proof with a reason; the buyer is told and can send another."""
    form, actor, status = RefusalForm(), require_actor(), None
    if form.validate_on_submit():
        try:
            with transaction() as session:
                order = queries.order_of(session, actor, number)
                transfers.refuse_proof(session, actor, order, form.proof_id, reason=form.reason.data, now=now())
        except (Invalid, Conflict) as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("The buyer is told what does not fit."))
            return redirect(_order_page(number))
    return _received_page(number, ReceivedForm(formdata=None), form), status or status_of(form)


@blueprint.route("/pesanan/<number>/uang-kembali", methods=["GET", "POST"])
@requires(CONFIRM_MONEY)
def sent_back(number: str) -> ResponseReturnValue:
    """Show what the seller owes back, and take the word that it was sent."""
    form, actor, status = SentBackForm(), require_actor(), None
    if form.validate_on_submit():
        try:
            with transaction() as session:
                order = queries.order_of(session, actor, number)
                refunds.confirm_refund(session, actor, order, note=form.note.data, now=now())
        except (Invalid, Conflict) as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Noted: the money went back."))
            return redirect(_order_page(number))
    return _page("orders/payments/sent_back.html", number, form=form), status or status_of(form)


def _received_page(number: str, form: ReceivedForm, refusal: RefusalForm) -> str:
    return _page("orders/payments/received.html", number, form=form, refusal=refusal)


def _page(template: str, number: str, **forms: BaseForm) -> str:
    """Render a page about the transfer of an order, read anew."""
    forget_reading()
    order = queries.order_of(reading(), require_actor(), number)
    payment = queries.transfer_of(reading(), order)
    owed = queries.refunds_of(reading(), order)
    return render_template(template, order=order, payment=payment, refunds=owed, order_url=_order_page(number), **forms)


def _order_page(number: str) -> str:
    return url_for("ordering.show", number=number)
