"""The pages of notices and mail."""
