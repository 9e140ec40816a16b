"""Pages of accounts: sign in and out, register, profile, approval."""
