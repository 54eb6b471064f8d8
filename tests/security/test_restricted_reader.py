"""A reader that a file has taken over reaches nothing: no file, no process, no key, no network.

What is tried is harmless by itself, and asks whether it would be let: all of it was, or much, before.
"""

import errno
import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image
from pypdfium2 import PdfDocument

from broadcasts.rules.announced import readers as readers_of_sources
from broadcasts.rules.attachments import readers
from cascina_whatsapp.security import untrusted_files
from cascina_whatsapp.security.untrusted_files import child
from cascina_whatsapp.settings import checks
from subscribers.rules import lists
from tests.builders import NOW
from tests.journeys.stack import BASE

from . import hostile_readers

pytestmark = pytest.mark.skipif(
    not untrusted_files.refuses_network(), reason="not enforced for this system, or this processor"
)
with_landlock = pytest.mark.skipif(
    not untrusted_files.shuts_files(), reason="this kernel has no Landlock, or keeps it from us"
)
REFUSED = (errno.EPERM, errno.EACCES)


def met(what: str, at: object) -> object:
    """What a file from outside meets that tries this; the way is named, since other tests read at once."""
    wanted = json.dumps({"what": what, "at": at}).encode()
    return untrusted_files.read(hostile_readers.attempt, wanted, way=child.ASIDE)[0]["met"]


@pytest.fixture
def attachment(tmp_path: Path) -> Path:
    """A file of the service's own, which anybody on this machine may read and write."""
    file = tmp_path / "attachment.pdf"
    file.write_bytes(b"%PDF-")
    file.chmod(0o666)
    return file


@with_landlock
@pytest.mark.parametrize(
    "place",
    [
        "/proc/{parent}/environ",
        "/proc/{parent}/maps",
        "/proc/{parent}/mem",
        "/proc/{parent}/fd/0",
        "/proc/{grandparent}/environ",
        "/proc/self/environ",
        "/proc/self/mem",
        "/proc/1/environ",
        "/sys/kernel/uevent_seqnum",
        "/etc/passwd",
        "/etc/hostname",
        "{base}/pyproject.toml",  # beside which .env lies
        "{base}/cascina_whatsapp/settings/__init__.py",
        "{base}/tests/../pyproject.toml",
        "{base}/broadcasts/tasks.py",
    ],
)
def test_no_file_is_read_but_code(place: str):
    there = place.format(parent=os.getpid(), grandparent=os.getppid(), base=BASE)
    assert met("read", there) in REFUSED


@with_landlock
def test_no_file_of_the_service_is_read(attachment: Path):
    assert met("read", str(attachment)) in REFUSED
    assert met("list", str(attachment.parent)) in REFUSED


@with_landlock
@pytest.mark.parametrize("folder", ["/", "/etc", "/proc", "/dev", "/var", "/home", "{base}"])
def test_no_folder_is_listed_but_code_s(folder: str):
    assert met("list", folder.format(base=BASE)) in REFUSED


def image(kind: str, mode: str = "RGB", **options: object) -> bytes:
    """A picture as a program saves it."""
    saved = BytesIO()
    Image.effect_noise((120, 90), 60).convert(mode).save(saved, kind, **options)
    return saved.getvalue()


def pdf() -> bytes:
    """An empty page."""
    saved = BytesIO()
    with PdfDocument.new() as document:
        document.new_page(595, 842)
        document.save(saved)
    return saved.getvalue()


def workbook() -> bytes:
    """A list of one person."""
    saved, book = BytesIO(), Workbook()
    for line in (["numero", "data", "canale", "riferimento"], ["3331234567", "2026-01-01", "carta", "1"]):
        book.active.append(line)
    book.save(saved)
    return saved.getvalue()


def announced(content: bytes, kind: str) -> bytes:
    """The file of a source."""
    return readers_of_sources.packed(content, address="https://a.example/", content_type=kind, now=NOW)


