"""The attachments that a broadcast may have: images and PDFs, judged by their content, never by their name.

Nothing here knows where files are kept: bytes come in, bytes that WhatsApp accepts go out.
"""

from .facts import AttachmentRefused, CheckedImage, CheckedPdf

__all__ = ["AttachmentRefused", "CheckedImage", "CheckedPdf"]
