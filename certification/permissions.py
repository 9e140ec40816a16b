"""Named rights on producers and certificates. Being one's own judge is refused in the services, not here."""

from marketplace.core.roles import SELLING, Role, permission

MANAGE_PRODUCERS = permission("producer:manage", SELLING)
SUBMIT_CERTIFICATE = permission("certificate:submit", SELLING)
VERIFY_CERTIFICATE = permission("certificate:verify", frozenset({Role.OFFICIAL}))
TAKE_IN_REGENCY = permission("regency:sheets", frozenset({Role.OFFICIAL, Role.OPERATOR}))
"""Spreadsheets of a whole regency, in and out."""
REVOKE_CERTIFICATE = permission("certificate:revoke", frozenset({Role.OFFICIAL, Role.OPERATOR}))
