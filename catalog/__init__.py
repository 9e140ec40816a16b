"""Catalogue: products, photos, prices, stock, search and trade fairs."""
