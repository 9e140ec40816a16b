"""The ground of the house (database, accounts, events, web kit) and its frame (``app.create_app``)."""
