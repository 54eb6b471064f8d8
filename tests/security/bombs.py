"""Small files that ask for enormous work, each made on the spot."""

import io
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

MEGABYTE = 1024 * 1024
DEPTH, TIMES = 9, 10
"""Nine drawings inside each other, each shown ten times: a thousand million rectangles in 2 KB."""


def pdf() -> bytes:
    """One page that draws a form, which draws the next one ten times, and so on."""
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {} >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.format(_next_form(5)),
        _stream("", "/F Do"),
        *(_form(number) for number in range(5, 5 + DEPTH)),
        _stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", "0 0 300 400 re f"),
    ]
    return _assembled(objects)


def _form(number: int) -> str:
    header = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources {_next_form(number + 1)}"
    return _stream(header, "/F Do " * TIMES)


def _next_form(number: int) -> str:
    return f"<< /XObject << /F {number} 0 R >> >>"


def _stream(header: str, drawing: str) -> str:
    return f"<< {header} /Length {len(drawing)} >>\nstream\n{drawing}\nendstream"


def _assembled(objects: list[str]) -> bytes:
    body, offsets = "%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


def png(side: int = 20_000) -> bytes:
    """A square of one colour: 50 KB that become 1,2 GB."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    line, packer = b"\0" + b"\x80" * (3 * side), zlib.compressobj(1)
    drawing = b"".join([*(packer.compress(line) for _ in range(side)), packer.flush()])
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", drawing), (b"IEND", b""))
    )


def xlsx(size: int = 31 * MEGABYTE) -> bytes:
    """A workbook whose only sheet unpacks to so many bytes of cells, eight million of them: 100 KB."""
    book, file = Workbook(), io.BytesIO()
    book.active.append(["numero", "data", "canale", "riferimento"])
    book.save(file)
    row = b"<row>" + b"<c/>" * 1000 + b"</row>"
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row * (size // len(row))
        + b"</sheetData></worksheet>"
    )
    packed = io.BytesIO()
    with ZipFile(file) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return packed.getvalue()


def csv(size: int = 10 * MEGABYTE) -> bytes:
    """One line without an end: our four headings, and five million more."""
    return b"numero;data;canale;riferimento" + b";a" * (size // 2 - 20)
