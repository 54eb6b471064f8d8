"""Tables that colleagues take away from a page, for Excel or as data; the trail knows of each before it leaves."""

from collections.abc import Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils import timezone

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

from .components import colleague
from .formatting.sheets import workbook
from .formatting.tables import Row, written

FILES = {"excel": "Per Excel", "data": "Dati (CSV)"}
"""What a button posts as `file` → its words."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 4 * 1024 * 1024
"""Bytes of a file to be taken away that are kept in memory; more go to the disk."""


def nameless() -> IO[bytes]:
    """Open a file without a name, gone once it is closed: whole before it leaves, it keeps no thread waiting."""
    return SpooledTemporaryFile(IN_MEMORY, dir=str(settings.VAR_DIR))


def take_away(
    request: HttpRequest,
    *,
    name: str,
    about: str,
    data: Iterable[Row],
    sheets: Mapping[str, Iterable[Row]] | None = None,
) -> FileResponse:
    """Answer with `sheets` as a workbook where that was asked for, else with `data` as CSV. `name`: the file's,
    without its ending.
    """
    kind = "excel" if sheets and request.POST.get("file") == "excel" else "data"
    trail.record(Event.EXPORTED, by=colleague(request), now=timezone.now(), about=f"{about}: {FILES[kind]}")
    file = nameless()
    if sheets and kind == "excel":
        workbook(sheets, file)
        return taken(file, f"{name}.xlsx", XLSX)
    file.writelines(written(data))
    return taken(file, f"{name}.csv", "text/csv; charset=utf-8")


def taken(file: IO[bytes], name: str, content_type: str) -> FileResponse:
    """Answer with a file that was written to its end; sending it closes it."""
    size = file.tell()
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["Content-Length"] = str(size)
    return response
