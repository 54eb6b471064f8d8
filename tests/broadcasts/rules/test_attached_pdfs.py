"""PDFs as offices make them: exported, scanned, stamped, locked, cut off by a bad line."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.rules.attachments.facts import MOST_HIDDEN, MOST_TEXT
from broadcasts.rules.attachments.pdfs import MAX_BYTES, MAX_PAGES, check_pdf, pdf_thumbnail

A4 = (595, 842)
NOTICE = "BT /F1 24 Tf 72 700 Td (Via Tosco Romagnola chiusa lunedi) Tj ET"
BLANKS = "BT /F1 24 Tf 72 700 Td (   ) Tj ET"
PICTURE = "0.2 0.4 0.8 rg 0 0 300 400 re f"
TAGGED = "/MarkInfo << /Marked true >>"
ID = b"0123456789abcdef"


def make_pdf(*pages, size=A4, catalog=TAGGED, trailer="", extra=()):
    """A PDF with a page for each string of drawing operators; `extra` objects are numbered from 4 on."""
    width, height = size
    first_page = 4 + len(extra)
    numbers = [first_page + 2 * place for place in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 {width} {height}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *extra,
    ]
    for number, drawing in zip(numbers, pages, strict=True):
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {font} /Contents {number + 1} 0 R >>")
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    return assemble(objects, trailer)


def assemble(objects, trailer):
    body, offsets = "%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def packed(comment=b""):
    """A ZIP with a program in it."""
    with ZipFile(made := BytesIO(), "w") as zipped:
        zipped.writestr("virus.js", "alert(1)")
        zipped.comment = comment
    return made.getvalue()


def locked_pdf(*, needs_password):
    """Encrypted as revision 2 of the standard handler does (PDF 1.7, algorithms 2 and 4)."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner, permissions = b"o" * 32, -64
    key = hashlib.md5(pad + owner + permissions.to_bytes(4, "little", signed=True) + ID).digest()[:5]  # noqa: S324
    user = bytes(32) if needs_password else rc4(key, pad)
    encryption = f"<< /Filter /Standard /V 1 /R 2 /P {permissions} /O <{owner.hex()}> /U <{user.hex()}> >>"
    return make_pdf(NOTICE, extra=(encryption,), trailer=f"/Encrypt 4 0 R /ID [<{ID.hex()}> <{ID.hex()}>]")


def rc4(key, content):
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i, j, output = 0, 0, bytearray()
    for byte in content:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        output.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(output)


def with_a_file_inside(content):
    with PdfDocument(content) as document:
        document.new_attachment("bando.xml").set_data(b"<bando/>")
        document.save(saved := BytesIO())
    return saved.getvalue()


def test_a_notice_of_as_many_pages_as_allowed_goes_out_unchanged_and_shows_nothing_in_logs():
    content = make_pdf(NOTICE, NOTICE)
    checked = check_pdf(content)
    assert checked.content == content
    assert (checked.pages, checked.has_text, checked.warnings) == (2, True, ())

    assert "content" not in repr(check_pdf(make_pdf(NOTICE)))

    assert check_pdf(make_pdf(*[NOTICE] * MAX_PAGES)).pages == MAX_PAGES


def test_a_scan_is_accepted_with_a_word_about_who_cannot_read_it():
    scan = BytesIO()
    Image.new("RGB", (400, 600), "ivory").save(scan, "PDF")
    checked = check_pdf(scan.getvalue())
    assert not checked.has_text
    assert checked.warnings == (
        "È una scansione: si può mandare, ma chi non vede non la legge. Se hai il documento originale, esportalo "
        "come PDF e carica quello.",
    )


@pytest.mark.parametrize(
    ("pages", "catalog", "warning"),
    [
        ((NOTICE, PICTURE, PICTURE), TAGGED, "2 pagine su 3 non contengono testo"),
        ((NOTICE, PICTURE), TAGGED, "1 pagina su 2 non contiene testo"),
        ((NOTICE, BLANKS), TAGGED, "1 pagina su 2 non contiene testo"),
        ((NOTICE,), "", "non ha una struttura (tag)"),
    ],
)
def test_what_is_hard_to_read_aloud_is_said(pages, catalog, warning):
    checked = check_pdf(make_pdf(*pages, catalog=catalog))
    assert checked.has_text
    assert len(checked.warnings) == 1
    assert warning in checked.warnings[0]


