"""When a name on a certificate is the product's name."""

import pytest

from catalog.papers import names_match


@pytest.mark.parametrize(
    ("product", "item"),
    [
        ("Keripik Tempe", "Keripik Tempe"),
        ("Keripik Tempe Daun Jeruk 150 g", "KERIPIK TEMPE DAUN JERUK"),
        ("Keripik  tempe", "keripik-tempe"),
        ("Kripik Tempe", "Keripik Tempe"),
        ("Trasi Udang Rebon 250 gr", "Terasi Udang Rebon"),
        ("Wingko Babat isi 10", "Wingko Babat (isi 20)"),
        ("Jahe Merah Instan isi 10 sachet", "Jahe Merah Instan"),
        ("Sajadah Bordir 65 x 110 cm", "Sajadah Bordir"),
        ("Kain Batik Tulis Sendang 2,25 m", "Kain Batik Tulis Sendang"),
        ("Otak-Otak Bandeng 500g", "Otak Otak Bandeng"),
        ("Kopi Café", "Kopi Cafe"),
        ("Abon Ｔongkol", "Abon Tongkol"),
    ],
)
def test_the_same_name_in_another_size_spelling_or_case_matches(product: str, item: str) -> None:
    assert names_match(product, item)
    assert names_match(item, product)


@pytest.mark.parametrize(
    ("product", "item"),
    [
        ("Keripik Tempe Pedas", "Keripik Tempe"),
        ("Keripik Tempe", "Keripik Tempe Pedas"),
        ("Keripik Tempe", "Keripik Tahu"),
        ("Tempe Keripik", "Keripik Tempe"),
        ("Abon Ayam", "Abon Sapi"),
        ("Sambal", "Sambal Goreng"),
        ("Kopi 3 in 1", "Kopi"),
        ("250 g", "500 g"),
        ("", ""),
        ("Keripik", ""),
        ("-", "."),
        ("Produk", "Keripik Tempe; Keripik Tahu"),
    ],
)
def test_another_word_is_another_product(product: str, item: str) -> None:
    assert not names_match(product, item)
