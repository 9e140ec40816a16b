"""The small markup: what becomes what, and that nothing unsafe becomes a link."""

import pytest

from marketplace.privacy.markup import Block, Span, read, spans


def test_a_text_becomes_headings_paragraphs_and_lists() -> None:
    blocks = read("Satu\nbaris.\n\n## Judul\n- a\n- b\n\nAkhir.")

    assert blocks == [
        Block("paragraph", ((Span("Satu baris."),),)),
        Block("heading", ((Span("Judul"),),)),
        Block("list", ((Span("a"),), (Span("b"),))),
        Block("paragraph", ((Span("Akhir."),),)),
    ]


@pytest.mark.parametrize("text", ["", "\n \n", "   "])
def test_an_empty_text_has_no_blocks(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("lihat [profil](/akun/profil).", (Span("lihat "), Span("profil", "/akun/profil"), Span("."))),
        ("[W3C](https://w3.org/a)", (Span("W3C", "https://w3.org/a"),)),
        ("di https://contoh.id/x.", (Span("di "), Span("https://contoh.id/x", "https://contoh.id/x"), Span("."))),
        ("[klik](javascript:alert)", (Span("[klik](javascript:alert)"),)),
        ("[klik](//jahat.id)", (Span("[klik](//jahat.id)"),)),
        ("[klik](/\\jahat.id)", (Span("[klik](/\\jahat.id)"),)),
        ("[klik](data:text/html,x)", (Span("[klik](data:text/html,x)"),)),
        ("[klik](http:///x)", (Span("[klik](http:///x)"),)),
        ("<b>tebal</b> & lain", (Span("<b>tebal</b> & lain"),)),
        ("[a [b](/c)", (Span("[a "), Span("b", "/c"))),
    ],
)
def test_only_safe_addresses_become_links(line: str, wanted: tuple[Span, ...]) -> None:
    assert spans(line) == wanted
