# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be attached to a broadcast: images and PDFs, judged by their content and never by their name.

Nothing here knows where files are kept: bytes come in, bytes that WhatsApp accepts go out.
"""

from .images import CheckedImage, check_image, image_thumbnail
from .pdfs import CheckedPdf, check_pdf, pdf_thumbnail
from .refusal import AttachmentRefused

__all__ = [
    "AttachmentRefused",
    "CheckedImage",
    "CheckedPdf",
    "check_image",
    "check_pdf",
    "image_thumbnail",
    "pdf_thumbnail",
]
