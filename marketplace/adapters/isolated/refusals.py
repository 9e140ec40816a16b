"""How the child says no: a stable code, and the figures that the words for the user need."""

from typing import TypeAlias


class Refused(Exception):
    """The file is readable enough to say what is wrong with it."""

    def __init__(self, code: str, **figures: int) -> None:
        super().__init__(code)
        self.code = code
        self.figures = figures


Figures: TypeAlias = dict[str, int | str]
Answer: TypeAlias = tuple[Figures, list[bytes]]
"""What a task returns: a few figures, and the files it made."""
