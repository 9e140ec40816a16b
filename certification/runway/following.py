"""Which papers somebody has already taken care of: a renewal is sent or verified."""

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from certification.lifecycle import CertificateState
from certification.models import Certificate

UNDER_WAY = (CertificateState.SUBMITTED, CertificateState.VERIFIED)
"""A renewal in one of these states waits for nobody but an official, or is there."""


def is_followed() -> ColumnElement[bool]:
    """Build the condition that a certificate has a renewal under way."""
    following = aliased(Certificate)
    return exists().where(following.renews_id == Certificate.id, following.state.in_(UNDER_WAY))
