"""What a holder files of a paper, and what is still wrong with it on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from certification.numbers import NumberContext, Words, explain
from certification.schemes import Scheme, scheme
from marketplace.core.errors import Invalid
from marketplace.core.text import _l

MAX_ITEMS = 200
MAX_ITEM_LENGTH = 160


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The paper's number and days; or, while it is not issued, the receipt of the application (STTD) alone."""

    number: str = ""
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

    A number needs the form of its scheme, a day of issue, and an end where the scheme has one. Only the form is
    checked: what merely looks odd is told as a warning (``explain``). Raise ``Invalid`` with all fields at fault.
    """
    row = scheme(code)
    if not identity.number:
        return _receipt(identity)
    answer = explain(
        row.number_scheme,
        identity.number,
        context=NumberContext(region_code=region, issued_on=identity.issued_on, valid_until=identity.valid_until),
        today=today,
    )
    errors: dict[str, Words] = {}
    if not answer.valid:
        errors["number"] = answer.errors[0].message
    errors |= _date_errors(row, identity, today)
    if errors:
        raise Invalid("invalid", "", errors=errors)
    return replace(
        identity,
        number=answer.normalized,
        issuer=identity.issuer or row.issuer,
        valid_from=identity.valid_from or identity.issued_on,
    )


def _receipt(identity: Identity) -> Identity:
    """A receipt has no days yet: those on it belong to the application."""
    if not identity.application_receipt:
        raise Invalid.field("number", _l("Write the number of the certificate, or the receipt of your application."))
    if len(identity.application_receipt) < 4:
        raise Invalid.field("application_receipt", _l("Write the whole number of the receipt."))
    return replace(identity, issued_on=None, valid_from=None, valid_until=None)


def _date_errors(row: Scheme, identity: Identity, today: date) -> dict[str, Words]:
    issued, begins, ends = identity.issued_on, identity.valid_from, identity.valid_until
    errors: dict[str, Words] = {}
    if issued is None:
        errors["issued_on"] = _l("Write the day of issue as printed on the paper.")
    elif issued > today:
        errors["issued_on"] = _l("The day of issue lies in the future.")
    if begins and issued and begins < issued:
        errors["valid_from"] = _l("It cannot hold before the day of issue.")
    if ends is None:
        if row.has_end_date:
            errors["valid_until"] = _l("Write the last valid day as printed on the paper.")
        return errors
    if ends < (begins or issued or ends):
        errors["valid_until"] = _l("The last valid day lies before the first one.")
    elif ends < today:
        errors["valid_until"] = _l("This paper has ended. File its renewal instead.")
    elif issued and row.max_validity_years and ends > years_after(issued, row.max_validity_years):
        errors["valid_until"] = _l(
            "This paper holds %(years)s years at most from the day of issue.", years=row.max_validity_years
        )
    return errors


def years_after(day: date, years: int) -> date:
    """Return the same day years later; 29 February becomes the 28th where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


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
    if not filing.items:
        found[ITEMS_STEP] = [_l("No product name yet.")]
    if not filing.has_scan:
        found[SCAN_STEP] = [_l("No scan or photo of the paper yet.")]
    return found
