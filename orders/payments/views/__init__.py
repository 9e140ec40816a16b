"""Doors of money."""
