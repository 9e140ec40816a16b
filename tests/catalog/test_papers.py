"""When a name on a certificate is the product's name."""

import pytest

from catalog.papers import names_match, nearest_scope, packaging_differs, scope_of


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


@pytest.mark.parametrize(
    ("product",                     "net", "item",                      "reason"),
    [
        ("Keripik Tempe 150 g",         None,  "Keripik Tempe",             None),
        ("Keripik Tempe 150 g",         None,  "Keripik Tempe 150gr",       None),
        ("Beras Premium 5 kg",          None,  "Beras Premium 5000 g",      None),
        ("Sirup Siwalan 0,5 liter",     None,  "Sirup Siwalan 500 ml",      None),
        ("Keripik Tempe 4 x 250 g",     None,  "Keripik Tempe 250 g",       None),
        ("Keripik Tempe",               250,   "Keripik Tempe 250 g",       None),
        ("Keripik Tempe",               None,  "Keripik Tempe 250 g",       None),
        ("Wingko Babat",                300,   "Wingko Babat isi 20",       None),
        ("Sajadah 65 x 110 cm",         None,  "Sajadah 0,65 x 1,1 m",      None),
        ("Keripik Tempe 150 g",         None,  "Keripik Tempe 250 g",       "other_pack"),
        ("Keripik Tempe",               150,   "Keripik Tempe 250 g",       "other_pack"),
        ("Wingko Babat isi 10",         None,  "Wingko Babat (isi 20)",     "other_pack"),
        ("Kopi 3 in 1 150 g",           None,  "Kopi 3 in 1 250 g",         "other_pack"),
        ("Keripik Tempe Pedas",         None,  "Keripik Tempe",             "variant"),
        ("Keripik Tempe",               None,  "Keripik Tempe Pedas",       "variant"),
        ("Keripik Tahu",                None,  "Keripik Tempe",             "other_name"),
        ("Tempe Keripik",               None,  "Keripik Tempe",             "other_name"),
        ("Keripik Tempe",               None,  "",                          "other_name"),
    ],
)  # fmt: skip
def test_a_product_outside_a_paper_is_told_why(product: str, net: int | None, item: str, reason: str | None) -> None:
    found = scope_of(product, item, net)

    assert (found.reason, found.covers) == (reason, reason is None)
    assert bool(str(found.words)) is (reason is not None)


def test_of_several_names_the_nearest_is_spoken_of() -> None:
    found = nearest_scope("Keripik Tempe Pedas 150 g", ["Keripik Tahu", "Keripik Tempe", "Keripik Tempe Pedas 500 g"])

    assert "Keripik Tempe Pedas 500 g" in str(found.words)
    assert nearest_scope("Keripik", []).reason == "other_name"


@pytest.mark.parametrize(
    ("code", "packaging", "differs"),
    [
        ("2", "plastik vakum", False),
        ("2", "Standing pouch", False),
        ("1", "toples plastik", True),
        ("2", "botol kaca tutup ulir", True),
        ("3", "kotak karton, plastik di dalam", False),
        ("4", "kotak karton", True),
        ("7", "kotak karton", False),
        ("8", "plastik", False),
        ("6", "plastik", False),
        ("2", "", False),
        ("2", "besek bambu", False),
        ("", "plastik", False),
    ],
)
def test_the_packaging_of_a_number_is_held_against_words_that_name_a_material(
    code: str, packaging: str, differs: bool
) -> None:
    assert packaging_differs(code, packaging) is differs
