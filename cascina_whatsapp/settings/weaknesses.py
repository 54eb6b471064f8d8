# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings that are permitted and weaken the service: `check --deploy` warns, the data-protection officer reads.

A trial or a very small office may need them; in each case somebody has to know that they are so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .configuration import addresses

META = "graph.facebook.com"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class Weakness:
    """One setting as it is, and a sentence in Italian that says what it opens."""

    id: str
    """The id of Django's warning; the same for good."""
    setting: str
    sentence: str


def found(settings: Any) -> Iterator[Weakness]:
    """Yield the weaknesses of these settings, in the order of their ids."""
    if not settings.SECOND_FACTOR_REQUIRED:
        yield Weakness("W131", "SECOND_FACTOR_REQUIRED", "Si entra anche con la sola password.")
    if settings.LAUNCH_GRACE_SECONDS == 0:
        yield Weakness(
            "W132", "LAUNCH_GRACE_SECONDS", "Un'approvazione data per errore non si può più ritirare."
        )
    if settings.APPROVE_OWN_BROADCASTS:
        yield Weakness("W133", "APPROVE_OWN_BROADCASTS", "Chi scrive un messaggio lo può approvare da solo.")
    if _leaves(settings.REDIS_URL) and not _is_proven(settings.REDIS_URL):
        yield Weakness(
            "W134",
            "REDIS_URL",
            "I compiti del servizio passano a un'altra macchina senza cifratura verificata.",
        )
    if (
        settings.EMAIL_BACKEND == SMTP
        and _is_elsewhere(settings.EMAIL_HOST)
        and not _mail_is_encrypted(settings)
    ):
        yield Weakness(
            "W135", "EMAIL_URL", "Le e-mail passano in chiaro al server di posta, su un'altra macchina."
        )
    if addresses.host_of(settings.WHATSAPP_API_URL) != META:
        yield Weakness(
            "W136",
            "WHATSAPP_API_URL",
            "I messaggi e la chiave per mandarli vanno a un indirizzo che non è di WhatsApp.",
        )
    if not settings.TRAIL_SYSLOG:
        yield Weakness(
            "W137", "TRAIL_SYSLOG", "Le tracce restano solo qui: chi amministra il server le può riscrivere."
        )


def _leaves(url: str) -> bool:
    """Tell whether what goes to this address leaves the machine; nothing does without an address."""
    return bool(url) and _is_elsewhere(addresses.host_of(url))


def _is_elsewhere(host: str) -> bool:
    return host not in addresses.HERE


def _is_proven(url: str) -> bool:
    return url.startswith("rediss://") and "ssl_cert_reqs=required" in url


def _mail_is_encrypted(settings: Any) -> bool:
    return bool(settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL)
