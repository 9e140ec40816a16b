"""What is known of one kind of paper."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel.support import LazyProxy

DEFAULT_EXPIRING_DAYS = 90


class Validity(StrEnum):
    """How a paper ends."""

    DATED = "dated"
    """On a day that is printed on it."""
    CONDITIONAL = "conditional"
    """Not while ingredients and process stay as they are; older ones still carry an end date."""
    OPEN = "open"
    """Not while its holder is active; no day is printed on it."""


class Subject(StrEnum):
    """What a paper speaks of."""

    GOODS = "goods"
    """Named products of one holder."""
    ORGANISATION = "organisation"
    """The cooperative itself; no product stands on it."""


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """One kind of paper. Days are calendar days."""

    code: str
    """Also the key of the number's grammar in ``numbers.registry``."""
    name: LazyProxy
    short_name: str
    about: LazyProxy
    """One line for whoever looks for the right paper."""
    subject: Subject = Subject.GOODS
    is_public: bool = True
    """Whether its number and its proof may be shown to everybody."""
    issuer: str
    grades: tuple[str, ...] = ()
    """What can be printed as its grade, the best first; empty where it has none."""
    validity: Validity
    max_validity_years: int | None
    """No end date should lie further from the date of issue; None: no such limit is known."""
    is_limit_confirmed: bool = True
    """Whether a source confirms that limit: then an end beyond it is refused, otherwise only remarked."""
    register_name: str = ""
    """The public register; empty where our sources name none."""
    register_url: str = ""
    renewal_days: int | None
    """Renewal should be filed this many days before the end; None where there is no renewal."""
    expiring_days: int = DEFAULT_EXPIRING_DAYS
    """From so many days before the end on it is shown as "ends soon"."""
    days_to_obtain: int
    """Our rough estimate from a complete application to the paper, for planning; no term of law."""
    source: str
    """Of the row's facts, and which of them no source confirms."""
    valid_from: date | None = None
    """First day of the rule that the row states; None: before everything that is filed here."""
    valid_to: date | None = None
    """Last day of that rule; None: it stands."""

    @property
    def number_scheme(self) -> str:
        """Key of the number's grammar."""
        return self.code

    @property
    def has_end_date(self) -> bool:
        """Whether every paper of this kind must state its last valid day."""
        return self.validity == Validity.DATED

    @property
    def is_open_ended(self) -> bool:
        """Whether no paper of this kind states a last valid day."""
        return self.validity == Validity.OPEN

    @property
    def is_of_goods(self) -> bool:
        """Whether the paper covers named products."""
        return self.subject == Subject.GOODS
