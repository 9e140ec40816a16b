"""Groups of notices: what a person may want mail of or not, and how each group looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace.core.text import _l


class Group(StrEnum):
    """What notices are about; the codes stand in addresses and in the database."""

    ORDERS = "orders"
    PAYMENTS = "payments"
    MESSAGES = "messages"
    CERTIFICATES = "certificates"
    REGISTRATIONS = "registrations"
    FAIRS = "fairs"
    MENTORING = "mentoring"
    SITE = "site"
    SECURITY = "security"


@dataclass(frozen=True)
class GroupWords:
    """How a group is called, what belongs to it, and its icon."""

    name: Any
    about: Any
    icon: str


WORDS: Mapping[Group, GroupWords] = {
    Group.ORDERS: GroupWords(
        _l("Orders"), _l("New orders, shipping costs, deliveries, cancellations."), "clipboard-list"
    ),
    Group.PAYMENTS: GroupWords(_l("Payments"), _l("Money that came, proofs of transfer, refunds."), "wallet"),
    Group.MESSAGES: GroupWords(
        _l("Messages"), _l("Questions and answers of buyers and cooperatives."), "message-circle"
    ),
    Group.CERTIFICATES: GroupWords(
        _l("Certificates"), _l("Decisions of officials, and papers that begin or end."), "badge-check"
    ),
    Group.REGISTRATIONS: GroupWords(
        _l("Registrations"), _l("Organisations that register, and what was decided."), "building-2"
    ),
    Group.FAIRS: GroupWords(_l("Fairs"), _l("Contacts that visitors leave for you."), "store"),
    Group.MENTORING: GroupWords(
        _l("Mentoring"), _l("Steps that were agreed, comments on them, cooperatives to accompany."), "handshake"
    ),
    Group.SITE: GroupWords(_l("News of the site"), _l("Long work that is finished, changes of the site."), "info"),
    Group.SECURITY: GroupWords(
        _l("Security"), _l("Sign-in, password, bank account, roles and members. Always sent."), "shield-check"
    ),
}

ALWAYS = frozenset({Group.SECURITY})
"""Mailed whatever a person chose: silence here is what a thief wants."""

CHOOSABLE = tuple(group for group in Group if group not in ALWAYS)

KINDS: Mapping[str, Group] = {
    "order_": Group.ORDERS,
    "order_to_pay": Group.PAYMENTS,
    "order_proof_": Group.PAYMENTS,
    "order_paid": Group.PAYMENTS,
    "order_payment_": Group.PAYMENTS,
    "order_refund": Group.PAYMENTS,
    "payment_": Group.PAYMENTS,
    "refund_": Group.PAYMENTS,
    "conversation_": Group.MESSAGES,
    "certificate_": Group.CERTIFICATES,
    "organisation_": Group.REGISTRATIONS,
    "lead_": Group.FAIRS,
    "supplier_": Group.CERTIFICATES,
    "mentoring_": Group.MENTORING,
    "site_": Group.SITE,
    "job_": Group.SITE,
    "complaint_": Group.SITE,
    "security_": Group.SECURITY,
}
"""Beginning of a notice's kind to its group; the longest that fits decides."""


def group_of(kind: str) -> Group | None:
    """Return the group of a kind of notice; None for a kind that nobody has sorted in (a test finds those)."""
    fitting = [beginning for beginning in KINDS if kind.startswith(beginning)]
    return KINDS[max(fitting, key=len)] if fitting else None


def icon_of(kind: str) -> str:
    """Return the icon of a kind of notice."""
    group = group_of(kind)
    return WORDS[group].icon if group is not None else "bell"
