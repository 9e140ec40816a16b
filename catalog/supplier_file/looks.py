"""How parts of a supplier file are said and shown on pages, and where a missing one is mended."""

from collections.abc import Mapping

from babel.support import LazyProxy
from flask import url_for

from catalog.supplier_file.rules import OWN_PAPERS, PART_NAMES, Consent, Part, Standing
from marketplace.core.looks import Look
from marketplace.core.text import _l

STANDINGS: Mapping[Standing, Look] = {
    Standing.INCLUDED: Look("ok", "circle-check", _l("Ready")),
    Standing.WITHHELD: Look("none", "lock", _l("Not given")),
    Standing.WAITING: Look("wait", "hourglass", _l("Being checked")),
    Standing.LAPSED: Look("bad", "circle-slash", _l("Does not count")),
    Standing.UNSCANNED: Look("wait", "image", _l("No scan")),
    Standing.MISSING: Look("wait", "circle-dashed", _l("Missing")),
}

CONSENTS: Mapping[Consent, LazyProxy] = {
    Consent.PAPERS: _l("Scans of papers and certificates"),
    Consent.BANK: _l("Bank letter"),
    Consent.NPWP: _l("NPWP (tax number)"),
}


def part_words(part: str) -> str:
    """Return the name of a part."""
    return str(PART_NAMES[Part(part)])


def consent_words(subject: str) -> str:
    """Return what was agreed to."""
    return str(CONSENTS[Consent(subject)])


def mend_url(part: Part, standing: Standing) -> str:
    """Return the page on which a part that is not ready is mended."""
    if part == Part.BANK:
        return url_for("bank.show")
    if part == Part.PRODUCTS:
        return url_for("listing.index")
    if part in OWN_PAPERS and standing == Standing.MISSING:
        return url_for("holder.new", scheme=part.value)
    return url_for("holder.index")
