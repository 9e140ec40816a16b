"""Pages of carts, orders and their papers."""
