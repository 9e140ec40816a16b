"""Scans from strangers: papers become page images; anything that acts, hides or locks is refused."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pillow_heif
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from marketplace.adapters.scans import check_upload_name, process_scan
from marketplace.core.errors import Invalid

A4 = (595, 842)


def paper(pages: int = 1, change: Callable[[pikepdf.Pdf], None] | None = None, **options: Any) -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=A4)
    if change:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def opens_with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = script()


def opens_with_program(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def named_scripts(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(script())])))


def page_acts(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=script())


def hides_in_an_annotation(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=script())
    pdf.pages[0].obj.Annots = Array([link])


def script_nobody_points_at(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Thing = Array([Array([Dictionary(Inner=Array([pdf.make_indirect(script())]))])])


def attached_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["virus.exe"] = b"MZ"


def xfa_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=Array([]))


def sends_a_form(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.SubmitForm))
    pdf.pages[0].obj.Annots = Array([link])


def opens_at_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


def links_to_a_site(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.org"))
    pdf.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)]
    )


def swollen(pdf: pikepdf.Pdf) -> None:
    """A page of 2 MB that unpacks to two gigabytes of drawing orders."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"q Q " * 250_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + 2000 * block + packer.flush()
    page = pikepdf.Stream(pdf, b"")
    page.write(packed, filter=Name.FlateDecode)
    pdf.pages[0].obj.Contents = pdf.make_indirect(page)


def locked(user: str) -> bytes:
    return paper(encryption=pikepdf.Encryption(user=user, owner="owner"))


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("paper.pdf", paper())
    return out.getvalue()


def photo(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2400, 3200), "beige").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("change", [None, opens_at_a_page, links_to_a_site])
def test_quiet_pdf_is_kept_as_it_came_and_drawn_page_by_page(change: Callable[[pikepdf.Pdf], None] | None) -> None:
    data = paper(3, change)

    scan = process_scan(data, "Sertifikat.PDF")

    assert (scan.kind, scan.content_type, scan.suffix, scan.page_count) == ("pdf", "application/pdf", ".pdf", 3)
    assert scan.original == data
    assert scan.sha256 == hashlib.sha256(data).hexdigest()
    sizes = [Image.open(io.BytesIO(page), formats=["WEBP"]).size for page in scan.pages]
    assert sizes == [(1131, 1600)] * 3


def test_photographed_paper_becomes_a_clean_copy_and_one_page() -> None:
    data = photo()

    scan = process_scan(data, "IMG_2811.jpg")

    assert (scan.kind, scan.content_type, scan.suffix, scan.page_count) == ("photo", "image/jpeg", ".jpg", 1)
    assert scan.original != data
    assert scan.sha256 == hashlib.sha256(data).hexdigest()
    assert Image.open(io.BytesIO(scan.original), formats=["JPEG"]).size == (2250, 3000)
    assert Image.open(io.BytesIO(scan.pages[0]), formats=["WEBP"]).size == (1200, 1600)


@pytest.mark.parametrize("name", ["IMG_0042.HEIC", "sertifikat.pdf"])
def test_heic_photo_is_read_by_its_content_whatever_it_is_called(name: str) -> None:
    pillow_heif.register_heif_opener()
    data = photo("HEIF")

    scan = process_scan(data, name)

    assert (scan.kind, scan.content_type, scan.page_count) == ("photo", "image/jpeg", 1)
    assert scan.sha256 == hashlib.sha256(data).hexdigest()


ACTIVE = [
    opens_with_script,
    opens_with_program,
    named_scripts,
    page_acts,
    hides_in_an_annotation,
    script_nobody_points_at,
    attached_file,
    xfa_form,
    sends_a_form,
]


@pytest.mark.parametrize("change", ACTIVE)
def test_pdf_that_acts_is_refused(change: Callable[[pikepdf.Pdf], None]) -> None:
    with pytest.raises(Invalid) as refused:
        process_scan(paper(1, change), "paper.pdf")

    assert refused.value.code == "pdf_active"


