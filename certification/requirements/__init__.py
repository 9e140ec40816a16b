"""What goods need on a day, and how the papers at hand answer it."""

from certification.requirements.assessing import Assessment, HeldPaper, Outcome, RequirementAnswer, assess
from certification.requirements.demands import Requirement, requirements_for
from certification.requirements.rules import HALAL, NAMES, PERMIT

__all__ = [
    "HALAL",
    "NAMES",
    "PERMIT",
    "Assessment",
    "HeldPaper",
    "Outcome",
    "Requirement",
    "RequirementAnswer",
    "assess",
    "requirements_for",
]
