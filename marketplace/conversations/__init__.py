"""Messages between a buyer and a cooperative about one thing: a product, an order."""
