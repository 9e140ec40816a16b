"""What goods need on a day, and how the papers at hand answer it."""

from certification.requirements.assessing import Assessment, HeldPaper, Outcome, RequirementAnswer, assess
from certification.requirements.rules import HALAL, PERMIT, Requirement, requirements_for

__all__ = [
    "HALAL",
    "PERMIT",
    "Assessment",
    "HeldPaper",
    "Outcome",
    "Requirement",
    "RequirementAnswer",
    "assess",
    "requirements_for",
]
