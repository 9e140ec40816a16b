"""Pages of the ways in and of the profile."""
