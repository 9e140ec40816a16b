"""The web kit: languages, errors, forms, pages, API envelope, headers."""
