"""What the organiser does with fairs as a whole: list, plan, change, make public."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalog.fairs import organising, services
from catalog.fairs.forms import BoothForm, FairForm
from catalog.fairs.status import time_of
from catalog.fairs.views.public import blueprint
from catalog.permissions import RUN_FAIR
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, DomainError
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import asked_words, done, page_number


@blueprint.get("/pameran-saya")
@requires(RUN_FAIR)
def index() -> ResponseReturnValue:
    """List the organiser's own fairs."""
    words = asked_words()
    page = organising.own_fairs(reading(), require_actor(), page_number(), words)
    day = jakarta_day(now())
    times = {row.fair.id: time_of(row.fair.starts_on, row.fair.ends_on, day) for row in page.items}
    return render_template("catalog/fairs/index.html", page=page, words=words, times=times)


@blueprint.route("/pameran-saya/baru", methods=["GET", "POST"])
@requires(RUN_FAIR)
def new() -> ResponseReturnValue:
    """Plan a fair."""
    form = FairForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fair = services.plan(session, require_actor(), form.draft(), now=now())
        except DomainError as error:
            form.refuse(error)
        else:
            done(_("The fair is planned. Give the cooperatives their booths now."))
            return redirect(url_for("fairs.manage", slug=fair.slug))
    return render_template("catalog/fairs/new.html", form=form), status_of(form)


@blueprint.get("/pameran-saya/<slug>")
@requires(RUN_FAIR)
def manage(slug: str) -> ResponseReturnValue:
    """Show a fair of one's own: what to do next, its booths, and how many contacts each has brought."""
    return manage_page(slug, BoothForm())


@blueprint.route("/pameran-saya/<slug>/ubah", methods=["GET", "POST"])
@requires(RUN_FAIR)
def edit(slug: str) -> ResponseReturnValue:
    """Change name, place, days and text."""
    fair = organising.own_fair(reading(), require_actor(), slug)
    form = FairForm(obj=fair, data={"region": fair.region_code})
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = organising.own_fair(session, require_actor(), slug)
                services.edit(session, require_actor(), fresh, form.draft(), seen=form.version.data or 0, now=now())
        except DomainError as error:
            form.refuse(error)
            status = error.status
            if isinstance(error, Conflict):
                form.version.data = fair.version
        else:
            done(_("Saved."))
            return redirect(url_for("fairs.manage", slug=slug))
    page = render_template("catalog/fairs/edit.html", form=form, fair=fair, stale=status == Conflict.status)
    return page, status or status_of(form)


@blueprint.post("/pameran-saya/<slug>/terbit")
@requires(RUN_FAIR)
def publish(slug: str) -> ResponseReturnValue:
    """Make a fair public."""
    try:
        with transaction() as session:
            services.publish(session, require_actor(), organising.own_fair(session, require_actor(), slug), now=now())
    except Conflict as error:
        form = BoothForm(formdata=None)
        form.refuse(error)
        return manage_page(slug, form, status=error.status)
    done(_("The fair is public now."))
    return redirect(url_for("fairs.manage", slug=slug))


def manage_page(slug: str, form: BoothForm, status: int = 200) -> ResponseReturnValue:
    """Draw the organiser's page of a fair with the form for one more booth."""
    forget_reading()
    session = reading()
    fair = organising.own_fair(session, require_actor(), slug)
    form.offer(organising.candidates(session, fair))
    return render_template(
        "catalog/fairs/manage.html",
        fair=fair,
        time=time_of(fair.starts_on, fair.ends_on, jakarta_day(now())),
        booths=organising.booths_of(session, fair),
        figures=organising.figures(session, fair),
        nothing=organising.Figures(),
        form=form,
    ), status
