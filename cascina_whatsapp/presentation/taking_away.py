"""Tables that colleagues take away from a page, for Excel or as data; the trail knows of each before it leaves."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

from .components import colleague
from .formatting.sheets import workbook
from .formatting.tables import Row, written

FILES = {"excel": "Per Excel", "data": "Dati (CSV)"}
"""What a button posts as `file` → its words."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_away(
    request: HttpRequest,
    *,
    name: str,
    about: str,
    data: Iterable[Row],
    sheets: Mapping[str, Iterable[Row]] | None = None,
) -> StreamingHttpResponse:
    """Answer with `sheets` as a workbook where that was asked for, else with `data` as CSV, which leaves while it is
    being read. `name`: the file's, without its ending.
    """
    kind = "excel" if sheets and request.POST.get("file") == "excel" else "data"
    trail.record(Event.EXPORTED, by=colleague(request), now=timezone.now(), about=f"{about}: {FILES[kind]}")
    if not sheets or kind == "data":
        disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return StreamingHttpResponse(
            written(data), content_type="text/csv; charset=utf-8", headers=disposition
        )
    stream = BytesIO()
    workbook(sheets, stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
