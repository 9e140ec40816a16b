"""The demo's supplier file: made and shared by the cooperative of the demo with the retailer of the demo."""

from sqlalchemy import select

from catalog.supplier_file import services
from catalog.supplier_file.models import SupplierFile
from catalog.supplier_file.rules import Consent
from marketplace.accounts.queries import organisation
from marketplace.demo import Stage
from marketplace.jobs import working

SELLER, BUYER = "koperasi@demo.test", "ritel@demo.test"


def load(stage: Stage) -> None:
    """Let the worker's own job make the file, then share it."""
    with stage.database.transaction() as session:
        seller, buyer = stage.actor(session, SELLER), stage.actor(session, BUYER)
        slug = organisation(session, buyer.organisation_id).slug
        agreed = {Consent.PAPERS, Consent.BANK}
        services.ask(session, seller, slug, language="id", consents=agreed, now=stage.now)
    working.turn(stage.app)
    with stage.database.transaction() as session:
        code = session.scalar(select(SupplierFile.code))
        if code is not None:
            services.share(session, seller, code, now=stage.now)
