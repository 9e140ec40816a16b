"""Forms that were sent when the session had ended: kept for a while and sent again by their person."""
