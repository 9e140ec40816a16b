"""Doors of the catalogue: pages of sellers and of everybody."""
