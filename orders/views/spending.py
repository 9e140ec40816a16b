"""The report on local spending: as a page to read and print, and as a workbook."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.adapters.workbooks import XLSX, xlsx_of
from marketplace.core.clock import jakarta_day, now
from marketplace.limits.rules import EXPORT
from marketplace.web.database import reading
from marketplace.web.limiting import limited
from marketplace.web.pages import attachment
from orders.permissions import FOLLOW_ORDER
from orders.spending import queries
from orders.spending.periods import PERIODS, read_period
from orders.spending.reckoning import sums_of
from orders.spending.sheets import category_name, month_name, workbook_of

blueprint = Blueprint("spending", __name__)


@blueprint.get("/laporan-belanja")
@requires(FOLLOW_ORDER)
def show() -> ResponseReturnValue:
    """Show what was ordered from cooperatives in a period."""
    found = _report()
    districts = found["districts"]
    names = {
        "same": str,
        "district": lambda code: districts.get(code, code),
        "category": category_name,
        "month": month_name,
    }
    return render_template("orders/spending.html", **found, periods=PERIODS, names=names)


@blueprint.get("/laporan-belanja/unduh.xlsx")
@requires(FOLLOW_ORDER)
@limited(EXPORT, "GET")
def export() -> ResponseReturnValue:
    """Give the same report as a workbook."""
    found = _report()
    period = found["period"]
    tables = workbook_of(require_actor().organisation_name, period, found["sums"], found["lines"], found["districts"])
    return attachment(xlsx_of(tables), XLSX, f"laporan-belanja-{period.first}-{period.last}.xlsx")


def _report() -> dict[str, Any]:
    period = read_period(request.args, jakarta_day(now()))
    lines = queries.lines_of(reading(), require_actor(), period)
    return {
        "period": period,
        "lines": lines,
        "sums": sums_of(lines),
        "districts": queries.district_names(reading(), lines),
    }
