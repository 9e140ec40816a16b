"""Which thing of a town stands in which place of an address, and who may rightly see another's."""

from typing import NamedTuple

from werkzeug.routing import Rule

from marketplace.core.roles import Role
from tests.doors_town import Things

PLACES = {
    ("account", "token_id"): "token",
    ("again", "number"): "order",
    ("business_plans", "slug"): "cooperative",
    ("bank", "change_id"): "bank_change",
    ("buying", "line_id"): "cart_line",
    ("change_desk", "code"): "changed",
    ("changes", "code"): "changed",
    ("checkout", "code"): "group",
    ("complaint_desk", "code"): "complaint",
    ("conversations", "code"): "conversation",
    ("deciding", "number"): "order",
    ("desk", "delivery_id"): "delivery",
    ("desk", "mail_id"): "mail",
    ("desk_organisations", "organisation_id"): "organisation",
    ("desk_people", "user_id"): "person",
    ("fairs", "slug"): "fair",
    ("fairs", "code"): "booth",
    ("files", "file_id"): "file",
    ("fulfilling", "number"): "order",
    ("holder", "code"): "submitted",
    ("impact", "code"): "submitted",
    ("jobs", "code"): "job",
    ("leads", "lead_id"): "lead",
    ("listing", "code"): "product",
    ("lists", "code"): "list",
    ("lists", "product"): "listed",
    ("members", "user_id"): "member",
    ("mentoring", "slug"): "cooperative",
    ("mentoring_assignments", "assignment_id"): "assignment",
    ("mentoring_reports", "assistant_id"): "person",
    ("mentoring_steps", "step_id"): "step",
    ("mentoring_trainings", "slug"): "cooperative",
    ("mentoring_trainings", "training_id"): "training",
    ("mentoring_visits", "slug"): "cooperative",
    ("mentoring_visits", "visit_id"): "visit",
    ("members", "invitation_id"): "invitation",
    ("myself", "token"): "link",
    ("notices", "notice_id"): "notice",
    ("order_actions_api", "number"): "order",
    ("order_policy", "number"): "order",
    ("ordering", "number"): "order",
    ("orders_api", "number"): "order",
    ("organisation", "organisation_id"): "organisation",
    ("papers", "number"): "order",
    ("papers", "shipment_id"): "shipment",
    ("payments", "reference"): "payment",
    ("policies", "number"): "policy",
    ("producers", "producer_id"): "producer",
    ("product_photos", "code"): "product",
    ("product_photos", "photo_id"): "photo",
    ("product_sheets", "code"): "job",
    ("product_steps", "code"): "product",
    ("rates", "rate_id"): "rate",
    ("readiness", "slug"): "shop",
    ("records", "code"): "submitted",
    ("refunds", "refund_id"): "refund",
    ("regency_sheets", "code"): "job",
    ("revocation", "code"): "submitted",
    ("revocation", "proposal_id"): "proposal",
    ("security", "session_id"): "session",
    ("shelf_card", "code"): "product",
    ("steps", "code"): "draft",
    ("supplier_files", "code"): "supplier_file",
    ("supplier_files", "slug"): "buyer",
    ("supplier_inbox", "code"): "supplier_file",
    ("touched", "number"): "order",
    ("transfers", "number"): "order",
    ("verifier", "code"): "submitted",
    ("words", "synonym_id"): "word",
}
"""Blueprint and name of the place to the kind of thing that stands there."""

FIXED = {
    ("business_plans", "year"): 2026,
    ("files", "page"): 1,
    ("mentoring_reports", "month"): "2026-11",
    ("order_actions_api", "action"): "lompat",
    ("ordering", "kind"): "csv",
    ("orders_api", "kind"): "invoice",
    ("page_desk", "slug"): "privasi",
}
"""Places that name no thing of anybody: a page of a file, a format, a page of the site."""


class Sight(NamedTuple):
    """Who may see what is another's, and why."""

    roles: frozenset[Role]
    reason: str


