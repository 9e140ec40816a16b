"""Forms of changes: filing one, and an official's word on it."""

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from catalog.forms import ProductForm
from catalog.holds.services import MOST_TEXT
from marketplace.core.text import _l


class FileForm(ProductForm):
    """What the seller says about a change. ``version``: of the hold."""

    note = TextAreaField(
        _l("What did you change, and why?"),
        validators=[InputRequired(_l("Say in a sentence what you changed and why.")), Length(max=MOST_TEXT)],
        description=_l("Name the new ingredient with its brand and, if it has one, its own halal certificate."),
    )
    file = FileField(
        _l("Paper about the change"),
        description=_l("For example the issuer's approval or the ingredient's certificate. PDF or photo."),
    )


class DecisionForm(ProductForm):
    """An official's word; which one it is, the pressed button says."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[Optional(), Length(max=MOST_TEXT)],
        description=_l("Needed to refuse. The cooperative reads it."),
    )
