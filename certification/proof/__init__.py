"""What everybody may know of a verified paper: how it stands, who checked it, what stands on it, and since when."""
