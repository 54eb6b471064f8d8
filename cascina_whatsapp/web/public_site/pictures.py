"""The picture of a published message for a page: light copies, whatever was sent."""

from pathlib import Path

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadcasts.content.checked_files import web_copy
from broadcasts.content.published import published
from broadcasts.models import Campaign
from broadcasts.rules.attachments import AttachmentRefused

from . import errors, made_files
from .wording import Message


@require_safe
def picture(request: HttpRequest, pk: int, width: int) -> HttpResponseBase:
    """A copy at most `width` pixels wide, one of Message.picture's; 503 while too many files are being read."""
    now = timezone.now()
    found = Message(get_object_or_404(published(now), pk=pk), now)
    if found.withdrawal and found.campaign.attachment:
        return errors.gone(found.path)
    if not found.picture or width not in found.picture["widths"]:
        raise Http404
    try:
        return made_files.answer(request, copy_of(found.campaign, width), "image/webp")
    except (AttachmentRefused, made_files.Later):
        return made_files.not_now()


def copy_of(campaign: Campaign, width: int) -> Path:
    """Make a copy of the stored picture in a child process, once. Raises AttachmentRefused, Later."""

    def make() -> bytes:
        with campaign.attachment.open("rb") as file:
            return web_copy(file.read(), width)

    stem = Path(str(campaign.attachment.name)).stem
    return made_files.made(f"pictures/{stem}-{width}.webp", make)
