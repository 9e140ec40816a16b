"""Forms of the second factor."""

from wtforms import PasswordField
from wtforms.validators import DataRequired

from marketplace.core.text import _l
from marketplace.web.forms import BaseForm


class ProofForm(BaseForm):
    """Who one is, once more."""

    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Write your password."))])
