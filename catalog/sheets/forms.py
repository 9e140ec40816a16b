"""The form that sends a spreadsheet."""

from flask_wtf.file import FileField

from marketplace.core.text import _l
from marketplace.web.forms import BaseForm


class SheetForm(BaseForm):
    """One spreadsheet."""

    file = FileField(_l("Spreadsheet"), description=_l(".xlsx or .csv, at most 5 MB and 2,000 lines."))
