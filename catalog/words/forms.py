"""The form of a synonym."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from marketplace.core.text import _l
from marketplace.web.forms import BaseForm


class SynonymForm(BaseForm):
    """Two words that lead to the same goods."""

    word = StringField(_l("Whoever searches"), validators=[DataRequired(_l("Write exactly one word.")), Length(max=40)])
    means = StringField(
        _l("also finds goods with"), validators=[DataRequired(_l("Write exactly one word.")), Length(max=40)]
    )
