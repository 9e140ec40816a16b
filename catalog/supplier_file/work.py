"""The job that makes a supplier file."""

from collections.abc import Collection, Sequence

from flask import current_app
from flask_babel import force_locale

from catalog.supplier_file import composing
from catalog.supplier_file.composing import Piece, Stores
from catalog.supplier_file.gathering import Material, gather
from catalog.supplier_file.naming import plain
from catalog.supplier_file.packing import Entry, listed, zipped
from catalog.supplier_file.permissions import MAKE_SUPPLIER_FILE
from catalog.supplier_file.queries import active_buyer
from catalog.supplier_file.rules import Consent, Part, Standing, check_size, standings
from catalog.supplier_file.services import MAKE, Made, keep
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.text import _l
from marketplace.jobs.kinds import kind
from marketplace.jobs.running import JobRun


@kind(
    MAKE,
    _l("Supplier file"),
    panel="catalog/supplier_file/_made.html",
    back=("supplier_files.index", _l("Back to the supplier files")),
)
def make(run: JobRun) -> None:
    """Print everything and keep the ZIP. Begun again after a kill, it reads and prints anew: nothing is changed."""
    run.actor.check(MAKE_SUPPLIER_FILE)
    consents = {Consent(subject) for subject in run.arguments["consents"]}
    with force_locale(str(run.arguments["language"])):
        buyer, material, wanted = _plan(run, consents)
        run.done, run.changes = 0, []
        run.begin(len(wanted) + 1)
        entries = _entries(run, wanted)
        front = composing.cover(material, consents, entries, buyer=buyer.name, language=run.arguments["language"])
        whole = [front, *entries]
        _keep(run, buyer, _made(run, material, consents, whole), zipped(whole))


def _plan(run: JobRun, consents: Collection[Consent]) -> tuple[Organisation, Material, Sequence[Piece]]:
    with run.database.reading() as session:
        buyer = active_buyer(session, run.arguments["buyer"])
        material = gather(session, run.actor.organisation_id, jakarta_day(run.clock()))
        wanted = composing.pieces(
            material,
            consents,
            buyer=buyer.name,
            maker=run.actor.user_name,
            language=run.arguments["language"],
        )
    return buyer, material, wanted


def _entries(run: JobRun, wanted: Sequence[Piece]) -> list[Entry]:
    stores = Stores(private=run.store, public=current_app.extensions["public_files"])
    entries: list[Entry] = []
    for piece in wanted:
        entries.append(piece.made(stores))
        check_size(sum(len(entry.data) for entry in entries))
        with run.step():
            pass
    return entries


def _made(run: JobRun, material: Material, consents: Collection[Consent], entries: Sequence[Entry]) -> Made:
    with_scans = standings(material.facts, consents)[Part.CERTIFICATES] == Standing.INCLUDED
    papers = [*material.included(consents).values(), *(material.certificates if with_scans else ())]
    gaps = [
        {"part": gap.part, "standing": gap.standing, "what": str(gap.what), "why": str(gap.why)}
        for gap in material.gaps(consents)
    ]
    return Made(
        language=run.arguments["language"],
        consents=sorted(consents),
        file_name=f"berkas-pemasok-{plain(material.cooperative.name)}-{material.day:%Y-%m-%d}.zip",
        contents=listed(entries),
        gaps=gaps,
        papers=[paper.code for paper in papers],
    )


def _keep(run: JobRun, buyer: Organisation, made: Made, data: bytes) -> None:
    """Keep bytes and record; bytes without a record of theirs are deleted again."""
    name, used = run.store.put(data, ".zip"), ""
    try:
        with run.step() as session:
            file = keep(session, run.actor, run.job_id, buyer.id, made, data=data, stored_name=name, now=run.clock())
            used = file.stored_name or ""
            run.list_change({"code": file.code, "buyer": buyer.name})
    finally:
        if used != name:
            run.store.delete(name)
