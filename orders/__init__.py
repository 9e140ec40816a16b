"""Orders: cart, checkout, payment, fulfilment and their documents."""
