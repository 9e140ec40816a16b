"""The words of the documents in a supplier file, in the language that was chosen for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from catalog.comparing import FACTS
from catalog.models import Product
from catalog.requirements import Badge
from catalog.supplier_file.figures import one_decimal
from catalog.supplier_file.gathering import Material
from catalog.supplier_file.rules import PART_NAMES, Consent, Gap
from catalog.wording import amount_words, place_of, tier_rows
from certification.models import Certificate
from certification.schemes import SCHEMES
from certification.status import is_valid
from marketplace.core.money import format_rupiah
from marketplace.web.i18n import _, long_day, ngettext, number

Row = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One printed document: a head, facts, tables with their titles, and small print."""

    title: str
    seller: str
    place: str
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple["Grid", ...] = ()
    paragraphs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    """Lines beside the place to sign; none where nobody signs."""
    is_wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table: title, heads, relative widths, rows; ``empty`` is said where there are none."""

    title: str
    heads: Row
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    empty: str = ""


def _sheet(material: Material, title: str, **parts: Any) -> Sheet:
    shop = material.cooperative
    lines = ", ".join(part for part in (shop.address, shop.region.path) if part)
    return Sheet(title=title, seller=shop.name, place=lines, **parts)


def _on_day(day: date) -> str:
    return str(_("As it stood on %(day)s.", day=long_day(day)))


def price_list(material: Material, buyer: str) -> Sheet:
    """Say prices, PPN, cartons, lead time and capacity of everything on sale."""
    heads = (
        str(_("Product")),
        str(_("Barcode")),
        str(_("Price before PPN, by amount")),
        str(_("PPN")),
        str(_("Carton")),
        str(_("Minimum order")),
        str(_("Lead time")),
        str(_("Capacity a month")),
    )
    rows = tuple(_priced(product) for product in material.products)
    grid = Grid(title="", heads=heads, widths=(2.4, 1.3, 2.2, 1.2, 1.7, 1.3, 1, 1.1), rows=rows)
    return _sheet(
        material,
        str(_("Price list")),
        subtitle=str(_("For %(buyer)s", buyer=buyer)),
        tables=(grid,),
        notes=(_on_day(material.day), str(_("Prices in rupiah for one unit, before shipping."))),
        is_wide=True,
    )


def steps(product: Product) -> list[str]:
    """Return each price step in words."""
    return [
        str(_("from %(first)s %(unit)s", first=number(row.first), unit=product.base_unit))
        + f": {format_rupiah(row.price)}"
        for row in tier_rows(product)
    ]


def tax(product: Product) -> str:
    """Return how PPN looks at a product."""
    if not product.cooperative.is_pkp:
        return str(_("The seller is not a PKP: no PPN"))
    return str(_("Freed from PPN") if product.tax_treatment == "exempt" else _("Added when ordering"))


def carton(product: Product) -> str:
    """Return what a carton holds and weighs; empty where it is not stated."""
    if not product.carton_size:
        return ""
    words = f"{number(product.carton_size)} {product.base_unit}"
    kilos = one_decimal(product.carton_size * product.weight_g / 1000)
    return str(_("%(pieces)s, %(kg)s kg gross", pieces=words, kg=kilos)) if product.weight_g else words


def lead_time(product: Product) -> str:
    """Return in how many working days goods leave; from stock at once."""
    if not product.lead_time_days:
        return str(_("From stock"))
    return str(ngettext("%(num)s working day", "%(num)s working days", product.lead_time_days))


def capacity(product: Product) -> str:
    """Return what can be made in a month; empty where it is not stated."""
    return f"{number(product.monthly_capacity)} {product.base_unit}" if product.monthly_capacity else ""


def _priced(product: Product) -> Row:
    return (
        product.name,
        product.barcode,
        "\n".join(steps(product)),
        tax(product),
        carton(product),
        amount_words(product, product.minimum_order),
        lead_time(product),
        capacity(product),
    )


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
    return _sheet(
        material,
        product.name,
        subtitle=place_of(product),
        facts=(*facts, *more),
        tables=(grid,),
        paragraphs=(*declared, *([product.description.strip()] if product.description.strip() else [])),
        notes=(_on_day(material.day), address),
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
    notes = (_on_day(material.day), str(_("Each address shows how the certificate stands on the day you open it.")))
    return _sheet(material, str(_("Certificates")), tables=(grid,), notes=notes, is_wide=True)


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
    return _sheet(
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
    return _sheet(
        material,
        str(_("Supplier file")),
        subtitle=str(_("For %(buyer)s", buyer=buyer)),
        facts=tuple((label, words) for label, words in facts if words),
        tables=(contents, missing),
        notes=(
            _on_day(material.day),
            str(_("Papers count only while their proof says so: open the addresses in the list of certificates.")),
        ),
    )