CALENDAR = b"""BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T100000Z\r\n\
DTSTART;TZID=Europe/Rome:20261201T100000\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\nSUMMARY:Fiera\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n"""
FEED = b"""<rss version='2.0'><channel><title>Notizie</title><item><title>Fiera</title><guid>1</guid>
<link>https://a.example/1</link><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
PAGE = b"<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>"


@pytest.mark.parametrize(
    ("reader", "content", "told"),
    [
        (readers.image, image("JPEG"), "width"),
        (readers.image, image("PNG"), "width"),
        (readers.image, image("PNG", "LA"), "width"),
        (readers.image, image("WEBP"), "width"),
        (readers.image, image("BMP"), "width"),
        (readers.image, image("TIFF", compression="tiff_lzw"), "width"),
        (readers.image, image("GIF"), "width"),
        (readers.image, image("AVIF"), "width"),
        (readers.image_picture, image("JPEG"), None),
        (readers.web_copy_480, image("JPEG"), None),
        (readers.pdf, pdf(), "pages"),
        (readers.pdf_picture, pdf(), None),
        (lists.listed, b"numero;data;canale;riferimento\n3331234567;2026-01-01;carta;1\n", "rows"),
        (lists.listed, workbook(), "rows"),
        (readers_of_sources.announced, announced(CALENDAR, "text/calendar"), "items"),
        (readers_of_sources.announced, announced(FEED, "application/rss+xml"), "items"),
        (readers_of_sources.announced, announced(PAGE, "text/html"), "links"),
    ],
)
def test_every_kind_of_file_is_read_all_the_same(
    reader: untrusted_files.Reader, content: bytes, told: str | None
):
    facts, made = untrusted_files.read(reader, content, way=child.ASIDE)
    assert "refused" not in facts
    assert facts[told] if told else made


def test_its_own_code_is_read():
    """A reader may open what it needs, or every answer above would say little."""
    assert met("read", hostile_readers.__file__) == hostile_readers.DONE
    assert met("list", str(Path(os.__file__).parent)) == hostile_readers.DONE


@pytest.mark.parametrize(
    "what",
    [
        "write",
        "empty",
        "create",
        "delete",
        "rename",
        "link",
        "make a folder",
        "close to others",
        "give away",
        "change its times",
        "go there",
    ],
)
def test_nothing_is_written_changed_or_deleted(what: str, attachment: Path):
    before = attachment.stat()
    assert met(what, str(attachment)) in REFUSED
    after = attachment.stat()
    assert (after.st_mode, after.st_uid, after.st_mtime_ns) == (
        before.st_mode,
        before.st_uid,
        before.st_mtime_ns,
    )
    assert attachment.read_bytes() == b"%PDF-"
    assert os.listdir(attachment.parent) == [attachment.name]


@pytest.mark.parametrize(
    "what",
    [
        "ask by kill",
        "kill",
        "kill a thread",
        "kill a thread of a group",
        "queue a signal",
        "hold a process",
        "limit a process",
        "slow down a process",
        "move a process",
        "attach",
    ],
)
def test_no_process_is_reached(what: str):
    assert met(what, os.getpid()) in REFUSED


@pytest.mark.parametrize(
    "what",
    [
        "fork",
        "run",
        "leave the session",
        "leave the group",
        "connect",
        "connect by IPv6",
        "connect on this machine",
        "connect to the kernel",
        "a pair of sockets",
        "ring",
        "program the kernel",
        "a file of memory",
    ],
)
def test_nothing_is_begun(what: str):
    assert met(what, None) in REFUSED


def test_no_thread_is_begun():
    assert met("thread", None) == "can't start new thread"


@pytest.mark.parametrize(("has_landlock", "warned"), [(True, False), (False, True)])
def test_where_files_are_not_shut_the_operator_is_told(has_landlock: bool, warned: bool, monkeypatch):
    """A kernel without Landlock, told apart by its answer alone."""
    monkeypatch.setattr(child, "LANDLOCK_CREATE", 444 if has_landlock else 1_000_000)
    if not has_landlock or untrusted_files.shuts_files():
        assert any(one.id == "cascina.W102" for one in checks.readers_are_confined(None)) is warned
