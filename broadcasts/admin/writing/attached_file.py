# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only address that an attachment has: for who may see the broadcast, and shown only if it is what we let in."""

from pathlib import PurePath

from django.http import FileResponse, Http404

from broadcasts.content import message
from broadcasts.models import Campaign

SHOWN_IN_BROWSER = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
}


def attached_file(campaign: Campaign) -> FileResponse:
    """The file. Raises Http404 when there is none."""
    mime_type = SHOWN_IN_BROWSER.get(PurePath(campaign.attachment.name or "").suffix.lower())
    try:
        file = campaign.attachment.open("rb")
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=mime_type is None,
        content_type=mime_type or "application/octet-stream",
        filename=message.filename(campaign),
    )
