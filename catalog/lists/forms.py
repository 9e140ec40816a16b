"""Forms of lists."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from catalog.fields import WholeNumberField
from marketplace.core.text import _l
from marketplace.web.forms import BaseForm


class NameForm(BaseForm):
    """What a list is called."""

    name = StringField(
        _l("Name of the list"),
        validators=[InputRequired(_l("Give the list a name.")), Length(max=80)],
        description=_l("For example: Parcels for Lebaran."),
    )


class ItemForm(BaseForm):
    """How much is wanted of a product on a list, and a note for colleagues."""

    quantity = WholeNumberField(_l("Amount, pieces"), validators=[InputRequired(_l("Write how much you want."))])
    note = StringField(_l("Note for colleagues"), validators=[Optional(), Length(max=200)])
