"""Who makes the goods: the cooperative's list of producers."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certification import queries
from certification.forms import ProducerForm
from certification.goods import MakerScale
from certification.models import ProducerKind
from certification.permissions import MANAGE_PRODUCERS
from certification.producers import edit_producer, register_producer
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import asked_words, done, page_number, safe_target

blueprint = Blueprint("producers", __name__)


@blueprint.get("/produsen")
@requires(MANAGE_PRODUCERS)
def index() -> ResponseReturnValue:
    """List the producers with the number of their certificates."""
    words = asked_words()
    page = queries.producers_page(reading(), require_actor(), page_number(), words)
    papers = queries.certificates_by_producer(reading(), [producer.id for producer in page.items])
    return render_template("certification/producers/index.html", page=page, words=words, papers=papers)


@blueprint.route("/produsen/baru", methods=["GET", "POST"])
@requires(MANAGE_PRODUCERS)
def new() -> ResponseReturnValue:
    """Add a member or partner; with ``lanjut`` the person goes back to where the producer was needed."""
    form = ProducerForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                register_producer(session, require_actor(), form.draft(), now=now())
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Added."))
            return redirect(safe_target(request.args.get("lanjut"), url_for("producers.index")))
    return render_template("certification/producers/form.html", form=form, producer=None), status_of(form)


@blueprint.route("/produsen/<int:producer_id>", methods=["GET", "POST"])
@requires(MANAGE_PRODUCERS)
def edit(producer_id: int) -> ResponseReturnValue:
    """Change a producer; the cooperative itself keeps its kind."""
    actor = require_actor()
    producer = queries.producer_of(reading(), actor, producer_id)
    form = ProducerForm(obj=producer, data={"region": producer.region_code, "version": str(producer.version)})
    form.scale.data = form.scale.data or MakerScale.MICRO_SMALL
    del form.consent
    if producer.kind == ProducerKind.COOPERATIVE:
        del form.kind
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = queries.producer_of(session, actor, producer_id)
                edit_producer(session, actor, fresh, form.draft(), version=form.seen(), now=now())
        except Conflict as error:
            forget_reading()
            producer = queries.producer_of(reading(), actor, producer_id)
            form.refuse(error)
            form.renew(producer.version)
            return render_template("certification/producers/form.html", form=form, producer=producer), error.status
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Saved."))
            return redirect(url_for("producers.index"))
    return render_template("certification/producers/form.html", form=form, producer=producer), status_of(form)
