"""Links that work once: proving an address, a new password, another address; and what one says of oneself."""
