"""What the demo's assistant wrote down: visits, steps and how they ended, trainings, a plan. All of it is invented."""

from dataclasses import dataclass

from orders.mentoring.words import Mode, NeedKind, StepOwner, Topic

ACCOMPANIED = 9
"""The first so many cooperatives of the demo."""

_C, _A, _O = StepOwner.COOPERATIVE, StepOwner.ASSISTANT, StepOwner.OFFICE


@dataclass(frozen=True)
class Promise:
    """One step: ``due`` days after the visit; ``end``: done, dropped, asked (discussed, still open) or open."""

    text: str
    owner: StepOwner
    due: int
    end: str = "open"
    after: int = 0
    """Days after the visit on which it ended."""


@dataclass(frozen=True, kw_only=True)
class Tale:
    """One visit: ``shop`` is the place of its cooperative in the demo, ``days`` how long ago it was."""

    shop: int
    days: int
    topics: tuple[Topic, ...]
    mode: Mode = Mode.ON_SITE
    place: str = "Balai desa"
    people: int = 4
    notes: str = ""
    steps: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class Course:
    """One training, so many days ago (or to come), and how many people each of the first cooperatives sent."""

    title: str
    place: str
    days: int
    people: tuple[int, ...] = ()


TALES = (
    Tale(
        shop=0,
        days=88,
        topics=(Topic.PAPERS, Topic.PRODUCTS),
        people=6,
        notes="Pengurus kompak. Bu Sumiati siap mengurus P-IRT, tetapi ragu soal biaya uji.",
        steps=(
            Promise("Kumpulkan KTP dan denah rumah produksi untuk P-IRT", _C, 14, "done", 11),
            Promise("Foto ulang keripik dengan cahaya siang", _C, 10, "done", 13),
        ),
    ),
    Tale(
        shop=0,
        days=46,
        topics=(Topic.PACKAGING, Topic.PLAN),
        people=5,
        steps=(
            Promise("Pesan karton isi 20 dengan tulisan berat bersih", _C, 21, "done", 18),
            Promise("Kirim contoh label yang benar", _A, 7, "done", 5),
            Promise("Buka rekening atas nama koperasi", _C, 14, "dropped", 20),
        ),
    ),
    Tale(
        shop=0,
        days=9,
        topics=(Topic.ORDERS, Topic.SALES),
        mode=Mode.PHONE,
        place="",
        people=2,
        notes="Ritel menanyakan kapasitas Lebaran. Jangan janji lebih dari 400 karton.",
        steps=(
            Promise("Hitung kapasitas Maret bersama anggota", _C, 14, "asked", 3),
            Promise("Tanyakan syarat pemasok ke ritel", _A, 10),
        ),
    ),
    Tale(
        shop=1,
        days=75,
        topics=(Topic.MEMBERS, Topic.BOOKS),
        people=9,
        steps=(Promise("Catat simpanan pokok semua anggota", _C, 30, "done", 28),),
    ),
    Tale(
        shop=1,
        days=21,
        topics=(Topic.PAPERS,),
        people=3,
        steps=(
            Promise("Ajukan sertifikat halal untuk terasi", _C, 14, "asked", 6),
            Promise("Dampingi pengisian SIHALAL", _A, 12, "done", 10),
        ),
    ),
    Tale(shop=2, days=64, topics=(Topic.QUALITY,), place="Rumah produksi Pak Kasnawi", people=3),
    Tale(
        shop=2,
        days=16,
        topics=(Topic.PACKAGING, Topic.QUALITY),
        people=4,
        steps=(
            Promise("Ganti plastik dengan standing pouch", _C, 21),
            Promise("Pinjamkan alat sealer milik dinas", _O, 10),
        ),
    ),
    Tale(
        shop=3,
        days=58,
        topics=(Topic.CAPITAL,),
        people=5,
        notes="Bunga pinjaman lama belum jelas. Ketua minta tidak dibahas di depan anggota.",
        steps=(Promise("Siapkan laporan kas enam bulan untuk bank", _C, 20, "dropped", 25),),
    ),
    Tale(
        shop=3,
        days=27,
        topics=(Topic.ORDERS, Topic.PRODUCTS),
        steps=(Promise("Tulis umur simpan pada tiap produk", _C, 7, "done", 6),),
    ),
    Tale(
        shop=4,
        days=41,
        topics=(Topic.PAPERS, Topic.NATIONAL_DATA),
        people=7,
        notes="NIB dan AHU belum ada. Sekretaris baru, perlu diajari dari awal.",
        steps=(
            Promise("Urus NIB lewat OSS", _C, 14),
            Promise("Perbarui profil di SIMKOPDES", _C, 21),
            Promise("Jadwalkan pendampingan OSS di kantor dinas", _O, 10),
        ),
    ),
    Tale(shop=5, days=33, topics=(Topic.SALES,), mode=Mode.PHONE, place="", people=1),
    Tale(
        shop=5,
        days=5,
        topics=(Topic.PRODUCTS, Topic.PLAN),
        people=4,
        steps=(Promise("Tulis target tiga produk untuk rencana usaha", _C, 20),),
    ),
    Tale(
        shop=6,
        days=52,
        topics=(Topic.PACKAGING,),
        steps=(Promise("Cetak label dengan tanggal kedaluwarsa", _C, 15, "done", 20),),
    ),
    Tale(
        shop=7,
        days=13,
        topics=(Topic.ORDERS, Topic.BOOKS),
        people=6,
        steps=(
            Promise("Pisahkan uang koperasi dan uang ketua", _C, 10, "asked", 4),
            Promise("Bawa contoh buku kas", _A, 14, "done", 8),
        ),
    ),
)
"""The ninth cooperative was never visited."""

COMMENTS = ("Belum sempat, panen baru selesai.", "Baik, kita kerjakan bersama minggu depan.")

TRAININGS = (
    Course("Mengurus P-IRT langkah demi langkah", "Aula dinas, Lamongan", 70, (2, 2, 1, 0, 3, 1, 0, 1)),
    Course("Foto produk dengan ponsel", "Balai Desa Weru", 38, (3, 1, 0, 2, 0, 0, 2)),
    Course("Mengepak untuk ritel modern", "Aula dinas, Lamongan", 12, (2, 0, 2, 1, 1, 2, 0, 2)),
    Course("Pembukuan koperasi sederhana", "Aula dinas, Lamongan", -10),
)

SUMMARY = (
    "Tahun ini kami ingin masuk ke 46 toko ritel di Jawa Timur dengan empat produk, dan memasok kantin dua BUMN. "
    "Anggota yang memproduksi bertambah dari 12 menjadi 20 orang."
)

NEEDS = (
    (NeedKind.PERMIT, "Sertifikat halal untuk semua keripik", None, True),
    (NeedKind.CAPITAL, "Modal bahan baku menjelang Lebaran", 15_000_000, False),
    (NeedKind.PACKAGING, "2.000 standing pouch bercetak", 3_400_000, False),
    (NeedKind.TRAINING, "Latihan mengepak untuk ritel", None, True),
)
