"""The desk's pages of revoking by two: propose, the list of proposals, one proposal with what may be done to it."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from certification import queries as papers
from certification.decisions import is_own
from certification.forms import VersionForm
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.permissions import REVOKE_CERTIFICATE
from certification.revocation import holding, queries, services
from certification.revocation.forms import DeclineForm, ProposeForm
from certification.revocation.models import RevocationProposal
from certification.revocation.rules import REASONS, ProposalState, lapses_at
from certification.schemes import SCHEMES, scheme
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import PER_PAGE, Page, asked_words, done, page_number, warn

blueprint = Blueprint("revocation", __name__)


@blueprint.route("/periksa/<code>/cabut", methods=["GET", "POST"])
@requires(REVOKE_CERTIFICATE)
def propose(code: str) -> ResponseReturnValue:
    """Propose to revoke a verified record; where that is done already, its proposal is shown."""
    actor = require_actor()
    certificate = papers.for_review(reading(), actor, code)
    there = queries.open_on(reading(), [certificate.id]).get(certificate.id)
    if there is not None and request.method == "GET":
        return redirect(url_for("revocation.show", proposal_id=there.id))
    form = ProposeForm(version=str(certificate.version))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = papers.for_review(session, actor, code)
                proposal = services.propose(session, actor, fresh, form.draft(), now=now())
        except Conflict as error:
            form.refuse(error)
            forget_reading()
            certificate = papers.for_review(reading(), actor, code)
            form.renew(certificate.version)
            return _propose_page(certificate, form), error.status
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Proposed. It is revoked once a second official or the operator has signed."))
            return redirect(url_for("revocation.show", proposal_id=proposal.id))
    return _propose_page(certificate, form), status_of(form)


@blueprint.get("/periksa/pencabutan")
@requires(REVOKE_CERTIFICATE)
def index() -> ResponseReturnValue:
    """List the open proposals, the oldest first; in the other tab those that ended."""
    session, number, text = reading(), page_number(), asked_words()
    closed = request.args.get("tab") == "selesai"
    found, total = queries.proposals(session, text=text, closed=closed, page=number, per_page=PER_PAGE)
    return render_template(
        "certification/revocation/index.html",
        page=Page(found, number, PER_PAGE, total),
        closed=closed,
        text=text,
        schemes=SCHEMES,
        lapses={row.id: lapses_at(row.proposed_at) for row in found},
    )


@blueprint.get("/periksa/pencabutan/<int:proposal_id>")
@requires(REVOKE_CERTIFICATE)
def show(proposal_id: int) -> ResponseReturnValue:
    """Show a proposal beside the paper, with what the reader may do to it."""
    return _page(proposal_id)


@blueprint.post("/periksa/pencabutan/<int:proposal_id>/tandatangani")
@requires(REVOKE_CERTIFICATE)
def sign(proposal_id: int) -> ResponseReturnValue:
    """Sign: the record is revoked now, for good."""
    seen = VersionForm().seen()

    def step(session: Session, proposal: RevocationProposal) -> None:
        services.sign(session, require_actor(), proposal, version=seen, now=now())

    return _done(proposal_id, step, _("Signed. The certificate is revoked and shown so everywhere."))


@blueprint.post("/periksa/pencabutan/<int:proposal_id>/tolak")
@requires(REVOKE_CERTIFICATE)
def decline(proposal_id: int) -> ResponseReturnValue:
    """Decline with a reason: the record stays as it was."""
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page(proposal_id, form), status_of(form)

    def step(session: Session, proposal: RevocationProposal) -> None:
        services.decline(session, require_actor(), proposal, form.reason.data or "", version=form.seen(), now=now())

    return _done(proposal_id, step, _("Declined. The certificate stays verified."), form)


@blueprint.post("/periksa/pencabutan/<int:proposal_id>/tarik")
@requires(REVOKE_CERTIFICATE)
def withdraw(proposal_id: int) -> ResponseReturnValue:
    """Take one's own proposal back."""

    def step(session: Session, proposal: RevocationProposal) -> None:
        services.withdraw(session, require_actor(), proposal, now=now())

    return _done(proposal_id, step, _("Taken back. The certificate stays verified."))


@blueprint.post("/periksa/pencabutan/<int:proposal_id>/tangguhkan")
@requires(REVOKE_CERTIFICATE)
def hold(proposal_id: int) -> ResponseReturnValue:
    """Put the paper on hold until the proposal is decided."""

    def step(session: Session, proposal: RevocationProposal) -> None:
        holding.hold(session, require_actor(), proposal, now=now())

    return _done(proposal_id, step, _("On hold. The cooperative is told why."))


@blueprint.post("/periksa/pencabutan/<int:proposal_id>/lanjutkan")
@requires(REVOKE_CERTIFICATE)
def release(proposal_id: int) -> ResponseReturnValue:
    """Let the paper count again while the proposal stays open."""

    def step(session: Session, proposal: RevocationProposal) -> None:
        holding.release(session, require_actor(), proposal, now=now())

    return _done(proposal_id, step, _("No longer on hold."))


def _done(
    proposal_id: int,
    step: Callable[[Session, RevocationProposal], None],
    message: str,
    form: DeclineForm | None = None,
) -> ResponseReturnValue:
    """Take one step; where somebody was faster, show how it stands now."""
    try:
        with transaction() as session:
            step(session, queries.proposal(session, require_actor(), proposal_id))
    except Conflict as error:
        warn(error.message)
        forget_reading()
        return _page(proposal_id, form), error.status
    done(message)
    return redirect(url_for("revocation.show", proposal_id=proposal_id))


def _page(proposal_id: int, form: DeclineForm | None = None) -> str:
    session, actor, moment = reading(), require_actor(), now()
    proposal = queries.proposal(session, actor, proposal_id)
    form = form or DeclineForm()
    form.renew(proposal.version)
    return render_template(
        "certification/revocation/show.html",
        form=form,
        proposal=proposal,
        certificate=proposal.certificate,
        scheme=scheme(proposal.certificate.scheme),
        shown=papers.shown_of(proposal.certificate, jakarta_day(moment)),
        chosen=REASONS.get(proposal.template),
        open=proposal.state == ProposalState.OPEN and lapses_at(proposal.proposed_at) > moment,
        mine=proposal.proposed_by_id == actor.user_id,
        own=is_own(session, actor, proposal.certificate),
        lapses=lapses_at(proposal.proposed_at),
    )


def _propose_page(certificate: Certificate, form: ProposeForm) -> str:
    return render_template(
        "certification/revocation/propose.html",
        form=form,
        certificate=certificate,
        scheme=scheme(certificate.scheme),
        possible=certificate.state == CertificateState.VERIFIED,
        own=is_own(reading(), require_actor(), certificate),
        reasons=REASONS,
    )
