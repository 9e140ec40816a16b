"""How a state looks wherever it is shown: a tone, an icon and words, because colour alone tells nobody enough."""

from dataclasses import dataclass
from typing import Any, Literal

Tone = Literal["ok", "wait", "bad", "info", "none"]


@dataclass(frozen=True)
class Look:
    """``icon`` is a name in ``static/icons.svg``, ``words`` a lazy text that begins with a capital letter."""

    tone: Tone
    icon: str
    words: Any
