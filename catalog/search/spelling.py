"""Words that are one word: Indonesian spelling pairs and words of the trade, reviewed by hand.

Used on both sides, when a product is indexed and when a query is read. The left word is the form of the index (the
one the dictionary KBBI knows), the right ones are what sellers and buyers also write. A form with a meaning of its own
stays out: "lombok" is an island before it is a chili, "tri" is a name before it is an anchovy, "kunci" is no kunyit.
"""

_TABLE = """
keripik: kripik keripek kripek
kerupuk: krupuk kerupok krupok
rempeyek: peyek rempeye rampeyek
rengginang: ranginang renginang rangginang
telur: telor
cokelat: coklat soklat
sambal: sambel
bawang: brambang
cabai: cabe
tempe: tempeh
tahu: tofu
terasi: trasi
kopi: koffie
jahe: jae
kunyit: kunir
serai: sereh sere
beras: bras
kedelai: kedele kedelei
kacang: katjang
mete: mede mente
bandeng: bandheng
dendeng: dendheng
nugget: naget nuget
siomay: siomai somay
pempek: mpek empek
wingko: wingka
kue: kuwe kueh
donat: donut doughnut
dodol: dodhol
jenang: djenang
getuk: gethuk
lumpia: lunpia
jamu: djamu
sirup: sirop syrup
batik: bathik
sarung: sarong
jilbab: jilbap
kerudung: krudung
kaus: kaos
selendang: slendang
sandal: sendal
gerabah: grabah
keranjang: kranjang
bambu: bamboo
garam: garem
lada: merica mrica
kemiri: miri
pedas: pedes
asin: asen
gurih: gureh
renyah: krispi crispy krispy
organik: organic
instan: instant
lusin: dosin losin
botol: btl
bungkus: bks
toples: stoples
saset: sachet sacet
izin: ijin
nasihat: nasehat
apotek: apotik
praktik: praktek
kualitas: kwalitas
jadwal: jadual
risoles: risol rissoles
martabak: martabag
kecombrang: combrang
belut: welut
nanas: nenas
semangka: semongko
alpukat: alpokat avokad
kelapa: klapa
melinjo: mlinjo belinjo
talas: tales
selai: selei
rosela: rosella
pandan: pandhan
cendol: cendhol
rendang: randang
bakso: baso
mi: mie
klepon: kelepon
serabi: srabi surabi
blewah: belewah
ketumbar: tumbar
pcs: pieces pc
"""

COMPOUNDS: dict[tuple[str, str], str] = {
    ("kaca", "mata"): "kacamata",
    ("sapu", "tangan"): "saputangan",
    ("oleh", "oleh"): "oleholeh",
    ("gado", "gado"): "gadogado",
    ("onde", "onde"): "ondeonde",
    ("cumi", "cumi"): "cumicumi",
    ("otak", "otak"): "otakotak",
    ("cendera", "mata"): "cenderamata",
    ("cindera", "mata"): "cenderamata",
    ("ready", "stock"): "readystock",
    ("home", "made"): "homemade",
}
"""Two words that are also written as one."""

UNITS: dict[str, tuple[str, int]] = {
    "kg": ("g", 1000),
    "kilo": ("g", 1000),
    "kilogram": ("g", 1000),
    "ons": ("g", 100),
    "g": ("g", 1),
    "gr": ("g", 1),
    "grm": ("g", 1),
    "gram": ("g", 1),
    "l": ("ml", 1000),
    "lt": ("ml", 1000),
    "ltr": ("ml", 1000),
    "liter": ("ml", 1000),
    "litre": ("ml", 1000),
    "ml": ("ml", 1),
    "cc": ("ml", 1),
    "m": ("cm", 100),
    "meter": ("cm", 100),
    "cm": ("cm", 1),
}
"""Unit behind a number: the unit of the index and how many of it (an ons is 100 g in Indonesian trade)."""


def _variants() -> dict[str, str]:
    lines = (line.partition(":") for line in _TABLE.strip().splitlines())
    return {variant: word for word, _, others in lines for variant in others.split() if variant != word}


VARIANTS: dict[str, str] = _variants()
"""Written form to the form of the index."""
