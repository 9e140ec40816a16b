"""What mentoring is about, in words: topics of visits, owners of steps, needs of a plan."""

from enum import StrEnum

from marketplace.core.text import _l


class Mode(StrEnum):
    """How a visit took place."""

    ON_SITE = "on_site"
    PHONE = "phone"


class Topic(StrEnum):
    """What a visit was about. The duties of a business assistant: reference/domain.md, part 5."""

    PAPERS = "papers"
    PRODUCTS = "products"
    PACKAGING = "packaging"
    QUALITY = "quality"
    SALES = "sales"
    ORDERS = "orders"
    BOOKS = "books"
    CAPITAL = "capital"
    MEMBERS = "members"
    PLAN = "plan"
    NATIONAL_DATA = "national_data"
    OTHER = "other"


class StepOwner(StrEnum):
    """Who promised to do a step."""

    COOPERATIVE = "cooperative"
    ASSISTANT = "assistant"
    OFFICE = "office"


class StepState(StrEnum):
    """Where a step stands; stored. "Overdue" follows from the day."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class NeedKind(StrEnum):
    """What a plan needs so that its targets can be reached."""

    CAPITAL = "capital"
    PERMIT = "permit"
    PACKAGING = "packaging"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    OTHER = "other"


MODES = {Mode.ON_SITE: _l("On site"), Mode.PHONE: _l("By phone")}

TOPICS = {
    Topic.PAPERS: _l("Certificates and papers"),
    Topic.PRODUCTS: _l("Products and photos"),
    Topic.PACKAGING: _l("Packaging and labels"),
    Topic.QUALITY: _l("Quality and production"),
    Topic.SALES: _l("Buyers and prices"),
    Topic.ORDERS: _l("Orders and shipping"),
    Topic.BOOKS: _l("Bookkeeping and tax"),
    Topic.CAPITAL: _l("Capital and credit"),
    Topic.MEMBERS: _l("Members and management"),
    Topic.PLAN: _l("Business plan"),
    Topic.NATIONAL_DATA: _l("Data in SIMKOPDES"),
    Topic.OTHER: _l("Something else"),
}

OWNERS = {
    StepOwner.COOPERATIVE: _l("Cooperative"),
    StepOwner.ASSISTANT: _l("Business assistant"),
    StepOwner.OFFICE: _l("Office"),
}

NEEDS = {
    NeedKind.CAPITAL: _l("Capital"),
    NeedKind.PERMIT: _l("Permit or certificate"),
    NeedKind.PACKAGING: _l("Packaging"),
    NeedKind.EQUIPMENT: _l("Equipment"),
    NeedKind.TRAINING: _l("Training"),
    NeedKind.OTHER: _l("Something else"),
}


def step_state(state: str, is_overdue: bool) -> str:
    """Return the word for the look of a step: its state, or ``step_overdue``."""
    return "step_overdue" if is_overdue and state == StepState.OPEN else f"step_{state}"
