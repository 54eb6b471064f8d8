"""A PDF that would do something, however it hides it, leaves for nobody; every other one leaves as it came."""

import re
import zlib
from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.actions import JavaScript

from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.rules.attachments.acts import MOST_LINKS
from broadcasts.rules.attachments.pdfs import check_pdf
from tests.broadcasts.rules.test_attached_pdfs import NOTICE, TAGGED, make_pdf

ALERT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
URI = "<< /S /URI /URI (https://www.example.it/) >>"
GOTO = "<< /S /GoTo /D [6 0 R /Fit] >>"


def annotation(rest: str, kind: str = "Link") -> str:
    """What can be touched on a page."""
    return f"<< /Type /Annot /Subtype /{kind} /Rect [0 0 9 9] {rest} >>"


ACTING = {
    "script": (annotation(f"/A {ALERT}"), "JavaScript"),
    "script in a stream": ("<< /S /JavaScript /JS 9 0 R >>", "JavaScript"),
    "script, kind elsewhere": ("/JavaScript", "JavaScript"),
    "program": (annotation("/A << /S /Launch /F (calc.exe) >>"), "comandi"),
    "form sent": (annotation("/A << /S /SubmitForm /F (https://x.example) >>", "Widget"), "modulo"),
    "form emptied": ("<< /S /ResetForm >>", "modulo"),
    "data taken in": ("<< /S /ImportData /F (x.fdf) >>", "modulo"),
    "old form": ("<< /XFA [(template) 9 0 R] /Fields [] >>", "modulo"),
    "hide": ("<< /S /Hide /T (x) >>", "comandi"),
    "print": ("<< /S /Named /N /Print >>", "comandi"),
    "layers": ("<< /S /SetOCGState /State [/ON 9 0 R] >>", "comandi"),
    "transition": ("<< /S /Trans >>", "comandi"),
    "other document": ("<< /S /GoToR /F (other.pdf) /D [0 /Fit] >>", "altri file"),
    "document inside": ("<< /S /GoToE /T << /R /C /N (x) >> /D [0 /Fit] >>", "altri file"),
    "part of a document": ("<< /S /GoToDp /Dp 9 0 R >>", "altri file"),
    "article elsewhere": ("<< /S /Thread /F (other.pdf) /D 0 >>", "altri file"),
    "file inside": ("<< /Type /Filespec /F (x.xml) /EF << /F 9 0 R >> >>", "altri file"),
    "files inside": ("<< /EmbeddedFiles << /Names [] >> >>", "altri file"),
    "file pinned to a page": (annotation("/FS 9 0 R", "FileAttachment"), "altri file"),
    "collection": ("<< /Collection << /View /D >> >>", "altri file"),
    "film": (annotation("/Movie << /F (x.mov) >>", "Movie"), "filmati"),
    "sound": ("<< /S /Sound /Sound 9 0 R >>", "filmati"),
    "rendition": (annotation("/A << /S /Rendition /OP 0 >>", "Screen"), "filmati"),
    "rich media": (annotation("/RichMediaContent 9 0 R", "RichMedia"), "filmati"),
    "rich media asked": ("<< /S /RichMediaExecute /CMD << /C (x) >> >>", "filmati"),
    "model": (annotation("/3DD 9 0 R", "3D"), "filmati"),
    "view of a model": ("<< /S /GoTo3DView /V (x) >>", "filmati"),
    "page's own": ("<< /Type /Page /AA << /O 9 0 R >> >>", "da soli"),
    "field's own": (annotation("/AA << /K 9 0 R >>", "Widget"), "da soli"),
    "second in a chain": (
        annotation(f"/A << /S /GoTo /D [6 0 R /Fit] /Next [9 0 R {ALERT}] >>"),
        "JavaScript",
    ),
    "no page, no e-mail": (annotation("/A << /S /URI /URI (file:///etc/passwd) >>"), "collegamento"),
    "script as an address": (
        annotation("/A << /S /URI /URI (java\\nscript:alert\\(1\\)) >>"),
        "collegamento",
    ),
    "address elsewhere": (annotation("/A << /S /URI /URI 9 0 R >>"), "collegamento"),
    "share of a network": (annotation("/A << /S /URI /URI (\\\\\\\\host\\\\share) >>"), "collegamento"),
}
"""What → an object that does it, and a word of what the clerk reads."""


