"""What a cooperative can show a buyer on a day: its own papers, those of its producers, and what it sells."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.models import Product
from catalog.queries import WHOLE, published
from catalog.requirements import Badge, assessed_with_badges
from catalog.supplier_file.rules import (
    MOST_SHEETS,
    OWN_PAPERS,
    PART_NAMES,
    Consent,
    Facts,
    Gap,
    Part,
    Standing,
    reason_of,
    standings,
)
from certification.models import Certificate, ProducerKind
from certification.queries import WITH_HOLDER, WITH_JUDGE, filed, shown_of, status_of
from certification.requirements import NAMES, Assessment
from certification.schemes import GOODS_SCHEMES, SCHEMES
from certification.status import REPLACED, Status, is_valid
from marketplace.accounts.banking import BankAccount, account_of
from marketplace.accounts.models import Organisation
from marketplace.accounts.queries import organisation
from marketplace.core.text import _l

TOLD = {Status.SUBMITTED: Standing.WAITING, Status.EXPIRED: Standing.LAPSED, Status.ON_HOLD: Standing.LAPSED}
"""Papers of producers that do not count and are named among what is missing; what was refused or revoked is not."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything that a file can be made of, as it is true on a day in Jakarta."""

    cooperative: Organisation
    day: date
    own: Mapping[Part, Certificate]
    """The best paper of each kind, whether it counts or not."""
    certificates: Sequence[Certificate]
    """Of the producers, for goods; verified and in force."""
    idle: Sequence[Certificate]
    """Of the same, but of no use on the day."""
    products: Sequence[Product]
    """On sale, by name; at most ``MOST_SHEETS``."""
    assessed: Mapping[int, Assessment]
    badges: Mapping[int, Sequence[Badge]]

    @property
    def account(self) -> BankAccount | None:
        """The bank account on file."""
        return account_of(self.cooperative)

    @property
    def facts(self) -> Facts:
        """What the rules look at."""
        return Facts(
            papers={part: status_of(paper, self.day) for part, paper in self.own.items()},
            unscanned={part for part, paper in self.own.items() if paper.file is None},
            has_account=self.account is not None,
            products=len(self.products),
            certificates=len(self.certificates),
        )

    def included(self, consents: Collection[Consent]) -> dict[Part, Certificate]:
        """Return the cooperative's own papers that go into a file."""
        stand = standings(self.facts, consents)
        return {part: paper for part, paper in self.own.items() if stand[part] == Standing.INCLUDED}

    def gaps(self, consents: Collection[Consent]) -> list[Gap]:
        """Return what a buyer will look for in vain, with the reason."""
        stand = standings(self.facts, consents)
        own = [
            Gap(part=part, standing=standing, what=PART_NAMES[part], why=reason_of(part, standing))
            for part, standing in stand.items()
            if standing != Standing.INCLUDED
        ]
        bare = self._of_bare_papers() if stand[Part.CERTIFICATES] == Standing.INCLUDED else ()
        return [*own, *bare, *self._of_idle_papers(), *self._of_products()]

    def _of_bare_papers(self) -> Iterator[Gap]:
        for paper in self.certificates:
            if paper.file is None:
                yield _gap_of(paper, Standing.UNSCANNED)

    def _of_idle_papers(self) -> Iterator[Gap]:
        for paper in self.idle:
            yield _gap_of(paper, TOLD[status_of(paper, self.day)])

    def _of_products(self) -> Iterator[Gap]:
        for product in self.products:
            for answer in self.assessed[product.id].missing:
                name = _l("%(paper)s for %(product)s", paper=NAMES[answer.requirement.code], product=product.name)
                yield Gap(part=Part.CERTIFICATES, standing=Standing.MISSING, what=name, why=answer.reason)


def _gap_of(paper: Certificate, standing: Standing) -> Gap:
    name = _l(
        "%(paper)s of %(holder)s: %(goods)s",
        paper=SCHEMES[paper.scheme].short_name,
        holder=paper.producer.name,
        goods=", ".join(item.name for item in paper.items),
    )
    return Gap(part=Part.CERTIFICATES, standing=standing, what=name, why=reason_of(Part.CERTIFICATES, standing))


def gather(session: Session, cooperative_id: int | None, day: date) -> Material:
    """Read everything in a fixed number of queries; raise ``NotFound`` where there is no such organisation."""
    cooperative = organisation(session, cooperative_id)
    papers = _papers(session, cooperative.id)
    wanted = published().where(Product.cooperative_id == cooperative.id).order_by(Product.name, Product.id)
    products = list(session.scalars(wanted.limit(MOST_SHEETS).options(*WHOLE)).unique())
    assessed, badges = assessed_with_badges(session, products, day)
    of_goods = [paper for paper in papers if paper.scheme in GOODS_SCHEMES]
    return Material(
        cooperative=cooperative,
        day=day,
        own=_own(papers, day),
        certificates=[paper for paper in of_goods if is_valid(status_of(paper, day))],
        idle=[paper for paper in of_goods if status_of(paper, day) in TOLD and shown_of(paper, day) != REPLACED],
        products=products,
        assessed=assessed,
        badges=badges,
    )


def _papers(session: Session, cooperative_id: int) -> list[Certificate]:
    statement = filed(select(Certificate).where(Certificate.cooperative_id == cooperative_id))
    whole = statement.options(*WITH_JUDGE, *WITH_HOLDER, joinedload(Certificate.file))
    rows = session.scalars(whole.order_by(Certificate.id)).unique()
    order = list(SCHEMES)
    return sorted(rows, key=lambda paper: (order.index(paper.scheme), paper.producer.name.casefold(), paper.id))


def _own(papers: Sequence[Certificate], day: date) -> dict[Part, Certificate]:
    """Return of each kind the paper of the cooperative itself that is worth most, the youngest of equals."""
    found: dict[Part, Certificate] = {}
    for part in OWN_PAPERS:
        of_kind = [
            paper for paper in papers if paper.scheme == part and paper.producer.kind == ProducerKind.COOPERATIVE
        ]
        if of_kind:
            found[part] = min(of_kind, key=lambda paper: (tuple(Status).index(status_of(paper, day)), -paper.id))
    return found
