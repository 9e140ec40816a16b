"""What a line would do, held against what is there: new, changed, unchanged, left as it is, or wrong. Writes nothing.

What an import brings is never verified. A cooperative waits for its approval like one that registered itself, and a
paper is a draft without a scan: nobody but its holder sees it, it cannot be sent before a scan is attached, and only an
official's decision on that scan gives a badge. What a cooperative keeps itself wins over the file.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from certification import filing
from certification.numbers.reading import compact
from certification.schemes import SCHEMES
from certification.sheets.rows import KEYS, Row
from certification.sheets.world import TOLD, Known, KnownPaper, World, keys_of
from marketplace.core.errors import Invalid
from marketplace.core.text import _l
from marketplace.sheets.columns import plain

NEW, CHANGED, UNCHANGED, DIFFERS, WRONG = "new", "changed", "unchanged", "differs", "wrong"
PAPER_VALUES = ("issued_on", "valid_until", "grade", "items")


@dataclass
class Plan:
    """What comes of one line. ``changes``: column, what is stored, what the file says."""

    row: Row
    outcome: str = UNCHANGED
    cooperative: Known | None = None
    paper: KnownPaper | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """What is written: of a new row all, of a changed one what changes."""
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)


@dataclass
class Planner:
    """Plans the lines of one file in order. ``consent``: the office states that the named producers agreed."""

    world: World
    today: date
    consent: bool = False

    def plan(self, row: Row) -> Plan:
        """Return what a line would do, and let later lines find what it brings."""
        plan = Plan(row)
        if not row.problems:
            if row.kind == "certificate":
                self._paper(plan)
            else:
                self._cooperative(plan)
        if row.problems:
            plan.outcome = WRONG
        return plan

    def _cooperative(self, plan: Plan) -> None:
        row = plan.row
        region = self._region(row)
        if len(row.values.get("name", "")) < 3:
            row.problems.append(("name", _l("Write the full name.")))
        if row.problems:
            return
        values: dict[str, Any] = {name: row.values[name] for name in TOLD if row.values.get(name) not in (None, "")}
        values["region_code"] = region or ""
        known = self._found(row, values)
        if row.problems:
            return
        if known is None and not region:
            row.problems.append(("village_code", _l("Write the code of the village, or village and sub-district.")))
            return
        if not region:
            del values["region_code"]
        if known is None:
            self._new_cooperative(plan, values)
        else:
            self._known_cooperative(plan, known, values)

    def _new_cooperative(self, plan: Plan, values: dict[str, Any]) -> None:
        plan.outcome, plan.values = (
            NEW,
            {"address": "", "phone": "", "is_pkp": False, **dict.fromkeys(KEYS, ""), **values},
        )
        plan.cooperative = Known(0, dict(plan.values))
        self.world.learn(plan.cooperative)

    def _known_cooperative(self, plan: Plan, known: Known, values: dict[str, Any]) -> None:
        plan.cooperative = known
        plan.changes = [
            (name, known.values[name], new) for name, new in values.items() if _differ(known.values[name], new)
        ]
        if not plan.changes:
            return
        plan.outcome = DIFFERS if known.is_managed else CHANGED
        if plan.outcome == CHANGED:
            plan.values = {name: new for name, _old, new in plan.changes}
            known.values |= plan.values
            self.world.learn(known)

    def _found(self, row: Row, values: dict[str, Any]) -> Known | None:
        found = [known for key in keys_of(values) if (known := self.world.by_key.get(key)) is not None]
        if not found:
            return None
        if any(known is not found[0] for known in found):
            row.problems.append(("name", _l("These numbers belong to different cooperatives that are stored.")))
        elif not found[0].is_near:
            row.problems.append(("name", _l("This cooperative lies in another regency: its office takes it in.")))
        return found[0]

    def _region(self, row: Row) -> str:
        code, village, district = (row.values.get(name, "") for name in ("village_code", "village", "district"))
        regions = self.world.regions
        if code:
            if code not in regions:
                row.problems.append(("village_code", _l("This place is none of your regency's, or not in our list.")))
            elif village and code.count(".") == 3 and plain(regions[code][0]) != plain(village):
                words = _l("The code is that of %(place)s, not of this village.", place=regions[code][0])
                row.remarks.append(("village", words))
            return str(code)
        if not village and not district:
            return ""
        wanted = plain(village or district)
        fitting = [
            place
            for place, (name, parent) in regions.items()
            if plain(name) == wanted
            and (place.count(".") == 3) == bool(village)
            and (not village or not district or plain(parent) == plain(district))
        ]
        if len(fitting) == 1:
            return fitting[0]
        words = (
            _l("There are several places of this name: write the code.")
            if fitting
            else _l("We know no such place here.")
        )
        row.problems.append(("village" if village else "district", words))
        return ""

    def _paper(self, plan: Plan) -> None:
        row = plan.row
        scheme = row.values.get("scheme", "")
        if not scheme:
            row.problems.append(("scheme", _l("Choose from the list.")))
        if not row.values.get("number"):
            row.problems.append(("number", _l("Write the number as printed on the paper.")))
        region = self._region(row)
        known = None if row.problems else self._found(row, {**row.values, "region_code": region})
        if not row.problems and known is None:
            row.problems.append(("name", _l("No such cooperative is stored or in this file. Name it by a number.")))
        if known is None or row.problems:
            return
        plan.cooperative = known
        self._check_paper(row, scheme, known.values["region_code"])
        maker = self._maker(row, known, scheme)
        if row.problems:
            return
        key = (scheme, compact(row.values["number"]), maker)
        self._held_against(plan, known, key)

    def _check_paper(self, row: Row, scheme: str, region: str) -> None:
        try:
            fit = filing.checked(scheme, row.identity, region=region, today=self.today)
        except Invalid as error:
            row.problems += list(error.errors.items())
            return
        remarks = filing.remarks(scheme, row.identity, region=region, today=self.today)
        row.remarks += [("number", remark.message) for remark in remarks]
        row.values |= {"number": fit.number, "issuer": fit.issuer, "valid_from": fit.valid_from}
        is_of_goods = SCHEMES[scheme].is_of_goods
        try:
            row.values["items"] = list(filing.checked_items(row.values.get("items", ()))) if is_of_goods else []
        except Invalid as error:
            row.problems += list(error.errors.items())

    def _maker(self, row: Row, known: Known, scheme: str) -> str:
        """Return the producer as papers are kept by it: empty for the cooperative itself."""
        name = plain(row.values.get("producer", ""))
        if not name or name == plain(known.values["name"]) or not SCHEMES[scheme].is_of_goods:
            return ""
        if len(name) < 3:
            row.problems.append(("producer", _l("Write the full name.")))
        elif known.producers.get(name) == known.own_producer != 0:
            return ""
        elif name not in known.producers and not self.consent:
            words = _l("This producer is new: state above the file that the producers agreed to be named.")
            row.problems.append(("producer", words))
        return name

    def _held_against(self, plan: Plan, known: Known, key: tuple[str, str, str]) -> None:
        row = plan.row
        wanted: dict[str, Any] = {"issued_on": None, "valid_until": None, "grade": "", "items": []}
        wanted |= {name: row.values[name] for name in PAPER_VALUES if row.values.get(name)}
        paper = known.papers.get(key)
        if paper is None:
            other = self.world.numbers.get(key[:2])
            if other is not None and other != known.id:
                row.remarks.append(("number", _l("Another cooperative has filed this number too.")))
            plan.outcome, plan.values = NEW, wanted | {"maker": key[2]}
            plan.paper = known.papers[key] = KnownPaper(0, True, wanted)
            return
        plan.paper = paper
        plan.changes = [
            (name, paper.values[name], new) for name, new in wanted.items() if _differ(paper.values[name], new)
        ]
        if plan.changes:
            is_ours = paper.is_draft and not paper.has_scan and not known.is_managed
            plan.outcome = CHANGED if is_ours else DIFFERS
            if is_ours:
                plan.values = {name: new for name, _old, new in plan.changes}
                paper.values |= plan.values


def _changes(stored: dict[str, Any], told: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(name, stored[name], new) for name, new in told.items() if _differ(stored[name], new)]


def _differ(stored: Any, told: Any) -> bool:
    """Tell whether the file says something else; numbers are compared without what stands between their digits."""
    if isinstance(stored, str) and isinstance(told, str):
        return plain(stored) != plain(told) and (not stored or compact(stored) != compact(told))
    return bool(stored != told)
