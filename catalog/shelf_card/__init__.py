"""The card beside the goods on a shelf: product, price, papers that count today, a code that tells how they stand."""
