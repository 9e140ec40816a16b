"""QR cards: eight to a page, readable, safe."""

import io

import pypdfium2
import pytest

from catalog.fairs.documents import QrCard, render_qr_cards, shortened


def card(number: int, title: str = "Keripik singkong") -> QrCard:
    return QrCard(
        title=title,
        subtitle="Koperasi Desa Merah Putih Made",
        url=f"https://etalase.example/p/PRD{number:05}",
        footer="Lamongan Expo, stan A12",
    )


def page_words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = [page.get_textpage().get_text_bounded().replace("\u200b", "") for page in document]
    document.close()
    return pages


@pytest.mark.parametrize(("cards", "pages"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_eight_cards_stand_on_a_page(cards: int, pages: int) -> None:
    printed = page_words(render_qr_cards([card(number) for number in range(cards)], "Kartu QR"))

    assert len(printed) == pages
    assert "".join(printed).count("Pindai dengan kamera ponsel") == cards


def test_card_says_what_is_behind_its_code() -> None:
    (printed,) = page_words(render_qr_cards([card(7)], "Kartu QR"))

    for words in ("Keripik singkong", "Merah Putih Made", "Lamongan Expo, stan A12", "etalase.example/p/PRD00007"):
        assert words in " ".join(printed.split())


@pytest.mark.parametrize("title", ["#panic()", "*x* $y$ <z>", "W" * 300, "kata " * 60, "🦐", ""])
def test_odd_titles_do_not_break_the_sheet(title: str) -> None:
    assert len(page_words(render_qr_cards([card(1, title)] * 8, title))) == 1


@pytest.mark.parametrize(("words", "cut"), [("abcd", "abcd"), ("abcde", "abc…"), ("ab cde", "ab…")])
def test_words_that_do_not_fit_are_cut_visibly(words: str, cut: str) -> None:
    assert shortened(words, 4) == cut