def packed(*objects: str, head: str = "/Filter /FlateDecode") -> str:
    """An object stream, where no eye sees what is in it."""
    places = [sum(len(one) + 1 for one in objects[:number]) for number in range(len(objects))]
    pairs = " ".join(f"{20 + number} {place}" for number, place in enumerate(places)) + " "
    data = zlib.compress((pairs + " ".join(objects)).encode("latin-1")).decode("latin-1")
    first = f"/Type /ObjStm /N {len(objects)} /First {len(pairs)}"
    return f"<< {first} {head} /Length {len(data)} >>\nstream\n{data}\nendstream"


def with_sharps(content: str) -> str:
    """Names spelt otherwise: /JavaScript is /#4aavaScript."""
    return re.sub(r"(?<!/)/([A-Z0-9])", lambda name: f"/#{ord(name[1]):02x}", content)


HIDING = {
    "plainly": lambda one: make_pdf(NOTICE, extra=(one,)),
    "in an object stream": lambda one: make_pdf(NOTICE, extra=(packed("(x)", one),)),
    "spelt otherwise": lambda one: make_pdf(NOTICE, extra=(with_sharps(one),)),
    "spelt otherwise in an object stream": lambda one: make_pdf(NOTICE, extra=(packed(with_sharps(one)),)),
    "replaced later": lambda one: make_pdf(NOTICE, extra=(f"{one}\nendobj\n4 0 obj\nnull",)),
    "behind the end": lambda one: make_pdf(NOTICE) + f"\n77 0 obj\n{one}\nendobj\n%%EOF".encode("latin-1"),
    "in the middle of a picture": lambda one: make_pdf(
        NOTICE, extra=(f"<< /Length 9 >>\nstream\n8 0 obj {one} endobj\nendstream",)
    ),
    "in a string": lambda one: make_pdf(NOTICE, extra=(f"(8 0 obj {one} endobj)",)),
    "behind a comment": lambda one: make_pdf(NOTICE, extra=(f"% (\n{one}",)),
    "numbered with comments": lambda one: make_pdf(NOTICE, extra=(f"null endobj 8%\n0%x\nobj{one}",)),
}


@pytest.mark.parametrize("hiding", HIDING)
@pytest.mark.parametrize("what", ACTING)
def test_what_acts_is_refused_wherever_it_stands(what: str, hiding: str):
    content, said = ACTING[what]
    with pytest.raises(AttachmentRefused) as refusal:
        check_pdf(HIDING[hiding](content))
    assert said in str(refusal.value) or "non si può controllare" in str(refusal.value)
    if hiding == "plainly":
        assert said in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("catalog", "extra"),
    [
        (f"/OpenAction {URI}", ()),
        (f"/OpenAction {ALERT}", ()),
        ("/OpenAction 4 0 R", (URI,)),
        ("/OpenAction 4 0 R", (f"<< /S /GoTo /D [6 0 R /Fit] /Next {URI} >>",)),
        ("/OpenAction 4 0 R", ("<< /S /GoTo /D [6 0 R /Fit] /Next 5 0 R >>", URI)),
        ("/OpenAction 4 0 R", ("5 0 R", URI)),
        ("/OpenAction 4 0 R", ("<< /S 5 0 R /D [6 0 R /Fit] >>", "/URI")),
        ("/OpenAction 4 0 R", (f"[5 0 R /Fit]\nendobj\n4 0 obj\n{URI}",)),
        ("/OpenAction 20 0 R", (packed(URI),)),
        ("/OpenAction 20 0 R", (packed("5 0 R", "[1]"), URI)),
        ("/OpenAction 77 0 R", ()),
        (f"/OpenAction << /S /GoTo /D [6 0 R /Fit] /Next {URI} >>", ()),
    ],
)
def test_nothing_but_a_page_is_shown_when_it_is_opened(catalog: str, extra: tuple[str, ...]):
    with pytest.raises(AttachmentRefused):
        check_pdf(make_pdf(NOTICE, catalog=f"{TAGGED} {catalog}", extra=extra))


@pytest.mark.parametrize(
    "odd",
    [
        "<< /A [ >>",
        "<< /A (",
        "<< /A < ( > /B (x) >>",
        "[ endobj << /B 1 >> ]",
        packed("null", head="/Filter /LZWDecode"),
        packed("null", head="/Filter [/FlateDecode /ASCIIHexDecode]"),
        packed("null", head="/Filter /FlateDecode /DecodeParms << /Predictor 12 >>"),
        packed("null", head="/Filter 9 0 R"),
        packed("null", head=""),
        packed("(x", "<< /B 1 >> x)"),
        packed("null endobj", "<< /B 1 >>"),
        packed("null stream", "<< /B 1 >>"),
        packed("(x", "<< /B 1 >> x)").replace("/Type /ObjStm", ""),
        "<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\nnot packed\nendstream",
    ],
)
def test_what_cannot_be_looked_at_does_not_leave(odd: str):
    with pytest.raises(AttachmentRefused):
        check_pdf(make_pdf(NOTICE, extra=(odd,)))


