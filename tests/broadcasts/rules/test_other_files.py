"""Files of other programs: what each is, told by its content, and how one makes a PDF of it."""

import zipfile
from io import BytesIO

import pytest

from broadcasts.content.attachments.attachment import check_upload
from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.rules.attachments.other_files import advice, advice_by_name
from broadcasts.sending.account.samples import sample

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(*names: str, mimetype: str = "") -> bytes:
    """A packed document with these files inside, as its program writes it."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(name, "<w:document/>" * 50)
    return content.getvalue()


def open_document(kind: str) -> bytes:
    return packed("content.xml", mimetype=f"application/vnd.oasis.opendocument.{kind}")


@pytest.mark.parametrize(
    ("content", "name", "what"),
    [
        (packed("[Content_Types].xml", "word/document.xml"), "foto.png", "un documento di Word"),
        (packed("ppt/presentation.xml"), "", "una presentazione di PowerPoint"),
        (packed("xl/workbook.xml"), "", "un foglio di Excel"),
        (open_document("text"), "avviso", "un documento di LibreOffice"),
        (open_document("presentation"), "", "una presentazione di LibreOffice"),
        (open_document("spreadsheet"), "", "un foglio di LibreOffice"),
        (packed("Index/Document.iwa"), "avviso.pages", "un documento di Pages"),
        (packed("Index/Document.iwa"), "avviso.key", "una presentazione di Keynote"),
        (packed("Index/Document.iwa"), "avviso", "un documento di Pages"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "avviso", "un documento di Word"),
        (OLD_OFFICE + "Workbook".encode("utf-16-le"), "avviso", "un foglio di Excel"),
        (
            OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
            "avviso.pptx",
            "una presentazione di PowerPoint",
        ),
        (rb"{\rtf1\ansi Avviso}", "avviso", "un documento di testo (RTF)"),
        (packed("locandina.pdf"), "tutto.zip", "una cartella compressa (ZIP)"),
    ],
)
def test_another_program_s_file_says_what_it_is_and_how_to_make_a_pdf(content, name, what):
    sentence = advice(content, name)
    assert sentence.startswith(f"È {what}:")
    assert "PDF" in sentence


def test_a_picture_and_a_pdf_are_no_other_program_s_whatever_they_are_called():
    for kind in ("image", "document"):
        assert not advice(sample(kind)[0], "avviso.docx")


@pytest.mark.parametrize(
    ("name", "told"), [("a.ODT", "LibreOffice"), ("a.doc", "Word"), ("a.png", ""), ("", "")]
)
def test_a_name_tells_where_the_content_says_nothing(name, told):
    sentence = advice_by_name(name)
    assert told in sentence
    assert bool(told) == bool(sentence)


def test_who_chooses_a_word_document_reads_what_to_do():
    file = BytesIO(packed("word/document.xml"))
    file.name, file.size, file.open = "Avviso.docx", len(file.getvalue()), lambda mode: file
    with pytest.raises(AttachmentRefused, match=r"File → Salva con nome → PDF"):
        check_upload(file)
