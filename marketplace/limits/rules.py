"""The limits themselves: what is counted, how often it may happen, in what time."""

from dataclasses import dataclass
from datetime import timedelta

QUARTER = timedelta(minutes=15)
"""No window is longer, so whoever is in the right is never shut out for more than 15 minutes."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most ``times`` within ``window``, counted for each key by itself."""

    name: str
    times: int
    window: timedelta = QUARTER
    step: int = 1
    """A worker writes its count down after so many; more than one only where reading would else become writing."""


SIGN_IN = Limit(name="sign_in", times=5)
"""Wrong passwords for one account from one address. Figures: reference/reliability.md, G13."""
SIGN_IN_ADDRESS = Limit(name="sign_in_address", times=60)
"""Wrong passwords from one address for any account; a whole training room may sit behind it."""
SECOND_FACTOR = Limit(name="second_factor", times=5)
PROOF = Limit(name="proof", times=5)
"""Proving oneself again before a grave change."""
RESET = Limit(name="reset", times=3)
"""Asking for a new password to one account from one address, so that no stranger uses up the owner's tries."""
RESET_ADDRESS = Limit(name="reset_address", times=20)
"""Asking from one address for a new password to any account."""
RESET_MAILS = Limit(name="reset_mails", times=3)
"""Mails with a link to a new password, for one person, whoever asks. More are not sent; the answer is the same."""
VERIFY_MAIL = Limit(name="verify_mail", times=3)
REGISTER = Limit(name="register", times=20)
"""New accounts from one address: a training room of an office makes many at once."""
INVITE = Limit(name="invite", times=30)
SEARCH = Limit(name="search", times=300, window=MINUTE, step=10)
"""Searches of one person, or from one address without sign-in: mobile networks put thousands behind one."""
EXPORT = Limit(name="export", times=20)
UPLOAD = Limit(name="upload", times=60)
MESSAGE = Limit(name="message", times=60)
CONTACT = Limit(name="contact", times=30)
"""Contacts left at a fair and complaints, of one person, or from one address without sign-in."""
KEPT_FORM = Limit(name="kept_form", times=60)
"""Forms whose session had ended, from one address."""
API = Limit(name="api", times=300, window=MINUTE, step=10)
"""Calls of one person, whichever token or browser they come by; from one address without sign-in."""
