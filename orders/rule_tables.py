"""The terms of orders as the operator reads them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.core.text import _l
from marketplace.desk.registers import RuleTable
from marketplace.web.i18n import _, ngettext
from orders import deadlines


def _terms(_today: date) -> Sequence[Sequence[Any]]:
    hours = int(deadlines.CARD.total_seconds() // 3600)
    return (
        (_("Paying by card"), ngettext("%(num)s hour", "%(num)s hours", hours), _("the order lapses")),
        (_("Paying by transfer"), _working_days(deadlines.TRANSFER), _("the order lapses")),
        (_("The seller looks for a transfer"), _working_days(deadlines.PROOF), _("it is shown as late")),
        (_("The seller quotes shipping"), _working_days(deadlines.QUOTE), _("the order lapses")),
        (_("The seller accepts a paid order"), _working_days(deadlines.CONFIRM), _("it is shown as late")),
        (_("Goods leave"), _working_days(deadlines.SHIP), _("it is shown as late")),
        (_("The buyer says what arrived"), _working_days(deadlines.RECEIVE), _("it is shown as late")),
        (_("Money of an ended order goes back"), _working_days(deadlines.REFUND), _("it is shown as late")),
    )


def _working_days(count: int) -> str:
    return str(ngettext("%(num)s working day", "%(num)s working days", count))


TABLES = (
    RuleTable(
        title=_l("Terms of orders"),
        about=_l("Working days leave out weekends, public holidays and joint leave (SKB 3 Menteri)."),
        columns=(_l("What"), _l("Within"), _l("After that")),
        rows=_terms,
        position=50,
    ),
)
