"""Fictional people and organisations of the demo. Villages are real; names, numbers and accounts are invented."""

from dataclasses import dataclass

from marketplace.accounts.organisations import Registration
from marketplace.core.roles import OrganisationKind, Role

PASSWORD = "etalase-demo-2026"  # noqa: S105
"""Of every demo account (CONTRACT.md, Demo)."""


@dataclass(frozen=True)
class Account:
    """One demo account: who, where, in which role."""

    email: str
    name: str
    phone: str
    organisation: str
    role: Role
    who: str


VILLAGES = (
    ("Kemantren", "35.24.14.2011", "Paciran"),
    ("Tukkerto", "35.24.25.2013", "Deket"),
    ("Weduni", "35.24.25.2014", "Deket"),
    ("Weru", "35.24.14.2015", "Paciran"),
    ("Sendangduwur", "35.24.14.2006", "Paciran"),
    ("Karanggeneng", "35.24.18.2017", "Karanggeneng"),
    ("Tracal", "35.24.18.2008", "Karanggeneng"),
    ("Kedali", "35.24.13.2009", "Pucuk"),
    ("Sugihan", "35.24.15.2003", "Solokuro"),
    ("Puter", "35.24.19.2012", "Kembangbahu"),
    ("Tunggul", "35.24.14.2007", "Paciran"),
    ("Sidomukti", "35.24.07.2003", "Brondong"),
    ("Sidokelar", "35.24.14.2012", "Paciran"),
    ("Drajat", "35.24.14.2009", "Paciran"),
    ("Sedayulawas", "35.24.07.2008", "Brondong"),
    ("Sukobendu", "35.24.16.2001", "Mantup"),
    ("Lamongrejo", "35.24.04.2018", "Ngimbang"),
    ("Maor", "35.24.19.2009", "Kembangbahu"),
    ("Paciran", "35.24.14.2003", "Paciran"),
    ("Jatipandak", "35.24.11.2013", "Sambeng"),
    ("Dateng", "35.24.08.2001", "Laren"),
    ("Madulegi", "35.24.17.2010", "Sukodadi"),
    ("Sumberbendo", "35.24.16.2003", "Mantup"),
    ("Banjarejo", "35.24.06.2015", "Kedungpring"),
    ("Brondong", "35.24.07.1010", "Brondong"),
    ("Blimbing", "35.24.14.1001", "Paciran"),
    ("Sugio", "35.24.12.2015", "Sugio"),
    ("Sekidang", "35.24.11.2011", "Sambeng"),
    ("Bulubrangsi", "35.24.08.2018", "Laren"),
    ("Sendangagung", "35.24.14.2005", "Paciran"),
    ("Sumurgayam", "35.24.14.2004", "Paciran"),
    ("Girik", "35.24.04.2014", "Ngimbang"),
    ("Mantup", "35.24.16.2004", "Mantup"),
    ("Tlogoretno", "35.24.07.2005", "Brondong"),
    ("Guci", "35.24.18.2004", "Karanggeneng"),
    ("Bluri", "35.24.15.2010", "Solokuro"),
    ("Konang", "35.24.26.2023", "Glagah"),
    ("Labuhan", "35.24.07.2002", "Brondong"),
    ("Pelang", "35.24.19.2013", "Kembangbahu"),
    ("Latukan", "35.24.18.2003", "Karanggeneng"),
    ("Sidogembul", "35.24.17.2014", "Sukodadi"),
    ("Lembor", "35.24.07.2007", "Brondong"),
    ("Godog", "35.24.08.2017", "Laren"),
    ("Sukolilo", "35.24.17.2003", "Sukodadi"),
    ("Laren", "35.24.08.2012", "Laren"),
    ("Sukodadi", "35.24.17.2007", "Sukodadi"),
    ("Tlogoagung", "35.24.19.2001", "Kembangbahu"),
    ("Kaliwates", "35.24.19.2005", "Kembangbahu"),
    ("Pandanpancur", "35.24.25.2010", "Deket"),
    ("Parengan", "35.24.10.2009", "Maduran"),
    ("Kranji", "35.24.14.2008", "Paciran"),
    ("Kandangsemangkon", "35.24.14.2002", "Paciran"),
    ("Babat", "35.24.05.1003", "Babat"),
)
"""Village, Kemendagri code, sub-district. The first two are those of koperasi@ and koperasi2@."""


