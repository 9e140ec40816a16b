"""Sentences that an official can put into the note for the cooperative, and edit before it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.support import LazyProxy

from certification.marking import FIELDS
from marketplace.core.text import _l


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One sentence. ``schemes``: for which papers, empty for all; ``since`` and ``until``: days on which it is offered.

    ``field``: of ``marking.FIELDS``, where the sentence speaks of one.
    """

    code: str
    text: LazyProxy
    field: str = ""
    schemes: frozenset[str] = frozenset()
    since: date = date.min
    until: date = date.max


_ROWS = (
    Reason(
        code="scan_blurred",
        text=_l("The scan cannot be read. Please scan the paper again, sharp, with all four corners and no flash."),
    ),
    Reason(code="scan_incomplete", text=_l("A page is missing. Please scan every page of the paper in one file.")),
    Reason(
        code="scan_other_paper",
        text=_l("The scan shows another paper than the one that is filed. Please attach the right one."),
    ),
    Reason(
        code="halal_appendix",
        field="items",
        schemes=frozenset({"halal"}),
        text=_l(
            "The appendix with the product names is missing. Please add it to the scan: only named products count."
        ),
    ),
    Reason(
        code="number_differs",
        field="number",
        text=_l("The number differs from the scan. Please copy it digit by digit and send it again."),
    ),
    Reason(
        code="number_registration",
        field="number",
        schemes=frozenset({"halal"}),
        text=_l(
            "This is the number of the application. Please write the number of the certificate, which begins with ID."
        ),
    ),
    Reason(
        code="not_in_register",
        field="number",
        text=_l("The number is not in the issuer's public register. Please ask the issuer, or attach its letter."),
    ),
    Reason(
        code="nib_not_pirt",
        field="number",
        schemes=frozenset({"pirt"}),
        text=_l("This is the NIB. Please file the number of the SPP-IRT, with 15 digits, from the certificate itself."),
    ),
    Reason(
        code="receipt_unreadable",
        field="application_receipt",
        text=_l(
            "The receipt of the application cannot be found. Please attach the receipt as the issuer gave it to you."
        ),
    ),
    Reason(
        code="holder_differs",
        field="holder",
        text=_l("The holder on the paper is somebody else. Please choose the producer whose name is printed on it."),
    ),
    Reason(
        code="place_differs",
        field="place",
        text=_l("The place of production differs. Please correct it at the producer, or have the paper changed."),
    ),
    Reason(
        code="items_differ",
        field="items",
        text=_l("The product names differ. Please write them exactly as they are printed, one in each line."),
    ),
    Reason(
        code="pirt_food_type",
        field="items",
        schemes=frozenset({"pirt"}),
        text=_l("This product may not have a P-IRT (frozen, canned, dairy or baby food). Please apply to BPOM for MD."),
    ),
    Reason(
        code="grade_differs",
        field="grade",
        schemes=frozenset({"nkv"}),
        text=_l("The level of the NKV differs from the paper. Please choose the level that is printed on it."),
    ),
    Reason(code="issuer_differs", field="issuer", text=_l("The issuer differs. Please write who signed the paper.")),
    Reason(
        code="issued_differs",
        field="issued_on",
        text=_l("The day of issue differs. Please write the day beside the signature."),
    ),
    Reason(
        code="until_differs",
        field="valid_until",
        text=_l("The last valid day differs. Please write it as it is printed, or leave it empty where there is none."),
    ),
    Reason(
        code="ended",
        field="valid_until",
        text=_l("This paper has ended. Please renew it with its issuer and file the new one."),
    ),
)

REASONS: dict[str, Reason] = {row.code: row for row in _ROWS}
"""Every sentence by code, in the order of the page."""


def offered(scheme: str, fields: Iterable[str], today: date) -> list[Reason]:
    """Return the sentences for a paper of a scheme with these fields, on a day: of the scan first, then by field."""
    wanted = set(fields)
    found = [row for row in _ROWS if _fits(row, scheme, today) and (not row.field or row.field in wanted)]
    return sorted(found, key=lambda row: list(FIELDS).index(row.field) if row.field else -1)


def combined(note: str, texts: Iterable[str]) -> str:
    """Return a note with sentences added on lines of their own; one that stands in it already is not repeated."""
    for text in texts:
        if text not in note:
            note = f"{note.rstrip()}\n{text}".strip()
    return note


def _fits(row: Reason, scheme: str, today: date) -> bool:
    return row.since <= today <= row.until and (not row.schemes or scheme in row.schemes)
