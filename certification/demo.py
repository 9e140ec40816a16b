"""The demo's producers and certificates, in every state; packages above make theirs by ``producer`` and ``paper``."""

from datetime import date

from sqlalchemy.orm import Session

from certification import demo_record
from certification.demo_making import STATES, paper, producer
from marketplace.demo import Stage

__all__ = ["STATES", "load", "paper", "producer"]

MAKERS = (
    ("Ibu Sumiati", "member"),
    ("Pak Kasnawi", "member"),
    ("Ibu Nur Azizah", "member"),
    ("UD Sumber Laut (rekaan)", "partner"),
    ("Ibu Lilik Handayani", "member"),
    ("Pak Darmaji", "member"),
    ("CV Rasa Pantura (rekaan)", "partner"),
    ("Ibu Khotimah", "member"),
)
GOODS = (
    ("pirt", "15", "Keripik Singkong Balado"),
    ("halal", "", "Kue Kering Nastar"),
    ("pirt", "11", "Sambal Pecel Kacang"),
    ("bpom", "", "Otak-otak Bandeng Beku"),
    ("pirt", "06", "Rengginang Ketan"),
    ("halal", "", "Abon Tongkol Pedas"),
    ("pirt", "02", "Terasi Udang Kering"),
    ("halal", "", "Sirup Siwalan"),
    ("pirt", "09", "Gula Siwalan Cetak"),
)


OWN_PAPERS = (
    ("nib", "verified"),
    ("npwp", "verified"),
    ("ahu", "verified"),
    ("nik_koperasi", "expiring"),
    ("gs1", "submitted"),
)
"""Of the cooperatives themselves, the most usual first."""


def load(stage: Stage) -> None:
    """Give every cooperative its producers, and certificates in every state; the first one has all states."""
    with stage.database.transaction() as session:
        for index, cooperative_id in enumerate(stage.cooperatives):
            name, kind = MAKERS[index % len(MAKERS)]
            own = producer(session, stage, cooperative_id)
            member = producer(session, stage, cooperative_id, name, kind)
            scheme, food_type, goods = GOODS[index % len(GOODS)]
            maker = member if index % 2 else own
            paper(
                session,
                stage,
                maker,
                scheme,
                items=(goods,),
                state=STATES[index % len(STATES)],
                serial=900 + index,
                food_type=food_type or "06",
            )
        _first_cooperative(session, stage)
        _own_papers(session, stage)
        _drawn_papers(session, stage)
        _paper_of_two(session, stage)
        demo_record.load(session, stage)


def _first_cooperative(session: Session, stage: Stage) -> None:
    """Give the cooperative of koperasi@ a paper in every state, a draft included."""
    first = stage.cooperatives[0]
    maker = producer(session, stage, first, MAKERS[0][0], MAKERS[0][1])
    for place, state in enumerate((*STATES, "draft")):
        scheme, food_type, goods = GOODS[(place + 2) % len(GOODS)]
        paper(
            session,
            stage,
            maker,
            scheme,
            items=(goods, f"{goods} Kemasan Hemat") if scheme == "halal" else (goods,),
            state=state,
            serial=980 + place,
            food_type=food_type or "06",
        )


def _own_papers(session: Session, stage: Stage) -> None:
    """Give the first cooperatives their NIB and NPWP, most of them more; some are still to be checked."""
    for index, cooperative_id in enumerate(stage.cooperatives[:8]):
        own = producer(session, stage, cooperative_id)
        for place, (scheme, state) in enumerate(OWN_PAPERS[: 5 - index % 4]):
            paper(session, stage, own, scheme, items=(), state=state, serial=100 + 5 * index + place)


def _drawn_papers(session: Session, stage: Stage) -> None:
    """File the drawn sample papers under the very words that stand on them, for the official to check."""
    for place, scheme, number, goods, issued, ends in (
        (0, "pirt", "2023524019999-31", "Keripik Ikan Sunduk", date(2026, 5, 12), date(2031, 5, 12)),
        (1, "halal", "ID35110009999990526", "Abon Bandeng KDMP Tukkerto", date(2026, 5, 18), None),
        (2, "bpom", "MD 243513999900131", "Bandeng Asap Batok Kelapa", date(2026, 3, 9), date(2031, 3, 9)),
    ):
        own = producer(session, stage, stage.cooperatives[place])
        paper(
            session,
            stage,
            own,
            scheme,
            items=(goods,),
            state="submitted",
            serial=990 + place,
            number=number,
            issued_on=issued,
            valid_until=ends,
        )


def _paper_of_two(session: Session, stage: Stage) -> None:
    """File one number by two cooperatives: what the official's desk must warn of."""
    for place in (3, 4):
        own = producer(session, stage, stage.cooperatives[place])
        paper(
            session,
            stage,
            own,
            "halal",
            items=("Kerupuk Ikan",),
            state="verified" if place == 3 else "submitted",
            serial=994,
            number="ID35199990009940826",
        )
