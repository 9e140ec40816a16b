"""What a visitor agrees to when leaving a contact. The words that were shown are kept with the contact."""

from datetime import timedelta

from babel.support import LazyProxy

from marketplace.core.text import _l

KEPT = timedelta(days=730)
"""A contact is erased this long after it was left: 24 months, as the words below promise."""


def consent_to(cooperative: str) -> LazyProxy:
    """Return the words of the consent in the reader's language (Law 27/2022 on personal data, articles 20 to 22)."""
    return _l(
        "I agree that %(cooperative)s keeps what I have written here and contacts me about its products. "
        "Nobody else sees it. It is erased after 24 months at the latest, and at once when I ask for it.",
        cooperative=cooperative,
    )
