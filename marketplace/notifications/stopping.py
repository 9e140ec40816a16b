"""The address that stops mails of one group without signing in: whom and what it is for stands in it, signed."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.core.errors import NotFound
from marketplace.notifications.groups import CHOOSABLE, Group

SALT = "mail-stop"


@dataclass(frozen=True)
class Wish:
    """Whose mails of which group are to stop."""

    user_id: int
    group: Group


def token_for(secret: str, wish: Wish) -> str:
    """Return the signed text of a wish; it does not run out, because old mails must stay stoppable."""
    signed = URLSafeSerializer(secret, salt=SALT).dumps([wish.user_id, wish.group.value])
    return signed.decode() if isinstance(signed, bytes) else signed


def read_token(secret: str, token: str) -> Wish:
    """Return the wish in a token; raise ``NotFound`` where it was not signed here."""
    try:
        user_id, code = URLSafeSerializer(secret, salt=SALT).loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound() from error
    if code not in CHOOSABLE:
        raise NotFound()
    return Wish(int(user_id), Group(code))