JAVASCRIPT = make_pdf(
    NOTICE,
    catalog="/Names << /JavaScript << /Names [(start) 4 0 R] >> >>",
    extra=("<< /S /JavaScript /JS (app.alert\\(1\\)) >>",),
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "non è un PDF"),
        (b"PK\x03\x04 a Word document", "non è un PDF"),
        (b"\xff\xd8\xff\xe0 a photograph", "non è un PDF"),
        (b" " * 1025 + make_pdf(NOTICE), "non è un PDF"),
        (make_pdf(NOTICE)[:-200], "incompleto"),
        (make_pdf(NOTICE) + b"\n" * MAX_BYTES, "pesa 17 MB e il massimo è 16"),
        (b"%PDF-1.7\nnothing that makes sense\n%%EOF", "danneggiato"),
        (locked_pdf(needs_password=True), "protetto da password"),
        (make_pdf(), "danneggiato o senza pagine"),
        (make_pdf(*[NOTICE] * (MAX_PAGES + 1)), "101 pagine e il massimo è 100"),
        (make_pdf(NOTICE, size=(30, 842)), "La pagina 1 del PDF ha una misura"),
        (make_pdf(NOTICE, size=(595, 20_000)), "La pagina 1 del PDF ha una misura"),
        (JAVASCRIPT, "JavaScript"),
        (with_a_file_inside(make_pdf(NOTICE)), "altri file"),
        (locked_pdf(needs_password=False), "limiti di copia"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_sent_is_refused_with_the_reason(content, reason):
    with pytest.raises(AttachmentRefused, match=reason) as refusal:
        check_pdf(content)
    assert str(refusal.value).endswith(".")


def test_a_damaged_file_after_a_locked_one_is_not_called_locked():
    """PDFium leaves the error of the file before in place when it has none for this one."""
    for content, reason in [(locked_pdf(needs_password=True), "password"), (make_pdf(), "danneggiato")]:
        with pytest.raises(AttachmentRefused, match=reason):
            check_pdf(content)


PLAIN = make_pdf(NOTICE)


def test_what_fills_a_file_up_behind_its_end_is_forgiven():
    assert check_pdf(PLAIN + b"\r\n\0\0\x1a").pages == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf\r\n" + PLAIN,
        b"\n" + PLAIN,
        b"GIF89a" + PLAIN,
        b"MZ\x90\0" + PLAIN,
        b"<script>alert(1)</script>" + PLAIN,
        packed() + PLAIN,
        PLAIN + packed(),
        PLAIN + packed(comment=b"\n%%EOF\n"),
        make_pdf(NOTICE, extra=(f"<< /Length 900 >>\nstream\n{packed().decode('latin-1')}\nendstream",)),
        PLAIN + b"<html>",
        PLAIN + b"\0" * 9 + b"x",
    ],
    ids=[
        *("a mark", "a line", "a picture", "a program", "a page", "a zip before", "a zip behind"),
        *("a zip with a comment", "a zip inside", "a page behind", "far behind"),
    ],
)
def test_what_could_be_opened_as_something_else_is_refused(content):
    with pytest.raises(AttachmentRefused, match="altro prima o dopo"):
        check_pdf(content)


@pytest.mark.parametrize("tenths", range(10))
def test_a_pdf_cut_off_anywhere_is_refused(tenths):
    content = make_pdf(NOTICE)
    with pytest.raises(AttachmentRefused):
        check_pdf(content[: len(content) * tenths // 10])


@pytest.mark.parametrize(
    ("size", "expected"), [(A4, (400, 566)), ((842, 595), (400, 283)), ((100, 10_000), (12, 1200))]
)
def test_the_thumbnail_shows_the_first_page(size, expected):
    thumbnail = Image.open(BytesIO(pdf_thumbnail(make_pdf(PICTURE, NOTICE, size=size))))
    assert (thumbnail.format, thumbnail.mode, thumbnail.size) == ("PNG", "RGB", expected)
    assert len(thumbnail.getcolors(maxcolors=10_000)) > 1  # not a blank sheet


def test_the_thumbnail_of_what_is_no_pdf_is_refused():
    with pytest.raises(AttachmentRefused):
        pdf_thumbnail(b"no PDF")


def test_its_words_and_what_it_says_of_itself_are_read_in_its_packet_too():
    told = "<< /Author (M. Rossi) /Title (Festa\\000 in piazza) /Keywords () >>"
    content = make_pdf(NOTICE, PICTURE, NOTICE, extra=(told,), trailer="/Info 4 0 R")
    checked = check_pdf(content)
    assert checked.text == "Via Tosco Romagnola chiusa lunedi\nVia Tosco Romagnola chiusa lunedi"
    assert checked.hidden == {"autore": "M. Rossi", "titolo": "Festa in piazza"}

    assert check_pdf(with_packet(PACKET)).hidden == {
        "titolo": "Festa in piazza",
        "autore": "M. Rossi L'assessore Neri",
        "parole chiave": "sindaco, festa",
    }


PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description pdf:Keywords="sindaco, festa">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Festa in piazza</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>M. Rossi</rdf:li><rdf:li>L&apos;assessore Neri</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def with_packet(packet: str, told: str = "<< /Title (Festa in piazza) >>") -> bytes:
    stream = f"<< /Type /Metadata /Subtype /XML /Length {len(packet)} >>\nstream\n{packet}\nendstream"
    catalog = f"{TAGGED} /Metadata 5 0 R"
    return make_pdf(NOTICE, extra=(told, stream), catalog=catalog, trailer="/Info 4 0 R")


@pytest.mark.parametrize(
    "packet",
    [
        "<x:xmpmeta>",
        "<x:xmpmeta><dc:title></x:xmpmeta>",
        "<x:xmpmeta></dc:title></x:xmpmeta>",
        "</x:xmpmeta>",
    ],
)
def test_a_broken_packet_says_nothing(packet):
    assert check_pdf(with_packet(packet)).hidden == {"titolo": "Festa in piazza"}


def test_a_packet_of_open_tags_takes_no_time_and_of_a_long_one_the_beginning_is_kept():
    packet = f"<x:xmpmeta>{'<dc:title><dc:creator>' * 9000}</x:xmpmeta>"
    assert "autore" not in check_pdf(with_packet(packet)).hidden

    long = "BT /F1 6 Tf 9 9 Td (" + "lavori " * 4000 + ") Tj ET"
    told = f"<< /Subject ({'x' * 999}) >>"
    checked = check_pdf(make_pdf(long, extra=(told,), trailer="/Info 4 0 R"))
    assert len(checked.text) == MOST_TEXT
    assert len(checked.hidden["argomento"]) == MOST_HIDDEN
