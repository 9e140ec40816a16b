"""Names of what happens to products, stock, fairs and leads; stable, since the trail keeps them for good."""

PRODUCT_DRAFTED = "product.drafted"
PRODUCT_CHANGED = "product.changed"
PRODUCT_PUBLISHED = "product.published"
PRODUCT_WITHDRAWN = "product.withdrawn"
STOCK_COUNTED = "product.stock_counted"

PAPER_HELD = "product.paper_held"
"""A changed product puts a paper of its maker on hold for itself."""
CHANGE_FILED = "product.change_filed"
CHANGE_CONFIRMED = "product.change_confirmed"
CHANGE_REFUSED = "product.change_refused"
HOLD_LIFTED = "product.hold_lifted"
"""The change was undone."""

FAIR_PLANNED = "fair.planned"
FAIR_CHANGED = "fair.changed"
FAIR_PUBLISHED = "fair.published"
LEAD_LEFT = "lead.left"
LEAD_HANDLED = "lead.handled"
LEAD_ERASED = "lead.erased"

POLICY_MADE = "policy.made"
