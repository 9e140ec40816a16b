"""Names of what happens to people and organisations."""

PERSON_JOINED = "person.joined"
SIGNED_IN = "person.signed_in"
SIGNED_OUT = "person.signed_out"
MEMBER_JOINED = "organisation.member_joined"
TOKEN_MADE = "organisation.token_made"  # noqa: S105
TOKEN_REVOKED = "organisation.token_revoked"  # noqa: S105
REGISTERED = "organisation.registered"
APPROVED = "organisation.approved"
REFUSED = "organisation.refused"
CHANGED = "organisation.changed"
