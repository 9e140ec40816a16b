"""Names of what happens to notices, consent, accounts and complaints."""

PAGE_PUBLISHED = "page.published"
AGREED = "person.agreed"
DATA_EXPORTED = "person.data_exported"
PERSON_ERASED = "person.erased"
"""The account is gone; packages above erase what they keep of the person (subject: the person)."""
COMPLAINT_MADE = "complaint.made"
COMPLAINT_ANSWERED = "complaint.answered"
