"""The pages that have versions: how they are called, and which of them people agree to."""

from enum import StrEnum

from marketplace.core.text import _l


class Slug(StrEnum):
    """A page's place in the address."""

    PRIVACY = "privasi"
    TERMS = "ketentuan"
    ACCESSIBILITY = "aksesibilitas"


TITLES = {
    Slug.PRIVACY: _l("Privacy notice"),
    Slug.TERMS: _l("Terms of use"),
    Slug.ACCESSIBILITY: _l("Accessibility"),
}

AGREED_TO = (Slug.TERMS, Slug.PRIVACY)
"""Recorded when somebody makes an account: agreed to the terms, has read the notice."""
