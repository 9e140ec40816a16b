"""Every kind of notice belongs to a group; addresses that stop mails cannot be made up."""

import gc
import pkgutil
from importlib import import_module

import pytest

from marketplace.config import FEATURES
from marketplace.core.errors import NotFound
from marketplace.notifications.groups import ALWAYS, CHOOSABLE, WORDS, Group, group_of
from marketplace.notifications.services import Notice
from marketplace.notifications.stopping import Wish, read_token, token_for

SECRET = "rahasia-uji-" + "0" * 24


def notices() -> list[Notice]:
    """Import all of the four packages and return every notice that their modules have made."""
    for name in FEATURES:
        package = import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                import_module(module.name)
    return [thing for thing in gc.get_objects() if isinstance(thing, Notice)]


def test_every_notice_of_the_site_belongs_to_a_group() -> None:
    found = notices()

    assert len(found) > 20
    assert sorted({notice.kind for notice in found if group_of(notice.kind) is None}) == []


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("order_placed", Group.ORDERS),
        ("order_proof_sent", Group.PAYMENTS),
        ("order_refund_due", Group.PAYMENTS),
        ("conversation_message", Group.MESSAGES),
        ("certificate_ended", Group.CERTIFICATES),
        ("security_code_on", Group.SECURITY),
        ("something_new", None),
    ],
)
def test_the_longest_beginning_decides(kind: str, group: Group | None) -> None:
    assert group_of(kind) is group


def test_every_group_has_words_and_security_cannot_be_stopped() -> None:
    assert set(WORDS) == set(Group)
    assert set(CHOOSABLE) | ALWAYS == set(Group)
    assert Group.SECURITY in ALWAYS


def test_the_address_that_stops_mails_comes_back_as_it_was() -> None:
    wish = Wish(17, Group.ORDERS)

    assert read_token(SECRET, token_for(SECRET, wish)) == wish


@pytest.mark.parametrize(
    "token",
    [
        "",
        "tidak-ada",
        token_for("another-secret-" + "0" * 24, Wish(17, Group.ORDERS)),
        token_for(SECRET, Wish(17, Group.ORDERS))[:-1],
        token_for(SECRET, Wish(17, Group.SECURITY)),
    ],
)
def test_t71_an_address_that_was_not_signed_here_stops_nothing(token: str) -> None:
    with pytest.raises(NotFound):
        read_token(SECRET, token)
