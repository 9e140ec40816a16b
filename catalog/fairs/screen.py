"""The proofs that a booth's screen shows, and keeps on the device for when there is no signal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from catalog import requirements
from catalog.fairs.queries import Stand
from catalog.requirements import Badge
from certification.proof.queries import Proof, proofs_of


@dataclass(frozen=True)
class Shown:
    """A badge with the proof behind it."""

    badge: Badge
    proof: Proof


def shown_at(session: Session, stand: Stand, day: date) -> Mapping[int, Sequence[Shown]]:
    """Return for each product id at a booth its papers on a day in Jakarta, those that count no longer among them."""
    badges = requirements.badges(session, stand.products, day)
    wanted = {badge.code for found in badges.values() for badge in found if badge.code}
    linked = {
        paper.certificate_id: paper.certificate
        for product in stand.products
        for paper in product.papers
        if paper.certificate.code in wanted
    }
    proofs = {proof.certificate.code: proof for proof in proofs_of(session, list(linked.values()), day)}
    return {
        number: [Shown(badge, proofs[badge.code]) for badge in found if badge.code in proofs]
        for number, found in badges.items()
    }
