"""The picture or the document of a published message, as others refer to it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from .wording import Message

PDF = "application/pdf"
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": PDF,
}


@dataclass(frozen=True)
class FileOfMessage:
    """The file of a message: its whole address, its type (RFC 6838) and its size in bytes."""

    url: str
    content_type: str
    size: int


def type_of(name: str) -> str:
    """The content type of a file that is called so; "" of one that we don't publish."""
    return TYPES.get("." + name.lower().rpartition(".")[2], "")


def file_of(message: Message) -> FileOfMessage | None:
    """Find the file of a message; None without one, where it is lost, or where the message was withdrawn."""
    stored = message.campaign.attachment
    content_type = type_of(str(stored.name))
    if not message.has_file or not content_type:
        return None
    url = f"{settings.SITE_URL}{reverse('public_file', args=[message.campaign.pk])}"
    return FileOfMessage(url, content_type, stored.size)
