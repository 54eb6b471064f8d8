"""`/.well-known/security.txt` (RFC 9116): where somebody who has found a hole says so."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

HOLDS = timedelta(days=180)
"""The time for which who reads the contacts may believe them (RFC 9116: less than a year)."""


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contacts and until when they hold; 404 where nobody has given any."""
    if not settings.SECURITY_CONTACTS:
        raise Http404
    lines = [
        *(
            f"Contact: {contact if ':' in contact else f'mailto:{contact}'}"
            for contact in settings.SECURITY_CONTACTS
        ),
        f"Expires: {timezone.now() + HOLDS:%Y-%m-%d}T23:59:59Z",
        "Preferred-Languages: it, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    return HttpResponse("\r\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@checks.register(deploy=True)
def somebody_can_be_told(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A warning where there is no contact."""
    if settings.SECURITY_CONTACTS:
        return []
    return [
        checks.Warning("SECURITY_CONTACTS: manca, e nessuno può segnalarvi una falla.", id="cascina.W111")
    ]
