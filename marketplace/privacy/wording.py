"""How kinds of complaints are called."""

from marketplace.core.text import _l
from marketplace.privacy.models import ComplaintKind

KINDS = {
    ComplaintKind.PERSONAL_DATA: _l("Personal data"),
    ComplaintKind.PRODUCT: _l("A product or a seller"),
    ComplaintKind.ORDER: _l("An order or a payment"),
    ComplaintKind.ACCESSIBILITY: _l("Accessibility"),
    ComplaintKind.OTHER: _l("Something else"),
}
