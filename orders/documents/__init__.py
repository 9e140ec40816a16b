"""Papers of an order: invoice and delivery note."""
