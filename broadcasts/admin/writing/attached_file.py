"""The only address that an attachment has: for who may see the broadcast, and typed only if it is what we let in."""

from pathlib import PurePath

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from broadcasts.content import message
from broadcasts.models import Campaign

PDF = "application/pdf"
MIME_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".pdf": PDF}


class AttachedFile:
    """The address: the attachment, for who may see the broadcast."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, pk: int) -> FileResponse:
        campaign = get_object_or_404(Campaign, pk=pk)
        if not self.admin.has_view_permission(request, campaign):
            raise PermissionDenied
        return attached_file(campaign)


def attached_file(campaign: Campaign) -> FileResponse:
    """The file; only a picture is shown in the browser. Raises Http404 when there is none."""
    mime_type = MIME_TYPES.get(PurePath(campaign.attachment.name or "").suffix.lower())
    try:
        file = campaign.attachment.open("rb")
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=mime_type in (PDF, None),
        content_type=mime_type or "application/octet-stream",
        filename=message.filename(campaign),
    )
