"""A code from the phone beside the password, recovery codes for a lost phone, and proving oneself again."""
