"""What a machine can say of a filed paper before an official looks at it. Pure; nothing is decided by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certification.days import is_beyond_longest
from certification.numbers import NumberAnswer, Words
from certification.schemes import Scheme
from marketplace.core.text import _l


class Level(StrEnum):
    """How a check came out; a page says the worst first."""

    BAD = "bad"
    """Speaks against approval."""
    LOOK = "look"
    """Unusual: look again."""
    GOOD = "good"


@dataclass(frozen=True)
class Check:
    """One finding. ``code`` names the check for programs and tests."""

    code: str
    level: Level
    words: Words
    record: str = ""
    """Code of the other record that it speaks of."""


class Same(StrEnum):
    """What turns up at another holder too."""

    NUMBER = "number"
    SCAN = "scan"


@dataclass(frozen=True)
class Double:
    """Another record with the same number or the same scan."""

    same: Same
    cooperative: str
    holder: str
    code: str = ""
    """Of that record; empty where the reader's office does not decide on it."""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Names on the paper held against its holder's listed products."""

    listed: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    """Listed products whose name is on the paper."""
    idle: tuple[str, ...] = ()
    """Names on the paper under which the holder lists nothing."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one record. Region codes are Kemendagri codes to any depth."""

    scheme: Scheme
    number: NumberAnswer | None = None
    """The number taken apart; None where only a receipt is filed."""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    region: str = ""
    """Where the producer makes the goods."""
    home: str = ""
    """Where the cooperative is."""
    doubles: tuple[Double, ...] = ()
    coverage: Coverage | None = None
    """None for a paper of the organisation itself, on which no product stands."""


def run(facts: Facts, today: date) -> tuple[Check, ...]:
    """Return every check of a record on a day in Jakarta, the worst first."""
    found = [*_number(facts), *_doubles(facts), *_days(facts, today), *_place(facts), *_scope(facts)]
    return tuple(sorted(found, key=lambda check: list(Level).index(check.level)))


def _number(facts: Facts) -> Iterator[Check]:
    if facts.number is None:
        yield Check("receipt_only", Level.LOOK, _l("Only the receipt is filed: there is no number to check yet."))
        return
    for remark in facts.number.errors:
        yield Check("number", Level.BAD, remark.message)
    for remark in facts.number.warnings:
        yield Check("number", Level.LOOK, remark.message)
    if not facts.number.errors and not facts.number.warnings:
        yield Check("number", Level.GOOD, _l("The form of the number is right and fits what is filed."))


def _doubles(facts: Facts) -> Iterator[Check]:
    for double in facts.doubles:
        named = {"cooperative": double.cooperative, "holder": double.holder}
        if double.same == Same.NUMBER:
            words = _l("The same number is filed by %(cooperative)s for %(holder)s.", **named)
        else:
            words = _l("The same scan is filed by %(cooperative)s for %(holder)s.", **named)
        yield Check("double", Level.BAD, words, double.code)
    if not facts.doubles:
        yield Check("double", Level.GOOD, _l("Neither the number nor the scan is filed by anybody else."))


def _days(facts: Facts, today: date) -> Iterator[Check]:
    if facts.number is None:
        return
    found = [*_first_days(facts, today), *_last_day(facts, today)]
    yield from found or [Check("days", Level.GOOD, _l("The days fit one another and the longest validity."))]


def _first_days(facts: Facts, today: date) -> Iterator[Check]:
    issued, begins = facts.issued_on, facts.valid_from
    if issued is None:
        yield Check("issued_on", Level.BAD, _l("The day of issue is missing."))
    elif issued > today:
        yield Check("issued_on", Level.BAD, _l("The day of issue lies in the future."))
    if issued and begins and begins < issued:
        yield Check("valid_from", Level.BAD, _l("It holds before its day of issue."))
    elif begins and begins > today:
        yield Check("valid_from", Level.LOOK, _l("It begins to hold only later: until then it counts for nothing."))


def _last_day(facts: Facts, today: date) -> Iterator[Check]:
    row, issued, ends = facts.scheme, facts.issued_on, facts.valid_until
    if ends is None:
        if row.has_end_date:
            yield Check("valid_until", Level.BAD, _l("The last valid day is missing."))
        return
    if issued and ends < issued:
        yield Check("valid_until", Level.BAD, _l("It ends before its day of issue."))
    elif ends < today:
        yield Check("valid_until", Level.BAD, _l("It has ended while it waited: ask for its renewal."))
    elif (ends - today).days <= row.expiring_days:
        days = (ends - today).days
        yield Check("valid_until", Level.LOOK, _l("It ends in %(days)s days: the renewal is due soon.", days=days))
    if is_beyond_longest(row, issued, ends):
        words = _l("It holds longer than the %(years)s years of this paper.", years=row.max_validity_years)
        yield Check("longest", Level.BAD if row.is_limit_confirmed else Level.LOOK, words)


def _place(facts: Facts) -> Iterator[Check]:
    region, home = facts.region.split(".")[:2], facts.home.split(".")[:2]
    if region == home:
        words = _l("The place of production lies in the cooperative's regency.")
        yield Check("place", Level.GOOD, words)
    else:
        words = _l("The place of production lies in another regency than the cooperative.")
        yield Check("place", Level.LOOK, words)


def _scope(facts: Facts) -> Iterator[Check]:
    found = facts.coverage
    if found is None:
        return
    if not found.listed:
        yield Check("scope", Level.LOOK, _l("The holder lists no product yet, so nothing stands on this paper."))
        return
    if found.named:
        numbers = {"named": len(found.named), "listed": len(found.listed)}
        yield Check(
            "scope", Level.GOOD, _l("Of %(listed)s listed products of the holder it names %(named)s.", **numbers)
        )
    else:
        words = _l("It names none of the holder's listed products (%(listed)s).", listed=len(found.listed))
        yield Check("scope", Level.LOOK, words)
    if found.idle:
        names = ", ".join(found.idle[:5]) + (" …" if len(found.idle) > 5 else "")
        yield Check("idle", Level.LOOK, _l("Named on it, but not listed: %(names)s.", names=names))