OPERATOR = frozenset({Role.OPERATOR})
OFFICIAL = frozenset({Role.OFFICIAL})
OFFICE = frozenset({Role.OFFICIAL, Role.ASSISTANT, Role.OPERATOR})
SEES_OTHERS = {
    "business_plans.edit": Sight(OFFICIAL, "plans of the regency are written together with its office"),
    "business_plans.show": Sight(OFFICIAL, "plans of the regency are written together with its office"),
    "change_desk.review": Sight(OFFICIAL, "changed products of all cooperatives of the regency are checked here"),
    "complaint_desk.show": Sight(OPERATOR, "complaints are written to the operator"),
    "desk.retry": Sight(OPERATOR, "the site's own background work"),
    "desk.retry_mail": Sight(OPERATOR, "the site's own background work"),
    "desk_organisations.resume": Sight(OPERATOR, "suspends and resumes every organisation"),
    "desk_organisations.show": Sight(OPERATOR, "suspends and resumes every organisation"),
    "desk_organisations.suspend": Sight(OPERATOR, "suspends and resumes every organisation"),
    "desk_people.disable": Sight(OPERATOR, "helps and disables every person"),
    "desk_people.enable": Sight(OPERATOR, "helps and disables every person"),
    "desk_people.make_link": Sight(OPERATOR, "helps and disables every person"),
    "desk_people.reset_factor": Sight(OPERATOR, "helps and disables every person"),
    "desk_people.show": Sight(OPERATOR, "helps and disables every person"),
    "desk_people.verify_again": Sight(OPERATOR, "helps and disables every person"),
    "files.download": Sight(OFFICIAL, "scans of certificates of the regency are what an official checks"),
    "files.page": Sight(OFFICIAL, "scans of certificates of the regency are what an official checks"),
    "impact.show": Sight(OPERATOR | OFFICIAL, "what hangs on a certificate is looked at before it is revoked"),
    "mentoring.show": Sight(OFFICIAL, "an office accompanies all cooperatives of its regency"),
    "mentoring_trainings.leave_out": Sight(OFFICIAL, "an office's own training, of any cooperative of its regency"),
    "mentoring_visits.new": Sight(OFFICIAL, "an office accompanies all cooperatives of its regency"),
    "organisation.decide": Sight(OPERATOR | OFFICIAL, "approves organisations of all kinds"),
    "readiness.of_cooperative": Sight(OFFICE, "cooperatives of all places are helped to become ready for retail"),
    "refunds.retry": Sight(OPERATOR, "closes refunds that failed"),
    "refunds.transfer": Sight(OPERATOR, "closes refunds that failed"),
    "shelf_card.pdf": Sight(OFFICE, "cards of all goods on sale are printed for a fair or on a visit"),
    "shelf_card.show": Sight(OFFICE, "cards of all goods on sale are printed for a fair or on a visit"),
    "supplier_files.prepare": Sight(frozenset({Role.MANAGER}), "a file can be made for every buyer that trades here"),
    "verifier.review": Sight(OFFICIAL, "certificates of all cooperatives of the regency are checked here"),
    **{
        f"revocation.{name}": Sight(OPERATOR | OFFICIAL, "certificates of all cooperatives are revoked here")
        for name in ("propose", "show", "sign", "decline", "withdraw", "hold", "release")
    },
    "words.remove": Sight(OPERATOR, "the site's own synonyms"),
}


def kinds_in(rule: Rule) -> dict[str, str]:
    """Return the places of a route that hold somebody's thing, with its kind; raise ``KeyError`` without an entry."""
    blueprint = rule.endpoint.partition(".")[0]
    named = {name: (blueprint, name) for name in rule.arguments}
    return {name: PLACES[place] for name, place in named.items() if place not in FIXED}


def address(rule: Rule, things: Things, *, apart: Things | None = None) -> str:
    """Fill a route with things; ``apart``: whose its last place holds instead (one's order, another's shipment)."""
    blueprint = rule.endpoint.partition(".")[0]
    kinds = kinds_in(rule)
    values = {name: FIXED[blueprint, name] for name in rule.arguments if name not in kinds}
    values |= {name: things[kind] for name, kind in kinds.items()}
    if apart is not None:
        last = max(kinds, key=lambda name: rule.rule.index(f"{name}>"))
        values[last] = apart[kinds[last]]
    built = rule.build(values)
    assert built is not None, rule.rule
    return str(built[1])


def sees_others(role: Role, endpoint: str) -> bool:
    """Tell whether a role may see another's things at an endpoint."""
    return endpoint in SEES_OTHERS and role in SEES_OTHERS[endpoint].roles
