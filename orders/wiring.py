"""Plugs the package in."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, menus and subscribers."""
