"""Names of what happens to the words of the search."""

SYNONYM_ADDED = "synonym.added"
SYNONYM_REMOVED = "synonym.removed"
