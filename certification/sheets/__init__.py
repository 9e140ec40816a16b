"""A regency's cooperatives and their papers as a spreadsheet: taken in after a dry run, and out for other registers."""
