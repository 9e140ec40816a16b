"""Payments: by card through Stripe or its sandbox, and by bank transfer."""
