"""How PPN looks at a product: what the seller states, with the law behind it."""

from enum import StrEnum


class TaxTreatment(StrEnum):
    """Treatment of goods under PPN."""

    STANDARD = "standard"
    """Taxable goods (UU PPN art. 4)."""
    EXEMPT = "exempt"
    """Goods freed from PPN: rice, corn, eggs, vegetables, fruit ... (PP 49/2022)."""
