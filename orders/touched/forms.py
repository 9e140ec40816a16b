"""The buyer's word on goods that lost a paper."""

from wtforms import TextAreaField
from wtforms.validators import Length

from marketplace.core.text import _l
from orders.forms import StepForm
from orders.touched.services import MOST_REASON


class DecideForm(StepForm):
    """Why the goods should come all the same, or why the order is cancelled."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[Length(max=MOST_REASON, message=_l("Write at most 300 letters."))],
        description=_l("The other party reads it; it stays with the order."),
    )
