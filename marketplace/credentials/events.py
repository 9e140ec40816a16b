"""Names of what happens to the ways into an account."""

EMAIL_VERIFIED = "person.email_verified"
EMAIL_CHANGED = "person.email_changed"
PASSWORD_CHANGED = "person.password_changed"  # noqa: S105
PASSWORD_RESET = "person.password_reset"  # noqa: S105
RESET_LINK_MADE = "person.reset_link_made"
"""The operator made a link to a new password for somebody whom no mail reaches."""
PROFILE_CHANGED = "person.profile_changed"
