"""Forms of the second factor."""

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length, Optional

from marketplace.core.text import _l
from marketplace.web.forms import BaseForm

LONGEST = 40
"""Longer than any code, with the blanks that people type into it."""


class ProofForm(BaseForm):
    """Who one is, once more; the code is asked for where there is a second factor."""

    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Write your password."))])
    code = StringField(_l("Code"), validators=[Optional(), Length(max=LONGEST)])


class CodeForm(BaseForm):
    """A code of the phone, or a recovery code where the page takes one."""

    code = StringField(_l("Code"), validators=[DataRequired(_l("Write the code.")), Length(max=LONGEST)])
