"""The operator's desk: what happened, what waits, what failed, what it takes up, and the rules in force."""
