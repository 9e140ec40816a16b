"""The form that sends a regency's spreadsheet."""

from flask_wtf.file import FileField
from wtforms import BooleanField

from marketplace.core.text import _l
from marketplace.web.forms import BaseForm


class RegencyForm(BaseForm):
    """One spreadsheet, and what the office states about the people named in it."""

    file = FileField(_l("Spreadsheet"), description=_l(".xlsx or .csv, at most 5 MB and 20,000 lines."))
    consent = BooleanField(_l("The producers named in it agreed to be named here"))
