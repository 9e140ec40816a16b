"""Contacts: the form that a visitor fills in without an account, and the cooperative's list of them."""

import flask
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.fairs import contacts, leads, withdrawal
from catalog.fairs.consent import consent_to
from catalog.fairs.forms import LeadForm
from catalog.fairs.leads import Target
from catalog.fairs.models import Lead
from catalog.fairs.views.scans import scanned
from catalog.permissions import SEE_LEADS
from marketplace.accounts.access import current_actor, public, require_actor, requires
from marketplace.accounts.phones import grouped
from marketplace.accounts.queries import active_cooperative
from marketplace.accounts.whatsapp import wa_link
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.limits.rules import CONTACT
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import asked_words, done, page_number

blueprint = Blueprint("leads", __name__)


@blueprint.route("/kontak", methods=["GET", "POST"])
@public
@limited(CONTACT)
def new() -> ResponseReturnValue:
    """Let a visitor ask a cooperative to get in touch."""
    target = _target(reading())
    form = LeadForm()
    form.ask(str(consent_to(target.cooperative.name)))
    status = 0
    if form.validate_on_submit():
        try:
            if not form.website.data:
                flask.session[withdrawal.KEY] = _leave(form)
        except DomainError as error:
            form.refuse(error)
            status = error.status
        else:
            # A program that filled in the hidden field is thanked like everybody, and nothing is kept.
            return redirect(url_for("leads.thanks", cooperative=target.cooperative.slug))
    return render_template("catalog/fairs/contact.html", form=form, target=target), status or status_of(form)


@blueprint.get("/kontak/terima-kasih")
@public
def thanks() -> ResponseReturnValue:
    """Say what happens next."""
    cooperative = active_cooperative(reading(), request.args.get("cooperative", ""))
    token = flask.session.get(withdrawal.KEY)
    link = withdrawal.address(token) if token else ""
    return render_template("catalog/fairs/thanks.html", cooperative=cooperative, link=link)


@blueprint.get("/kontak-masuk")
@requires(SEE_LEADS)
def index() -> ResponseReturnValue:
    """List the contacts that visitors left for the cooperative."""
    waiting = request.args.get("status") != "semua"
    actor, words = require_actor(), asked_words()
    page = contacts.leads_of(reading(), actor, page_number(), waiting=waiting, words=words)
    return render_template(
        "catalog/fairs/leads.html",
        page=page,
        words=words,
        waiting=waiting,
        waiting_count=contacts.waiting_count(reading(), actor),
        whatsapp=_whatsapp_link,
        grouped=grouped,
    )


@blueprint.post("/kontak-masuk/<int:lead_id>/selesai")
@requires(SEE_LEADS)
def handle(lead_id: int) -> ResponseReturnValue:
    """Mark a contact as answered."""
    with transaction() as session:
        leads.handle(session, require_actor(), contacts.lead_of(session, require_actor(), lead_id), now=now())
    done(_("Marked as answered."))
    return redirect(url_for("leads.index"))


@blueprint.route("/kontak-masuk/<int:lead_id>/hapus", methods=["GET", "POST"])
@requires(SEE_LEADS)
def erase(lead_id: int) -> ResponseReturnValue:
    """Ask, then erase what a visitor wrote."""
    if request.method == "POST":
        with transaction() as session:
            leads.erase(session, require_actor(), contacts.lead_of(session, require_actor(), lead_id), now=now())
        done(_("Erased. Only the count remains."))
        return redirect(url_for("leads.index", status="semua"))
    lead = contacts.lead_of(reading(), require_actor(), lead_id)
    return render_template("catalog/fairs/erase_lead.html", lead=lead)


def _leave(form: LeadForm) -> str:
    """Keep a contact, mail the address that withdraws it where there is one to mail to, and return its token."""
    moment = now()
    with transaction() as session:
        target = _target(session)
        lead = leads.leave(session, current_actor(), target, form.draft(), now=moment)
        if lead.email and lead.created_at == moment:  # a second click finds the first contact: told already
            session.add(withdrawal.mail(lead, target.cooperative.name, now=moment))
        return withdrawal.token_for(lead)


def _target(session: Session) -> Target:
    return contacts.target_of(
        session,
        product=request.args.get("product", ""),
        cooperative=request.args.get("cooperative", ""),
        booth=request.args.get("stan", ""),
        remembered=scanned(),
        now=now(),
    )


def _whatsapp_link(lead: Lead) -> str:
    topic = lead.product.name if lead.product else _("our products")
    text = _(
        "Good day. This is %(cooperative)s. You left your contact about %(topic)s.",
        cooperative=require_actor().organisation_name,
        topic=topic,
    )
    return wa_link(lead.phone, text)
