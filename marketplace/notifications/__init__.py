"""Notices in the site and by e-mail."""
