"""What belongs into a supplier file, how each part stands, and how long a file may be fetched."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from certification.numbers.answers import Words
from certification.status import Status, is_valid
from marketplace.core.errors import Invalid
from marketplace.core.text import _l

SHARED_FOR = timedelta(days=90)
"""A shared file ends after so long: its papers were looked at on one day only. Our own choice."""
UNSHARED_FOR = timedelta(days=7)
"""A file that was made and never shared goes after so long."""
MAX_BYTES = 40 * 1024 * 1024
"""Of the whole file: what the mailboxes and portals of buyers commonly take in pieces, and a phone can load."""
MOST_SHEETS = 200
"""Products in one file."""


class Consent(StrEnum):
    """What goes into a file only where somebody agreed to it for this buyer."""

    PAPERS = "papers"
    """Scans of the cooperative's papers and of the certificates of its producers."""
    BANK = "bank"
    NPWP = "npwp"


class Part(StrEnum):
    """What a buyer looks for in a file."""

    NIB = "nib"
    AHU = "ahu"
    NIK_KOPERASI = "nik_koperasi"
    NPWP = "npwp"
    BANK = "bank"
    PRODUCTS = "products"
    CERTIFICATES = "certificates"


class Standing(StrEnum):
    """How a part stands."""

    INCLUDED = "included"
    WITHHELD = "withheld"
    """It is there; the cooperative did not agree to give it to this buyer."""
    WAITING = "waiting"
    """An official has not checked it yet."""
    LAPSED = "lapsed"
    """It was verified and does not count on the day: ended, on hold, or revoked."""
    UNSCANNED = "unscanned"
    """It counts, but no scan of it is kept here: it was taken in from a list."""
    MISSING = "missing"


OWN_PAPERS = (Part.NIB, Part.AHU, Part.NIK_KOPERASI, Part.NPWP)
"""Papers of the cooperative itself that retailers ask for (reference/domain.md 4); the codes are those of schemes."""

CONSENT_FOR: Mapping[Part, Consent] = {
    Part.NIB: Consent.PAPERS,
    Part.AHU: Consent.PAPERS,
    Part.NIK_KOPERASI: Consent.PAPERS,
    Part.CERTIFICATES: Consent.PAPERS,
    Part.NPWP: Consent.NPWP,
    Part.BANK: Consent.BANK,
}
"""What each part waits for; a part that is not named is given to everybody anyway."""

_NOT_COUNTING: Mapping[Status, Standing] = {
    Status.SUBMITTED: Standing.WAITING,
    Status.EXPIRED: Standing.LAPSED,
    Status.ON_HOLD: Standing.LAPSED,
    Status.REVOKED: Standing.LAPSED,
}

REASONS: Mapping[Standing, Words] = {
    Standing.WITHHELD: _l("Not given in this file: the cooperative has not agreed to it."),
    Standing.WAITING: _l("An official has not checked it yet."),
    Standing.LAPSED: _l("It does not count today: it has ended, is on hold, or was revoked."),
    Standing.UNSCANNED: _l("It is verified, but no scan of it is kept here."),
    Standing.MISSING: _l("No official has verified it."),
}
"""Why a part is not in a file, in words for the cooperative and for the buyer."""

PART_NAMES: Mapping[Part, Words] = {
    Part.NIB: _l("NIB (business number)"),
    Part.AHU: _l("AHU (deed as a legal body)"),
    Part.NIK_KOPERASI: _l("NIK koperasi (cooperative number)"),
    Part.NPWP: _l("NPWP (tax number)"),
    Part.BANK: _l("Bank letter"),
    Part.PRODUCTS: _l("Price list and product sheets"),
    Part.CERTIFICATES: _l("Certificates of the producers"),
}


def standing_of(part: Part, status: Status | None, consents: Collection[Consent]) -> Standing:
    """Return how a part stands whose paper has a status on the day (None: there is none)."""
    if status is None or not is_valid(status):
        return _NOT_COUNTING.get(status or Status.MISSING, Standing.MISSING)
    wanted = CONSENT_FOR.get(part)
    return Standing.INCLUDED if wanted is None or wanted in consents else Standing.WITHHELD


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One thing that a buyer will look for in vain, and why."""

    part: Part
    standing: Standing
    what: Words
    why: Words


def check_size(size: int) -> None:
    """Raise ``Invalid`` where a file would be larger than ``MAX_BYTES``."""
    if size > MAX_BYTES:
        raise Invalid(
            "supplier_file_too_big",
            _l(
                "The file would be larger than %(most)s MB. Replace big scans of papers by smaller ones "
                "(150 dots per inch are enough), or make it without the scans.",
                most=MAX_BYTES // (1024 * 1024),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a cooperative has on a day."""

    papers: Mapping[Part, Status]
    """Of its own papers the best; one that was never filed is not named."""
    unscanned: Collection[Part] = ()
    """Of these, those without a scan."""
    has_account: bool
    products: int
    """On sale."""
    certificates: int
    """Of its producers, verified and in force."""


def standings(facts: Facts, consents: Collection[Consent]) -> dict[Part, Standing]:
    """Return how each part of a file would stand, in the order of ``Part``."""
    known: dict[Part, Status | None] = {part: facts.papers.get(part) for part in OWN_PAPERS}
    known[Part.BANK] = Status.VERIFIED if facts.has_account else None
    known[Part.PRODUCTS] = Status.VERIFIED if facts.products else None
    known[Part.CERTIFICATES] = Status.VERIFIED if facts.certificates else None
    found = {part: standing_of(part, known[part], consents) for part in Part}
    bare = {part for part in facts.unscanned if found[part] == Standing.INCLUDED}
    return found | dict.fromkeys(bare, Standing.UNSCANNED)


_NONE_OF_OURS: Mapping[Part, Words] = {
    Part.BANK: _l("No bank account is on file."),
    Part.PRODUCTS: _l("No product is on sale."),
    Part.CERTIFICATES: _l("No certificate of a producer is verified and in force."),
}


def reason_of(part: Part, standing: Standing) -> Words:
    """Return why a part is not in a file; raise ``KeyError`` for one that is."""
    if standing == Standing.MISSING and part in _NONE_OF_OURS:
        return _NONE_OF_OURS[part]
    return REASONS[standing]