def test_script_is_found_in_a_packed_object() -> None:
    data = paper(1, hides_in_an_annotation, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in data

    with pytest.raises(Invalid) as refused:
        process_scan(data, "paper.pdf")

    assert refused.value.code == "pdf_active"


def test_script_is_found_under_a_disguised_name() -> None:
    plain = paper(1, opens_with_script)
    disguised = plain.replace(b"/JavaScript", b"/J#61#76#61Script").replace(b"/JS", b"/J#53")
    assert disguised != plain

    with pytest.raises(Invalid) as refused:
        process_scan(_with_true_table(disguised), "paper.pdf")

    assert refused.value.code == "pdf_active"


def _with_true_table(data: bytes) -> bytes:
    """Write the places of the objects anew, as a careful attacker would."""
    body, _, rest = data.partition(b"xref\n")
    entries = [b"0000000000 65535 f \n"]
    while (place := body.find(f"\n{len(entries)} 0 obj".encode())) >= 0:
        entries.append(f"{place + 1:010} 00000 n \n".encode())
    trailer = rest[rest.index(b"trailer") : rest.index(b"startxref")]
    table = b"xref\n" + f"0 {len(entries)}\n".encode() + b"".join(entries)
    return body + table + trailer + f"startxref\n{len(body)}\n%%EOF\n".encode()


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        pytest.param(lambda: b"", "a.pdf", "scan_empty", id="nothing"),
        pytest.param(lambda: bytes(10 * 1024 * 1024 + 1), "a.pdf", "scan_too_big_bytes", id="over-10-megabytes"),
        pytest.param(lambda: locked("secret"), "a.pdf", "pdf_encrypted", id="password-to-open"),
        pytest.param(lambda: locked(""), "a.pdf", "pdf_encrypted", id="password-to-change"),
        pytest.param(lambda: paper()[:300], "a.pdf", "pdf_broken", id="cut-short"),
        pytest.param(lambda: paper().replace(b"xref", b"xrfe"), "a.pdf", "pdf_broken", id="broken-table"),
        pytest.param(lambda: b"%PDF-1.7\n" + bytes(500), "a.pdf", "pdf_broken", id="only-the-mark"),
        pytest.param(lambda: paper(0), "a.pdf", "pdf_broken", id="no-page"),
        pytest.param(lambda: paper(21), "a.pdf", "pdf_too_many_pages", id="21-pages"),
        pytest.param(lambda: paper(5000), "a.pdf", "pdf_too_many_pages", id="5000-pages"),
        pytest.param(lambda: paper(1, swollen), "a.pdf", "pdf_broken", id="bomb"),
        pytest.param(zipped, "a.pdf", "photo_type", id="zip-named-pdf"),
        pytest.param(lambda: b"<html>" + paper(), "a.pdf", "photo_type", id="page-before-the-pdf"),
        pytest.param(lambda: photo()[:2000], "a.jpg", "photo_broken", id="photo-cut-short"),
        pytest.param(lambda: b"Nomor: 123", "a.pdf", "photo_type", id="text-named-pdf"),
        pytest.param(photo, "a.exe", "upload_name", id="program-by-name"),
        pytest.param(photo, "a.jpg.html", "upload_name", id="page-by-name"),
    ],
)
def test_what_is_no_usable_scan_is_refused_with_words(make: Callable[[], bytes], name: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        process_scan(make(), name)

    assert refused.value.code == code
    assert str(refused.value.message)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("halal.pdf", "halal.pdf"),
        ("C:\\Users\\Sri\\halal.PDF", "halal.pdf"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("<script>alert(1)</script>.png", "script>.png"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("gpj\u202efdp.jpg", "gpjfdp.jpg"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
        ("scan", "scan"),
        ("", ""),
    ],
)
def test_name_of_an_upload_is_made_fit_to_be_shown(given: str, shown: str) -> None:
    assert check_upload_name(given) == shown
