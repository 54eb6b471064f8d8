"""Files that the service makes out of what it has, once each, beside the attachments; messages' pictures, too.

Whatever lies there can be made again: it is in no backup, and may be taken away at any time. A name says what the
file was made of, so what has changed has another name.
"""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from broadcasts.content.checked_files import web_copy
from broadcasts.launching.published import published
from broadcasts.models import Campaign
from broadcasts.rules.attachments import AttachmentRefused

from .page_cache import SECONDS_ELSEWHERE
from .pages import gone
from .wording import Message

FOLDER = "made"
"""The folder below MEDIA_ROOT; deploy/backup/backup.sh leaves it out."""
WAIT = 5
"""Seconds after which a browser may ask again."""


def made(name: str, make: Callable[[], bytes]) -> Path:
    """The file of this name, "pictures/…", made if it is not there. It is there whole, or not at all.

    Of two who make it at once each makes a whole one. Raises what `make` raises; those who read and draw take turns
    (`untrusted_files`), so that the site has threads for everybody else.
    """
    place = Path(settings.MEDIA_ROOT) / FOLDER / name
    if not place.exists():
        _write(place, make())
    return place


def answer(
    request: HttpRequest, place: Path, content_type: str, *, name: str = "", is_saved: bool = False
) -> HttpResponseBase:
    """The file to a browser, under a name: 304 to who has it; saved rather than shown where it is to be."""
    etag = f'"{place.name}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    return FileResponse(
        place.open("rb"),
        as_attachment=is_saved,
        filename=name,
        content_type=content_type,
        headers={"Cache-Control": f"public, max-age={SECONDS_ELSEWHERE}", "ETag": etag},
    )


def not_now() -> HttpResponse:
    """Answer 503: other files are being read or made, try again in a moment."""
    return HttpResponse(status=503, headers={"Retry-After": str(WAIT), "Cache-Control": "no-store"})


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, delete=False) as written:
        written.write(content)
    os.replace(written.name, place)


@require_safe
def picture(request: HttpRequest, pk: int, width: int) -> HttpResponseBase:
    """A copy at most `width` pixels wide, one of Message.picture's; 503 while too many files are being read."""
    now = timezone.now()
    found = Message(get_object_or_404(published(now), pk=pk), now)
    if found.withdrawal and found.campaign.attachment:
        return gone(found.path)
    if not found.picture or width not in found.picture["widths"]:
        raise Http404
    try:
        return answer(request, copy_of(found.campaign, width), "image/webp")
    except AttachmentRefused:
        return not_now()


def copy_of(campaign: Campaign, width: int) -> Path:
    """Make a copy of the stored picture in a child process, once. Raises AttachmentRefused."""

    def make() -> bytes:
        with campaign.attachment.open("rb") as file:
            return web_copy(file.read(), width)

    stem = Path(str(campaign.attachment.name)).stem
    return made(f"pictures/{stem}-{width}.webp", make)
