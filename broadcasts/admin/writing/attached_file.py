# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only address that an attachment has: for who may see the broadcast, and typed only if it is what we let in."""

from pathlib import PurePath

from django.http import FileResponse, Http404

from broadcasts.content import message
from broadcasts.models import Campaign

PDF = "application/pdf"
MIME_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".pdf": PDF}


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
