"""The report on local spending: what a buyer ordered from village cooperatives in a period."""
