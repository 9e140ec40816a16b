"""What kinds of organisations, roles and legal numbers are called on pages."""

from marketplace.core.roles import OrganisationKind, Role
from marketplace.core.text import _l

KINDS = {
    OrganisationKind.COOPERATIVE: _l("Village cooperative"),
    OrganisationKind.RETAILER: _l("Modern retailer"),
    OrganisationKind.STATE_COMPANY: _l("State company (BUMN)"),
    OrganisationKind.OTHER_BUYER: _l("Other buyer"),
    OrganisationKind.AGENCY: _l("Government office"),
    OrganisationKind.OPERATOR: _l("Operator of the site"),
}

ROLES = {
    Role.MANAGER: _l("Manager"),
    Role.STAFF: _l("Staff"),
    Role.BUYER: _l("Buyer"),
    Role.REQUESTER: _l("Requester"),
    Role.APPROVER: _l("Approver"),
    Role.FINANCE: _l("Finance"),
    Role.RECEIVER: _l("Receiver of goods"),
    Role.OFFICIAL: _l("Official"),
    Role.ASSISTANT: _l("Business assistant"),
    Role.OPERATOR: _l("Operator"),
}

ROLE_NOTES = {
    Role.MANAGER: _l("Everything: products, orders, money, members."),
    Role.STAFF: _l("Products, certificates and orders; no money, no members."),
    Role.BUYER: _l("Orders, pays and receives; looks after members and the profile."),
    Role.REQUESTER: _l("Asks for goods and orders them."),
    Role.APPROVER: _l("Approves what is asked for; looks after members."),
    Role.FINANCE: _l("Pays, and looks after the bank account."),
    Role.RECEIVER: _l("Counts the goods and confirms the receipt."),
    Role.OFFICIAL: _l("Verifies certificates, runs fairs, approves organisations."),
    Role.ASSISTANT: _l("Accompanies cooperatives: visits, agreed steps, reports."),
    Role.OPERATOR: _l("Runs the whole site."),
}
"""What each role is good for, in one line."""

LEGAL_NUMBERS = {
    "nib": _l("NIB (business number)"),
    "npwp": _l("NPWP (tax number)"),
    "nik_koperasi": _l("NIK koperasi (cooperative number)"),
    "ahu": _l("AHU (deed as a legal body)"),
}


def kind_name(kind: str) -> str:
    """Return what a kind of organisation is called in the reader's language."""
    return str(KINDS[OrganisationKind(kind)])


def role_name(role: str) -> str:
    """Return what a role is called in the reader's language."""
    return str(ROLES[Role(role)])
