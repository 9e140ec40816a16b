"""Doors to the outside world: pictures, scans, files, documents, e-mail. No database, no Flask."""
