"""How readiness is said on pages: what is missing in a few words, what a step unlocks, and where it is taken."""

from collections.abc import Iterable, Mapping, Sequence

from flask import url_for

from catalog.completeness import Step
from catalog.models import Product
from catalog.policies.rules import Policy
from catalog.readiness import demand
from catalog.readiness.answers import Band, Check, Readiness
from catalog.readiness.facts import Mend
from catalog.views.progress import url_of
from marketplace.web.i18n import _, ngettext

NAMED = 3
"""Gaps that are named in one line; the rest is counted."""

STEPS: Mapping[Mend, Step] = {
    Mend.PAPERS: Step.PAPERS,
    Mend.BASICS: Step.BASICS,
    Mend.PHOTOS: Step.PHOTOS,
    Mend.PACKING: Step.PACKING,
    Mend.PRICES: Step.PRICES,
    Mend.SUPPLY: Step.SUPPLY,
}


def lacks(readiness: Readiness) -> str:
    """Return "Missing: barcode, photos.", the cheapest step first; empty where nothing is missing."""
    names = [str(check.name) for check in readiness.missing]
    listed, more = ", ".join(names[:NAMED]), len(names) - NAMED
    if not names:
        return ""
    if more > 0:
        return str(_("Missing: %(names)s and %(count)s more.", names=listed, count=more))
    return str(_("Missing: %(names)s.", names=listed))


def asked_by(policies: Sequence[Policy], lacking: Iterable[tuple[Readiness, Check]]) -> str:
    """Return "asked for by 3 buyers", for the product for which most ask; empty where nobody's policy does."""
    count = demand.asking_most(policies, lacking)
    return str(ngettext("asked for by %(num)s buyer", "asked for by %(num)s buyers", count)) if count else ""


def unlocks(readiness: Readiness, check: Check, policies: Sequence[Policy] = ()) -> str:
    """Return what mending one check does: points, orders, the band, and how many buyers ask for it."""
    said = [ngettext("+%(num)s point", "+%(num)s points", readiness.gain_of(check))]
    if readiness.opens_orders(check):
        said.append(str(_("buyers can order it")))
    band = readiness.new_band(check)
    if band == Band.READY:
        said.append(str(_("it is retail ready")))
    if band == Band.NEARLY:
        said.append(str(_("it is nearly retail ready")))
    return " · ".join(filter(None, (*said, asked_by(policies, [(readiness, check)]))))


def duration(check: Check) -> str:
    """Return how long a step takes, roughly."""
    if check.waits:
        return str(_("waits for an office"))
    if not check.days:
        return str(_("a few minutes"))
    return str(ngettext("about %(num)s day", "about %(num)s days", check.days))


def mend_url(product: Product, check: Check) -> str:
    """Return the page of the seller on which a check is mended."""
    if check.mend == Mend.ORGANISATION_PAPERS:
        return str(url_for("holder.index") if check.waits else url_for("holder.new", scheme=check.code))
    return url_of(STEPS[check.mend], product.code)
