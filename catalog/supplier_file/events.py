"""Names of what happens to supplier files; stable, since the trail keeps them for good."""

FILE_MADE = "supplier_file.made"
FILE_SHARED = "supplier_file.shared"
FILE_DOWNLOADED = "supplier_file.downloaded"
FILE_WITHDRAWN = "supplier_file.withdrawn"
FILE_REPLACED = "supplier_file.replaced"
"""A newer one for the same buyer took its place."""
