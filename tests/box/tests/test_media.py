"""Pictures and PDFs: uploaded, checked, sent, shown, and samples for template review."""

import io

import pytest
from PIL import Image

from .running import ACCOUNT, ANNA, APP, NUMBER, definition, message, template

BODY = {"type": "BODY", "text": "Il Comune di Cascina ti invita."}


def drawing(kind: str) -> bytes:
    """A small picture or a one-page PDF."""
    content = io.BytesIO()
    Image.new("RGB", (60, 90), "teal").save(content, kind)
    return content.getvalue()


PNG, JPEG, PDF = drawing("PNG"), drawing("JPEG"), drawing("PDF")


def upload(box, content: bytes, mime_type: str, filename: str = "locandina.png", **fields: str):
    """Upload a file; the response."""
    form = {"messaging_product": "whatsapp", "type": mime_type} | fields
    return box.graph("POST", f"{NUMBER}/media", data=form, files={"file": (filename, content, mime_type)})


@pytest.mark.parametrize(
    ("content", "mime_type", "kind"),
    [(PNG, "image/png", "image"), (JPEG, "image/jpeg", "image"), (PDF, "application/pdf", "document")],
)
def test_an_uploaded_file_can_be_sent_and_seen(box, content, mime_type, kind):
    media_id = upload(box, content, mime_type).json()["id"]
    described = box.graph("GET", media_id).json()
    assert (described["mime_type"], described["file_size"]) == (mime_type, str(len(content)))
    box.control("say", {"citizen": ANNA, "text": "Ciao"})
    parts = {"type": kind, "text": None, kind: {"id": media_id, "caption": "Sagra"}}
    assert box.post(message(**parts)).status_code == 200
    shown = box.control("phones/" + ANNA)["bubbles"][-1]
    assert (shown["header"]["kind"], shown["header"]["title"], shown["text"]) == (
        kind,
        "locandina.png",
        "Sagra",
    )
    file = box.http.get(box.url + shown["header"]["url"])
    assert (file.content, file.headers["Content-Type"]) == (content, mime_type)
    assert box.accepted()[0]["media"] == media_id
    assert box.control("counts")["uploads"] == 1


@pytest.mark.parametrize(
    ("content", "mime_type", "code"),
    [
        (PNG, "image/jpeg", 131053),
        (b"%PDF-1.7", "image/png", 131053),
        (PNG + b"\0" * 5 * 1024 * 1024, "image/png", 131053),
        (PNG, "image/gif", 100),
        (b"", "application/pdf", 131053),
    ],
    ids=["another type", "a PDF as picture", "too large", "an unknown type", "empty"],
)
def test_bad_files_are_refused(box, content, mime_type, code):
    assert upload(box, content, mime_type).json()["error"]["code"] == code
    assert box.control("counts")["uploads"] == 0


def test_the_product_must_be_named(box):
    assert upload(box, PNG, "image/png", messaging_product="sms").json()["error"]["code"] == 100


def test_a_body_that_is_no_form_is_refused(box):
    assert box.graph("POST", f"{NUMBER}/media", json={}).json()["error"]["code"] == 100


@pytest.mark.parametrize("content", [PNG, b"\r\n--x\r\n" + PDF, b"Content: no\r\n\r\n" + PDF])
def test_any_bytes_survive_the_upload(box, content):
    whole = PNG + content
    media_id = upload(box, whole, "image/png").json()["id"]
    assert box.http.get(f"{box.url}/simulator/media/{media_id}").content == whole


def test_a_picture_is_not_sent_as_a_document(box):
    box.control("say", {"citizen": ANNA, "text": "Ciao"})
    media_id = upload(box, PNG, "image/png").json()["id"]
    parts = {"type": "document", "text": None, "document": {"id": media_id}}
    assert box.post(message(**parts)).json()["error"]["code"] == 131053


def test_a_deleted_file_is_gone(box):
    media_id = upload(box, PNG, "image/png").json()["id"]
    assert box.graph("DELETE", media_id).json() == {"success": True}
    assert box.graph("GET", media_id).json()["error"]["error_subcode"] == 33


def test_the_first_page_of_a_pdf_is_drawn(box):
    media_id = upload(box, PDF, "application/pdf").json()["id"]
    picture = box.http.get(f"{box.url}/simulator/media/{media_id}/thumbnail")
    assert Image.open(io.BytesIO(picture.content)).width == 480


def test_a_pdf_that_cannot_be_drawn_has_no_picture(box):
    media_id = upload(box, b"%PDF-1.7 broken", "application/pdf").json()["id"]
    assert box.http.get(f"{box.url}/simulator/media/{media_id}/thumbnail").status_code == 404


def sample(box, content: bytes, mime_type: str) -> str:
    """Send a sample for template review; its handle."""
    query = {"file_name": "a.png", "file_length": str(len(content)), "file_type": mime_type}
    session = box.graph("POST", f"{APP}/uploads", params=query).json()["id"]
    headers = {"Authorization": "OAuth token-of-the-tests", "file_offset": "0"}
    return box.graph("POST", session, data=content, headers=headers).json()["h"]


def test_a_template_with_a_picture_takes_a_picture(box):
    header = {
        "type": "HEADER",
        "format": "IMAGE",
        "example": {"header_handle": [sample(box, PNG, "image/png")]},
    }
    created = box.graph("POST", f"{ACCOUNT}/message_templates", json=definition(components=[header, BODY]))
    assert created.json()["status"] == "APPROVED"
    picture = {"id": upload(box, PNG, "image/png").json()["id"]}
    document = {"id": upload(box, PDF, "application/pdf").json()["id"]}
    good = template(header=[{"type": "image", "image": picture}])
    assert box.post(message(**good)).status_code == 200
    for wrong in (template(), template(header=[{"type": "document", "document": document}])):
        assert box.post(message(**wrong)).json()["error"]["code"] == 132012


def test_a_sample_has_the_announced_length(box):
    query = {"file_name": "a.png", "file_length": "1", "file_type": "image/png"}
    session = box.graph("POST", f"{APP}/uploads", params=query).json()["id"]
    answer = box.graph("POST", session, data=PNG, headers={"file_offset": "0"}).json()
    assert answer["error"]["code"] == 100
