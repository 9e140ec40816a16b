"""Links into WhatsApp."""

import pytest

from marketplace.accounts.whatsapp import wa_link


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("0812-3456-7890", "https://wa.me/6281234567890?text=Halo%20%26%20salam"),
        ("+62 812 3456 7890", "https://wa.me/6281234567890?text=Halo%20%26%20salam"),
        ("81234567890", "https://wa.me/6281234567890?text=Halo%20%26%20salam"),
        ("+6591234567", "https://wa.me/6591234567?text=Halo%20%26%20salam"),
        ("021-555-1234", ""),
        ("", ""),
        ("hubungi ketua", ""),
    ],
)
def test_a_mobile_number_leads_to_whatsapp(phone: str, address: str) -> None:
    assert wa_link(phone, "Halo & salam") == address
