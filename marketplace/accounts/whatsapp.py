"""Links into WhatsApp with the first words filled in; to an organisation's number, or one that was left for this."""

from urllib.parse import quote

from marketplace.accounts.phones import read_phone, whatsapp_number
from marketplace.core.errors import Invalid


def wa_link(phone: str, text: str) -> str:
    """Return ``https://wa.me/62…?text=…``; empty for a number that WhatsApp cannot know (landline, no number)."""
    try:
        number = whatsapp_number(read_phone(phone))
    except Invalid:
        return ""
    return f"https://wa.me/{number}?text={quote(text, safe='')}" if number else ""