def _cooperative(index: int, village: str, code: str, district: str) -> Registration:
    """Make one cooperative; every fifth lacks papers of its own, every sixth charges PPN."""
    complete = index % 5 != 4
    return Registration(
        name=f"KDMP {village}",
        region=code,
        address=f"Jl. Balai Desa {village} No. {1 + index % 9}, Kec. {district}",
        phone=f"0800-0000-{1000 + index:04d}",
        about=f"Koperasi Desa Merah Putih {village}, Kecamatan {district}. Kami mengumpulkan hasil kerja warga, "
        "mengemasnya dengan rapi, dan mengirimkannya bersama.",
        nib=f"9999{index:09d}" if complete else "",
        npwp=f"99.999.{index:03d}.9-645.000",
        nik_koperasi=f"3524{index:09d}" if index % 3 else "",
        ahu=f"AHU-{9990000 + index:07d}.AH.01.29.TAHUN 2025" if complete else "",
        is_pkp=index % 6 == 0,
        bank_name="Bank Contoh",
        bank_account_number=f"9999{index:06d}",
        bank_account_holder=f"KDMP {village}",
    )


COOPERATIVES = tuple(_cooperative(index, *village) for index, village in enumerate(VILLAGES))

ORGANISATIONS = (
    (
        "ritel",
        OrganisationKind.RETAILER,
        Registration(
            name="PT Toko Segar Nusantara",
            region="35.78.09",
            address="Jl. Contoh Raya No. 12, Surabaya",
            phone="0800-0000-2001",
            about="Jaringan 46 toko swalayan di Jawa Timur.",
            nib="9999000000201",
            npwp="99.999.201.9-641.000",
            is_pkp=True,
        ),
    ),
    (
        "bumn",
        OrganisationKind.STATE_COMPANY,
        Registration(
            name="PT Pelabuhan Contoh (Persero)",
            region="35.78.22",
            address="Jl. Dermaga Contoh No. 1, Surabaya",
            phone="0800-0000-3001",
            about="Badan usaha milik negara di bidang pelabuhan.",
            nib="9999000000301",
            npwp="99.999.301.9-631.000",
            is_pkp=True,
        ),
    ),
    (
        "dinas",
        OrganisationKind.AGENCY,
        Registration(
            name="Dinas Koperasi Kab. Lamongan (contoh)",
            region="35.24.22",
            address="Jl. Contoh Pahlawan No. 3, Lamongan",
            phone="0800-0000-4001",
        ),
    ),
    ("pengelola", OrganisationKind.OPERATOR, Registration(name="Pengelola Etalase", region="35.24.22")),
)

ACCOUNTS = (
    Account(
        "koperasi@demo.test",
        "Siti Aminah",
        "0800-0000-1101",
        "cooperative:0",
        Role.MANAGER,
        "manager of a cooperative with products, certificates and orders to process",
    ),
    Account(
        "koperasi2@demo.test",
        "Bambang Hartono",
        "0800-0000-1102",
        "cooperative:1",
        Role.MANAGER,
        "manager of another cooperative",
    ),
    Account("ritel@demo.test", "Ratna Wijaya", "0800-0000-2101", "ritel", Role.BUYER, "buyer of a modern retailer"),
    Account("bumn@demo.test", "Dewi Lestari", "0800-0000-3101", "bumn", Role.REQUESTER, "state company: requester"),
    Account("penyetuju@demo.test", "Hendra Gunawan", "0800-0000-3102", "bumn", Role.APPROVER, "approver"),
    Account("keuangan@demo.test", "Maya Sari", "0800-0000-3103", "bumn", Role.FINANCE, "finance"),
    Account("penerima@demo.test", "Joko Susilo", "0800-0000-3104", "bumn", Role.RECEIVER, "receiver"),
    Account(
        "petugas@demo.test",
        "Sri Wahyuni",
        "0800-0000-4101",
        "dinas",
        Role.OFFICIAL,
        "official: verifies certificates, runs fairs",
    ),
    Account("petugas2@demo.test", "Agus Prasetyo", "0800-0000-4102", "dinas", Role.OFFICIAL, "second official"),
    Account(
        "pendamping@demo.test",
        "Dewi Anggraini",
        "0800-0000-4103",
        "dinas",
        Role.ASSISTANT,
        "business assistant of the Dinas",
    ),
    Account("admin@demo.test", "Pengelola Situs", "0800-0000-5101", "pengelola", Role.OPERATOR, "operator of the site"),
)
