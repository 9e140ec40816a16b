"""Revocation by two: one official proposes it with a reason, another official or the operator signs or declines."""
