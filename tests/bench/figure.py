"""A measured figure beside its goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure and its goal, both in the same unit; smaller is better."""

    name: str
    value: float
    goal: float
    unit: str

    @property
    def reached(self) -> bool:
        """Whether the goal is met."""
        return self.value <= self.goal

    def line(self) -> str:
        """Print the figure beside its goal."""
        verdict = "ok" if self.reached else "MISSED"
        return f"{self.name:44} {self.value:9.1f} {self.unit:3} goal {self.goal:7.1f}  {verdict}"
