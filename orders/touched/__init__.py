"""What the end of a paper touches: carts, open orders and goods on their way; who is told, and what is done then."""
