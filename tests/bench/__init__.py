"""Speed: each figure beside its goal. Figures belong here, never into a timed test."""
