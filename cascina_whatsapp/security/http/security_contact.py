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

SOON = timedelta(days=30)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contacts and until when they hold; 404 where nobody has given any, or they hold no more."""
    until = settings.SECURITY_EXPIRES
    if not settings.SECURITY_CONTACTS or until is None or until < timezone.now().date():
        raise Http404
    lines = [
        *(
            f"Contact: {contact if ':' in contact else f'mailto:{contact}'}"
            for contact in settings.SECURITY_CONTACTS
        ),
        f"Expires: {until:%Y-%m-%d}T23:59:59Z",
        "Preferred-Languages: it, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    return HttpResponse("\r\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@checks.register(deploy=True)
def somebody_can_be_told(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A warning where there is no contact, or one that holds for less than a month."""
    until, today = settings.SECURITY_EXPIRES, timezone.now().date()
    if not settings.SECURITY_CONTACTS or until is None:
        sentence = "SECURITY_CONTACTS o SECURITY_EXPIRES: manca, e nessuno può segnalarvi una falla."
    elif until < today + SOON:
        sentence = "SECURITY_EXPIRES: scade, o è scaduto. Controlla che il contatto valga ancora, e sposta il giorno."
    else:
        return []
    return [checks.Warning(sentence, id="cascina.W111")]
