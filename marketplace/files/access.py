"""Who may look at a private file: its owner, and whom a package above allows because of what the file belongs to."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from marketplace.accounts import scope
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.files.models import StoredFile

Rule = Callable[[Session, Actor, int], bool]
"""Says whether the actor may see the file with this id: the official its certificate, the seller its proof."""

Claim = Callable[[Session, int], bool]
"""Says whether a package alone decides on the file with this id: its owner's people have no right of their own."""

_rules: list[Rule] = []
_claims: list[Claim] = []


def allow(rule: Rule) -> None:
    """Add a rule; adding it again changes nothing."""
    if rule not in _rules:
        _rules.append(rule)


def claim(claimed: Claim) -> None:
    """Let the rules alone decide on some files; adding the claim again changes nothing."""
    if claimed not in _claims:
        _claims.append(claimed)


def visible(session: Session, actor: Actor, file_id: int) -> StoredFile:
    """Return a file that the actor may see; for everybody else there is no such file (``NotFound``)."""
    if not any(claimed(session, file_id) for claimed in _claims):
        try:
            return scope.one(session, actor, StoredFile, id=file_id)
        except NotFound:
            pass
    file = session.get(StoredFile, file_id)
    if file is None or not any(rule(session, actor, file_id) for rule in _rules):
        raise NotFound()
    return file
