"""How ready a product is for the shelf of a retailer: a score of what applies to it, and what would raise it."""
