"""Monthly reports: who handed in what, one report to read, print and save, all of a month in one spreadsheet."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import queries as accounts
from marketplace.accounts.access import require_actor, requires
from marketplace.adapters.workbooks import XLSX, xlsx_of
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.months import month_of, read_month
from marketplace.limits.rules import EXPORT
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import attachment, done
from orders.mentoring import reports, sheets
from orders.mentoring.document import render_report
from orders.mentoring.forms import ReportForm
from orders.mentoring.permissions import ACCOMPANY, LEAD_MENTORING
from orders.mentoring.reckoning import NAMES, RUPIAH, added, kept
from orders.mentoring.views.reading import month_in_address
from orders.spending.sheets import month_name

blueprint = Blueprint("mentoring_reports", __name__)
SHOWN_MONTHS = 12


@blueprint.get("/pendampingan/laporan")
@requires(ACCOMPANY)
def index() -> ResponseReturnValue:
    """Show who handed in the report of a month, this one or another of the last twelve."""
    session, actor = reading(), require_actor()
    this = month_of(jakarta_day(now()))
    months = [this]
    while len(months) < SHOWN_MONTHS:
        months.append(months[-1].before)
    wanted = read_month(request.args.get("bulan", ""))
    month = wanted if wanted is not None and wanted <= this else this
    rows = reports.of_month(session, actor, month)
    figures = {person.id: reports.figures_of(report) for person, report in rows if report is not None}
    return render_template(
        "orders/mentoring/reports.html",
        month=month,
        months=months,
        counts=reports.handed_in(session, actor, months),
        rows=rows,
        figures=figures,
        total=added(figures.values()),
        month_name=month_name,
        due=reports.can_submit(month, now()),
    )


@blueprint.route("/pendampingan/laporan/<month>/<int:assistant_id>", methods=["GET", "POST"])
@requires(ACCOMPANY)
def show(month: str, assistant_id: int) -> ResponseReturnValue:
    """Show a report; its author hands it in here."""
    actor, wanted = require_actor(), month_in_address(month)
    form = ReportForm()
    status = 0
    paper = reports.paper_of(reading(), actor, assistant_id, wanted, now=now())
    if form.validate_on_submit():
        if assistant_id != actor.user_id:
            raise NotFound()
        try:
            with transaction() as session:
                reports.submit(session, actor, wanted, form.summary.data or "", now=now())
        except (Conflict, Invalid) as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("The report is handed in. What changes from now on stands in it as a correction."))
            return redirect(url_for("mentoring_reports.show", month=month, assistant_id=assistant_id))
        forget_reading()
        paper = reports.paper_of(reading(), actor, assistant_id, wanted, now=now())
    page = render_template(
        "orders/mentoring/report.html",
        paper=paper,
        figures=kept(paper.counted.total),
        names=NAMES,
        amounts=RUPIAH,
        form=form,
        own=assistant_id == actor.user_id,
        due=reports.can_submit(wanted, now()),
        month_name=month_name,
        today=now(),
    )
    return page, status or status_of(form)


@blueprint.get("/pendampingan/laporan/<month>/<int:assistant_id>/laporan.pdf")
@requires(ACCOMPANY)
@limited(EXPORT, "GET")
def document(month: str, assistant_id: int) -> Response:
    """Print a report."""
    actor, session = require_actor(), reading()
    paper = reports.paper_of(session, actor, assistant_id, month_in_address(month), now=now())
    office = accounts.organisation(session, actor.organisation_id)
    response = Response(render_report(paper, office, jakarta_day(now())), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="laporan-pendampingan-{paper.month}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/pendampingan/laporan/<month>/<int:assistant_id>/laporan.xlsx")
@requires(ACCOMPANY)
@limited(EXPORT, "GET")
def export(month: str, assistant_id: int) -> Response:
    """Give a report as a spreadsheet."""
    paper = reports.paper_of(reading(), require_actor(), assistant_id, month_in_address(month), now=now())
    return attachment(xlsx_of(sheets.report_of(paper)), XLSX, f"laporan-pendampingan-{paper.month}.xlsx")


@blueprint.get("/pendampingan/laporan/<month>/gabungan.xlsx")
@requires(LEAD_MENTORING)
@limited(EXPORT, "GET")
def export_all(month: str) -> Response:
    """Give the reports of a whole month in one spreadsheet."""
    wanted = month_in_address(month)
    rows = reports.merged(reading(), require_actor(), wanted)
    return attachment(xlsx_of(sheets.merged_of(rows, wanted)), XLSX, f"gabungan-pendampingan-{wanted}.xlsx")