SIGNATURE = (
    "<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 9 9 9] /Contents <30820000> /Reason (x) >>"
)
HARMLESS = {
    "a page to begin with": (f"{TAGGED} /OpenAction [5 0 R /XYZ null null 0]", ()),
    "a page to begin with, elsewhere": (f"{TAGGED} /OpenAction 4 0 R", ("[5 0 R /Fit]",)),
    "a page to begin with, as an action": (f"{TAGGED} /OpenAction 4 0 R", (GOTO,)),
    "a page to begin with, within": (f"{TAGGED} /OpenAction {GOTO}", ()),
    "a page to begin with, packed": (f"{TAGGED} /OpenAction 20 0 R", (packed(GOTO, "null"),)),
    "bookmarks": (TAGGED, (f"<< /Title (/JS /AA) /Next 9 0 R /A {GOTO} >>",)),
    "a signature": (
        f"{TAGGED} /AcroForm << /Fields [5 0 R] /SigFlags 3 >>",
        (SIGNATURE, annotation("/FT /Sig /T (Firma) /V 4 0 R", "Widget")),
    ),
    "a field": (TAGGED, (annotation("/FT /Tx /T (Nome)", "Widget"),)),
    "words like commands": (TAGGED, ("<< /Title (avvia \\(/Launch\\) (/AA) % /JS) >>", "(x) % /JS")),
    "a manner of mixing colours": (TAGGED, ("<< /Type /ExtGState /BM /Screen >>",)),
    "a transition between pages": (TAGGED, ("<< /Type /Page /Trans << /S /Dissolve >> >>",)),
    "longer names": (TAGGED, ("<< /AAPL 1 /JSX 2 /Launcher 3 /3DX 4 /Soundtrack 5 /Firstly 6 >>",)),
    "structure": (
        TAGGED,
        ("<< /Type /StructElem /S /P /A << /O /Layout >> >>", packed("<< /S /Link >>", "<< >>")),
    ),
    "data like the end of an object": (
        TAGGED,
        ("<< /Length 9 >>\nstream\n(endobj ]>> obj stream\nendstream",),
    ),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_does_nothing_leaves_as_it_came(what: str):
    """Byte for byte, so that who signed it has signed what arrives."""
    catalog, extra = HARMLESS[what]
    content = make_pdf(NOTICE, catalog=catalog, extra=extra)
    checked = check_pdf(content)
    assert checked.content == content
    assert checked.links == ()


def test_the_addresses_that_it_opens_are_told_each_once():
    texts = (
        "(https://www.example.it/a\\(b\\))",
        "<68747470733a2f2f782e69742f>",
        "(mailto:urp@example.it)",
        "(WWW.x.it)",
    )
    links = [annotation(f"/A << /Type /Action /S /URI /URI {text} >>") for text in (*texts, texts[0])]
    content = make_pdf(NOTICE, extra=(*links, packed(annotation(f"/A {URI}"))))
    assert check_pdf(content).links == (
        "https://www.example.it/a(b)",
        "https://x.it/",
        "mailto:urp@example.it",
        "WWW.x.it",
        "https://www.example.it/",
    )


def test_more_addresses_than_a_person_reads_are_refused():
    many = [f"<< /S /URI /URI (https://x.it/{number}) >>" for number in range(MOST_LINKS + 1)]
    assert len(check_pdf(make_pdf(NOTICE, extra=many[:-1])).links) == MOST_LINKS
    with pytest.raises(AttachmentRefused, match="più di 100 collegamenti"):
        check_pdf(make_pdf(NOTICE, extra=many))


@pytest.mark.parametrize(
    "write",
    [
        lambda writer: writer.add_open_action(JavaScript("app.alert(1)")),
        lambda writer: writer.add_attachment("x.xml", b"<x/>"),
    ],
    ids=["script", "file"],
)
def test_what_another_program_writes_is_understood(write):
    writer = PdfWriter(clone_from=BytesIO(make_pdf(NOTICE)))
    write(writer)
    writer.write(saved := BytesIO())
    with pytest.raises(AttachmentRefused):
        check_pdf(saved.getvalue())
