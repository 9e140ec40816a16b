"""Words for changes, for pages and notices."""

from babel.support import LazyProxy

from catalog.holds.composition import Change, Composition, added_and_gone, changes
from catalog.holds.following import composition_of
from catalog.holds.lifecycle import HoldState
from catalog.holds.models import PaperHold
from marketplace.core.looks import Look
from marketplace.core.text import _l
from marketplace.web.i18n import _

CHANGES: dict[Change, LazyProxy] = {
    Change.INGREDIENTS: _l("ingredients"),
    Change.NAME: _l("name or variant"),
    Change.MAKER: _l("maker"),
}
"""What can change."""

LOOKS = {
    HoldState.OPEN: Look("bad", "circle-pause", _l("To be filed")),
    HoldState.FILED: Look("wait", "clock-3", _l("With the official")),
    HoldState.CONFIRMED: Look("ok", "badge-check", _l("Confirmed")),
    HoldState.REFUSED: Look("bad", "circle-x", _l("Refused")),
    HoldState.LIFTED: Look("none", "undo-2", _l("Taken back")),
}
"""How the states of a change look."""


def look_of(hold: PaperHold) -> Look:
    """Return tone, icon and words of a change."""
    return LOOKS[HoldState(hold.state)]


def sides(hold: PaperHold) -> tuple[Composition, Composition]:
    """Return the product before and after the change: as it was filed, else as it stands now."""
    after = Composition.read(hold.filed) if hold.filed is not None else composition_of(hold.product)
    return Composition.read(hold.before), after


def changed_words(hold: PaperHold) -> str:
    """Return what changed, in a few words: "ingredients, maker"."""
    return ", ".join(str(CHANGES[change]) for change in changes(*sides(hold)))


def ingredient_words(hold: PaperHold) -> tuple[list[str], list[str]]:
    """Return the ingredients that came and those that went."""
    before, after = sides(hold)
    return added_and_gone(before.ingredients, after.ingredients)


def rows_of(hold: PaperHold) -> list[tuple[str, str, str, bool]]:
    """Return label, old value, new value and whether it differs, for the table side by side."""
    before, after = sides(hold)
    differ = changes(before, after)
    return [
        (_("Name"), before.name, after.name, Change.NAME in differ),
        (_("Maker"), before.maker_name, after.maker_name, Change.MAKER in differ),
        (_("Ingredients"), before.ingredients, after.ingredients, Change.INGREDIENTS in differ),
    ]
