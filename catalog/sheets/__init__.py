"""Products as spreadsheets: out to be mended at a desk, and in again after a dry run."""
