"""A site of three pages for a real web server: one takes files as ours do, one waits for a child, one is quick."""

from collections.abc import Iterable
from typing import Any

from broadcasts.content.attachments.checked_files import check_pdf
from broadcasts.rules.attachments import AttachmentRefused
from cascina_whatsapp.security import untrusted_files
from cascina_whatsapp.security.http.whole_bodies import WholeBodies
from tests.patience import files_may_take_long

from . import child_readers


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """POST: what the clerk reads. GET /never: a file that is never done. Anything else: "ok"."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "POST":
        return [said_of(environ["wsgi.input"].read()).encode()]
    if environ["PATH_INFO"] == "/never":
        files_may_take_long()
        untrusted_files.read(child_readers.never_answer, b"")
    return [b"ok"]


def said_of(content: bytes) -> str:
    """Why the file is refused."""
    try:
        check_pdf(content)
    except AttachmentRefused as refusal:
        return str(refusal)
    return "taken"


front = WholeBodies(application)
