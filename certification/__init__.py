"""Certificates: who holds which paper, who checked it, and what goods require."""
