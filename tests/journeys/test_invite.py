"""A manager invites a colleague by mail, who makes an account and works for the cooperative until taken out again."""

from tests.journeys.letters import link_to
from tests.journeys.visitor import Visitor

COOPERATIVE = "KDMP Tukkerto"
NAME = "Wahyu Perjalanan"
ADDRESS = "wahyu@perjalanan.test"


def test_a_colleague_is_invited_joins_and_is_taken_out(site: str, visitor: Visitor, second_visitor: Visitor) -> None:
    manager, colleague = visitor, second_visitor
    manager.sign_in("koperasi2@demo.test")
    manager.open("/organisasi/anggota")
    manager.fill(email=ADDRESS)
    manager.press("Send the invitation")
    assert manager.shows(ADDRESS)

    link = link_to(site, ADDRESS)
    colleague.open(link)
    assert colleague.shows(COOPERATIVE)
    colleague.fill(name=NAME, password="ladang garam di tepi pasir")
    colleague.press("Make the account and join")
    assert colleague.reads("Welcome. Your account is ready.")
    colleague.open("/organisasi/anggota")
    assert colleague.shows(COOPERATIVE)
    assert colleague.shows(NAME)
    colleague.open("/produk-saya")
    assert _status(manager, link) == 404

    page = manager.open("/organisasi/anggota")
    page.locator("main li.task").filter(has_text=NAME).get_by_role("link").click()
    page.wait_for_load_state()
    manager.look()
    manager.press("Take out")
    assert manager.reads("The person does not act for your organisation any more.")
    assert not manager.shows(ADDRESS)

    assert _status(colleague, "/produk-saya") == 403
    colleague.open("/akun")
    assert not colleague.shows(COOPERATIVE)


def _status(person: Visitor, path: str) -> int:
    answer = person.page.goto(path)
    assert answer is not None
    return answer.status
