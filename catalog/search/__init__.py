"""Search: one interface, an engine inside the process and one outside of it."""
