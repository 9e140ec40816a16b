"""The words of the documents in a supplier file, in the language that was chosen for it."""

from collections.abc import Collection, Sequence
from datetime import date

from flask import url_for

from catalog.comparing import FACTS
from catalog.models import Product
from catalog.requirements import Badge
from catalog.supplier_file.gathering import Material
from catalog.supplier_file.rules import PART_NAMES, Consent, Gap
from catalog.supplier_file.sheets import Grid, Row, Sheet, on_day, sheet_of
from catalog.wording import place_of
from certification.models import Certificate
from certification.schemes import SCHEMES
from certification.status import is_valid
from marketplace.web.i18n import _, long_day, ngettext


def product_sheet(material: Material, product: Product) -> Sheet:
    """Say everything a buyer asks of one product, with the papers that count on the day."""
    perishable = str(_("Supply"))  # what lies in stock on one day says nothing to who lists a supplier
    told = ((str(label), "\n".join(say(product))) for label, say in FACTS)
    facts = tuple((label, words) for label, words in told if words and label != perishable)
    more = ((str(_("Ingredients")), product.ingredients.strip()),) if product.ingredients.strip() else ()
    valid = [badge for badge in material.badges[product.id] if is_valid(badge.status) and badge.code]
    grid = Grid(
        title=str(_("Certificates")),
        heads=(str(_("Certificate")), str(_("Number")), str(_("Valid until")), str(_("How it stands today"))),
        widths=(1, 1.8, 1.7, 2.4),
        rows=tuple(_badge(badge, material.day) for badge in valid),
        empty=str(_("No certificate of this product is verified and in force.")),
    )
    address = url_for("storefront.product", code=product.code, _external=True)
    declared = (str(_("Declared not halal")),) if product.declared_not_halal else ()
    return sheet_of(
        material,
        product.name,
        subtitle=place_of(product),
        facts=(*facts, *more),
        tables=(grid,),
        paragraphs=(*declared, *([product.description.strip()] if product.description.strip() else [])),
        notes=(on_day(material.day), address),
    )


def _badge(badge: Badge, day: date) -> Row:
    return (badge.short_name, badge.number, until(badge.valid_until, day), proof_address(badge.code))


def until(last: date | None, day: date) -> str:
    """Return the last valid day and how many days are left."""
    if last is None:
        return str(_("no end date"))
    left = ngettext("%(num)s day left", "%(num)s days left", (last - day).days)
    return f"{long_day(last)} ({left})"


def proof_address(code: str) -> str:
    """Return the whole address of a certificate's public proof."""
    return url_for("proof.show", code=code, _external=True)


def certificate_list(material: Material) -> Sheet:
    """Say which papers of the producers count, for which goods, and where each is proven."""
    grid = Grid(
        title="",
        heads=(
            str(_("Certificate")),
            str(_("Number")),
            str(_("Holder")),
            str(_("Valid until")),
            str(_("Covers")),
            str(_("Verified by")),
            str(_("How it stands today")),
        ),
        widths=(0.9, 1.7, 1.4, 1.4, 2, 1.5, 1.9),
        rows=tuple(_certificate(paper, material.day) for paper in material.certificates),
        empty=str(_("No certificate of a producer is verified and in force.")),
    )
    notes = (on_day(material.day), str(_("Each address shows how the certificate stands on the day you open it.")))
    return sheet_of(material, str(_("Certificates")), tables=(grid,), notes=notes, is_wide=True)


def _certificate(paper: Certificate, day: date) -> Row:
    judge = paper.decided_by_organisation.name if paper.decided_by_organisation else ""
    return (
        SCHEMES[paper.scheme].short_name,
        paper.number,
        paper.producer.name,
        until(paper.valid_until, day),
        ", ".join(item.name for item in paper.items),
        ", ".join(part for part in (judge, paper.register) if part),
        proof_address(paper.code),
    )


def bank_letter(material: Material, buyer: str, maker: str) -> Sheet:
    """State the account on file, to be signed; raise ``LookupError`` where there is none."""
    account = material.account
    if account is None:
        raise LookupError("no account")
    stated = _(
        "We state to %(buyer)s that payments to us go to the account below. Before it changes we tell you in writing.",
        buyer=buyer,
    )
    return sheet_of(
        material,
        str(_("Statement of the bank account")),
        subtitle=long_day(material.day),
        paragraphs=(str(stated),),
        facts=(
            (str(_("Bank")), account.bank_name),
            (str(_("Account number")), account.account_number),
            (str(_("Account holder")), account.account_holder),
        ),
        signature=(str(_("Manager of the cooperative")), maker),
        notes=(str(_("Check the account by telephone before the first payment.")),),
    )


def cover(
    material: Material,
    buyer: str,
    consents: Collection[Consent],
    entries: Sequence[Row],
    gaps: Sequence[Gap],
) -> Sheet:
    """Say for whom the file is, what lies in it, and what is missing; ``entries``: name, title, SHA-256."""
    shop = material.cooperative
    papers = tuple((str(PART_NAMES[part]), paper.number) for part, paper in material.included(consents).items())
    facts = (
        (str(_("Cooperative")), shop.name),
        *papers,
        (str(_("PKP")), str(_("yes, charges PPN") if shop.is_pkp else _("no, charges no PPN"))),
        (str(_("Phone")), shop.phone),
        (str(_("Page of the cooperative")), url_for("storefront.cooperative", slug=shop.slug, _external=True)),
    )
    contents = Grid(
        title=str(_("Contents")),
        heads=(str(_("File")), str(_("What it is")), "SHA-256"),
        widths=(2.6, 2.4, 2.4),
        rows=tuple(entries),
    )
    missing = Grid(
        title=str(_("What is missing")),
        heads=(str(_("What")), str(_("Why"))),
        widths=(1, 1.4),
        rows=tuple((str(gap.what), str(gap.why)) for gap in gaps),
        empty=str(_("Nothing is missing.")),
    )
    return sheet_of(
        material,
        str(_("Supplier file")),
        subtitle=str(_("For %(buyer)s", buyer=buyer)),
        facts=tuple((label, words) for label, words in facts if words),
        tables=(contents, missing),
        notes=(
            on_day(material.day),
            str(_("Papers count only while their proof says so: open the addresses in the list of certificates.")),
        ),
    )
