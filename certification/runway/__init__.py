"""The runway of a certificate: who is reminded when, what ends when, and whom an office should help."""
