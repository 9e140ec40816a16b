"""The form of a supplier file: language and what the cooperative agrees to give."""

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from catalog.supplier_file.rules import Consent
from marketplace.core.text import _l
from marketplace.web.forms import BaseForm

LANGUAGES = (SelectChoice("id", "Bahasa Indonesia"), SelectChoice("en", "English"))


class SupplierFileForm(BaseForm):
    """What goes into a file for one buyer; nothing is agreed to unless it is ticked."""

    language = RadioField(_l("Language of the documents"), choices=LANGUAGES, default="id")
    papers = BooleanField(
        _l("Yes, give this buyer the scans of our papers and of our producers' certificates."),
        description=_l("Only those that an official verified. Look at them first: a NIB often shows the NPWP as well."),
    )
    bank = BooleanField(
        _l("Yes, give this buyer a letter with our bank account, to be signed."),
        description=_l("Without it the buyer asks for the account when the first invoice comes."),
    )
    npwp = BooleanField(
        _l("Yes, give this buyer our NPWP."),
        description=_l("The number on the cover, and the scan of the paper. It is never public."),
    )

    def consents(self) -> set[Consent]:
        """Return what was agreed to."""
        return {subject for subject in Consent if self[subject].data}
