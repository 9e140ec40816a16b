"""Pages of the second factor: the code at sign-in, security of the account, proving oneself again."""
