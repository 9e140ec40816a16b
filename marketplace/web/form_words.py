"""What WTForms itself says of a field, in the reader's language: it has no Indonesian of its own."""

from flask_babel import gettext

from marketplace.core.text import _l

WORDS = (
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("Not a valid integer value."),
    _l("Not a valid decimal value."),
    _l("Not a valid date value."),
    _l("This field is required."),
    _l("Number must be at least %(min)s."),
    _l("Number must be at most %(max)s."),
    _l("Number must be between %(min)s and %(max)s."),
    _l("Field must be between %(min)d and %(max)d characters long."),
    _l("Field cannot be longer than %(max)d character."),
    _l("Field must be at least %(min)d character long."),
)
"""Named here so that the catalogues hold them; WTForms passes the same sources to ``gettext`` below."""


class FormWords:
    """Translates with the site's own catalogues; WTForms fills the named places afterwards."""

    def gettext(self, text: str) -> str:
        """Translate one message."""
        return str(gettext(text))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Translate a message that counts; Indonesian has one form, so the singular is the key."""
        translated = str(gettext(singular))
        return translated if translated != singular else (singular if count == 1 else plural)
