"""How often something may be tried: counted in the database, over all workers and restarts."""
