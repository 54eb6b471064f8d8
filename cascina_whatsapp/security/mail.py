"""E-mail to people of the town hall. Never the only way: what it says is also on the pages, and in the log."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
"""The backend where EMAIL_URL is empty: it says of every e-mail that it left."""
log = logging.getLogger(__name__)


def leaves() -> bool:
    """Tell whether e-mails leave at all."""
    return bool(settings.EMAIL_BACKEND != NOWHERE)


def send_email(addresses: list[str], subject: str, message: str) -> bool:
    """Send a message; False where there is nobody to tell, no e-mail leaves, or the server refuses (logged)."""
    if not addresses or not leaves():
        return False
    try:
        send_mail(f"[WhatsApp del Comune] {subject}", message, settings.DEFAULT_FROM_EMAIL, addresses)
    except (SMTPException, OSError) as problem:
        log.error("e-mail not sent: %s", type(problem).__name__)
        return False
    return True
