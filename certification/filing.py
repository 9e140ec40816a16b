"""What a holder files of a paper, and what is still wrong with it on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from certification.days import day_errors, day_remarks
from certification.numbers import NumberAnswer, NumberContext, Remark, Words, explain
from certification.schemes import Scheme, scheme
from marketplace.core.errors import Invalid
from marketplace.core.text import _l

MAX_ITEMS = 200
MAX_ITEM_LENGTH = 160


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The paper's number and days; or, while it is not issued, the receipt of the application (STTD) alone."""

    number: str = ""
    grade: str = ""
    application_receipt: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def is_receipt_only(self) -> bool:
        """Whether only the application is filed yet."""
        return not self.number and bool(self.application_receipt)


def checked(code: str, identity: Identity, *, region: str, today: date) -> Identity:
    """Return what was typed in its strict form: the number normalised, the first valid day filled in.

    A number needs the form of its scheme, a day of issue, and a grade and an end where the scheme has them. Only what
    cannot be is refused: what merely looks odd is told by ``remarks``. Raise ``Invalid`` with all fields at fault.
    """
    row = scheme(code)
    if not identity.number:
        return _receipt(row, identity)
    answer = _explained(code, identity, region, today)
    errors: dict[str, Words] = {}
    if not answer.valid:
        errors["number"] = answer.errors[0].message
    errors |= _grade_error(row, identity.grade)
    errors |= day_errors(row, identity.issued_on, identity.valid_from, identity.valid_until, today)
    if errors:
        raise Invalid("invalid", "", errors=errors)
    return replace(
        identity,
        number=answer.normalized,
        issuer=identity.issuer or row.issuer,
        valid_from=identity.valid_from or identity.issued_on,
    )


def _receipt(row: Scheme, identity: Identity) -> Identity:
    """A receipt has no days yet: those on it belong to the application."""
    if not row.is_of_goods:
        raise Invalid.field("number", _l("Write the number as printed on the paper."))
    if not identity.application_receipt:
        raise Invalid.field("number", _l("Write the number of the certificate, or the receipt of your application."))
    if len(identity.application_receipt) < 4:
        raise Invalid.field("application_receipt", _l("Write the whole number of the receipt."))
    return replace(identity, grade="", issued_on=None, valid_from=None, valid_until=None)


def remarks(code: str, identity: Identity, *, region: str, today: date) -> tuple[Remark, ...]:
    """Return what looks odd of number and days and is filed all the same: the holder should look again."""
    if not identity.number:
        return ()
    row = scheme(code)
    days = day_remarks(row, identity.issued_on, identity.valid_from, identity.valid_until, today)
    return (*_explained(code, identity, region, today).warnings, *days)


def _explained(code: str, identity: Identity, region: str, today: date) -> NumberAnswer:
    context = NumberContext(region_code=region, issued_on=identity.issued_on, valid_until=identity.valid_until)
    return explain(code, identity.number, context=context, today=today)


def _grade_error(row: Scheme, grade: str) -> dict[str, Words]:
    if not row.grades and grade:
        return {"grade": _l("This paper has no grade.")}
    if row.grades and grade not in row.grades:
        return {"grade": _l("Choose the grade that is printed on the paper.")}
    return {}


def checked_items(names: Iterable[str]) -> tuple[str, ...]:
    """Return the product names as printed on the paper: spaces tidied, empty and repeated ones dropped."""
    first: dict[str, str] = {}
    for name in (" ".join(name.split()) for name in names):
        first.setdefault(name.casefold(), name)
    first.pop("", None)
    found = tuple(first.values())
    if not found:
        raise Invalid.field("items", _l("Write at least one product name, as printed on the paper."))
    if len(found) > MAX_ITEMS:
        raise Invalid.field("items", _l("At most %(count)s names fit on one paper.", count=MAX_ITEMS))
    if any(len(name) > MAX_ITEM_LENGTH for name in found):
        raise Invalid.field("items", _l("A name has at most %(count)s letters.", count=MAX_ITEM_LENGTH))
    return found


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A whole draft, to be looked over before it is sent."""

    scheme: str
    region: str
    identity: Identity
    items: tuple[str, ...]
    has_scan: bool


NUMBER_STEP, ITEMS_STEP, SCAN_STEP = "nomor", "produk", "pindaian"
"""The steps of the form, as they stand in its addresses."""


def gaps(filing: Filing, today: date) -> dict[str, list[Words]]:
    """Return what keeps a draft from being sent, by the step that mends it; empty where it is complete."""
    found: dict[str, list[Words]] = {}
    try:
        checked(filing.scheme, filing.identity, region=filing.region, today=today)
    except Invalid as error:
        found[NUMBER_STEP] = list(error.errors.values())
    if not filing.items and scheme(filing.scheme).is_of_goods:
        found[ITEMS_STEP] = [_l("No product name yet.")]
    if not filing.has_scan:
        found[SCAN_STEP] = [_l("No scan or photo of the paper yet.")]
    return found
