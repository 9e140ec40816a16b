"""The business plan of a cooperative: beside what was reached, and the form that both sides fill in."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.numbers import whole
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done
from orders.mentoring import plan_queries, plans, sight
from orders.mentoring.permissions import TAKE_PART
from orders.mentoring.plan_forms import PlanForm
from orders.mentoring.progress import bar, expected, percent, standings
from orders.mentoring.words import NEEDS

blueprint = Blueprint("business_plans", __name__)
FIRST_YEAR, LAST_YEAR = 2020, 2100


@blueprint.get("/rencana-usaha/<slug>/<int:year>")
@requires(TAKE_PART)
def show(slug: str, year: int) -> ResponseReturnValue:
    """Show a plan beside what was reached; ``?versi=`` an older version."""
    cooperative = _cooperative(slug, year)
    session, at = reading(), now()
    number = whole(request.args.get("versi", ""), 0)
    newest = plan_queries.current(session, cooperative.id, year)
    plan = plan_queries.version(session, cooperative.id, year, number) if number else newest
    if number and plan is None:
        raise NotFound()
    rows = standings(plan_queries.targets_of(plan), plan_queries.reached(session, cooperative.id, year)) if plan else ()
    wanted, got = sum(row.target.rupiah for row in rows), sum(row.rupiah for row in rows)
    return render_template(
        "orders/mentoring/plan.html",
        cooperative=cooperative,
        year=year,
        years=sorted({*plan_queries.years(session, cooperative.id), jakarta_day(at).year, year}, reverse=True),
        plan=plan,
        is_newest=plan is newest,
        versions=plan_queries.versions(session, cooperative.id, year),
        rows=rows,
        behind={
            row.target.product_id: max(0, expected(row.target, year, jakarta_day(at)) - row.quantity) for row in rows
        },
        wanted=wanted,
        got=got,
        share=percent(got, wanted),
        bar=bar,
        needs=NEEDS,
        writable=plans.is_writable(year, at),
    )


@blueprint.route("/rencana-usaha/<slug>/<int:year>/ubah", methods=["GET", "POST"])
@requires(TAKE_PART)
def edit(slug: str, year: int) -> ResponseReturnValue:
    """Write a new version of a plan."""
    actor, cooperative = require_actor(), _cooperative(slug, year)
    if not plans.is_writable(year, now()):
        return redirect(url_for("business_plans.show", slug=slug, year=year))
    session = reading()
    products = plan_queries.plannable(session, cooperative.id)
    form = PlanForm.of(plan_queries.current(session, cooperative.id, year), products)
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as writing:
                fresh = sight.cooperative(writing, actor, slug, day=jakarta_day(now()))
                plans.write(writing, actor, fresh, year, form.draft(), now=now())
        except (Conflict, Invalid) as error:
            form.refuse(error)
            status = error.status
            forget_reading()
            current = plan_queries.current(reading(), cooperative.id, year)
            if isinstance(error, Conflict):
                form.version.data = current.number if current is not None else 0
        else:
            done(_("Saved as a new version. The older ones stay."))
            return redirect(url_for("business_plans.show", slug=slug, year=year))
    page = render_template(
        "orders/mentoring/plan_form.html",
        form=form,
        cooperative=cooperative,
        year=year,
        products={product.id: product for product in products},
        stale=status == Conflict.status,
    )
    return page, status or status_of(form)


def _cooperative(slug: str, year: int) -> Organisation:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound()
    return sight.cooperative(reading(), require_actor(), slug, day=jakarta_day(now()))
