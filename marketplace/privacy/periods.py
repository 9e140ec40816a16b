"""How long what is personal is kept; the privacy notice promises the same figures."""

from datetime import timedelta

MAILS = timedelta(days=30)
"""Mails that were sent or given up."""
NOTICES = timedelta(days=365)
"""Notices in the inbox; some name a colleague."""
SIGN_INS = timedelta(days=90)
"""Sign-ins that are over, with the name of the browser."""
COMPLAINTS = timedelta(days=730)
"""After the answer."""
PAPERS_YEARS = 10
"""Orders and invoices: UU KUP (Law 6/1983, last consolidated), article 28 (11)."""
ANSWER_HOURS = 72
"""Wishes about one's own data are answered within 3 x 24 hours: UU PDP (Law 27/2022), articles 30, 32 and 40."""
