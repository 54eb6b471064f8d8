"""The settings that are permitted and weaken the service: `check --deploy` warns, the data-protection officer reads.

A trial or a very small office may need them; in each case somebody has to know that they are so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cascina_whatsapp.security.mail import NOWHERE

from .configuration import addresses

META = "graph.facebook.com"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
WRONG_PORTS = {(465, False), (587, True), (25, True)}
"""Ports of a mail server with a TLS from the first word, or without one, where the other way is spoken."""
MANY_PROCESSES, MANY_THREADS = 64, 1000
"""More than the machine of a Comune has use for."""


@dataclass(frozen=True)
class Weakness:
    """One setting that is permitted, a sentence in Italian that says what it opens, and when it is so."""

    id: str
    """The id of Django's warning; the same for good."""
    setting: str
    sentence: str
    holds: Callable[[Any], bool]
    concerns_people: bool = True
    """True where the data-protection officer reads of it, too."""


def found(settings: Any) -> list[Weakness]:
    """List the weaknesses of these settings, in the order of their ids."""
    return [weak for weak in WEAKNESSES if weak.holds(settings)]


def _mail_in_clear(settings: Any) -> bool:
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    return settings.EMAIL_BACKEND == SMTP and settings.EMAIL_HOST not in addresses.HERE and not encrypted


def _database_in_clear(settings: Any) -> bool:
    database = settings.DATABASES["default"]
    return database.get("OPTIONS", {}).get("sslmode") in ("disable", "allow", "prefer")


WEAKNESSES = (
    Weakness(
        "W131",
        "SECOND_FACTOR_REQUIRED",
        "Si entra anche con la sola password.",
        lambda settings: not settings.SECOND_FACTOR_REQUIRED,
    ),
    Weakness(
        "W132",
        "LAUNCH_GRACE_SECONDS",
        "Un'approvazione data per errore non si può più ritirare.",
        lambda settings: settings.LAUNCH_GRACE_SECONDS == 0,
    ),
    Weakness(
        "W133",
        "APPROVE_OWN_BROADCASTS",
        "Chi scrive un messaggio lo può approvare da solo.",
        lambda settings: settings.APPROVE_OWN_BROADCASTS,
    ),
    Weakness(
        "W134",
        "REDIS_URL",
        "I compiti del servizio passano a un'altra macchina senza cifratura verificata.",
        lambda settings: (
            addresses.leaves(settings.REDIS_URL)
            and not (
                settings.REDIS_URL.startswith("rediss://") and "ssl_cert_reqs=required" in settings.REDIS_URL
            )
        ),
    ),
    Weakness(
        "W135",
        "EMAIL_URL",
        "Le e-mail passano in chiaro al server di posta, su un'altra macchina.",
        _mail_in_clear,
    ),
    Weakness(
        "W136",
        "WHATSAPP_API_URL",
        "I messaggi e la chiave per mandarli vanno a un indirizzo che non è di WhatsApp.",
        lambda settings: addresses.host_of(settings.WHATSAPP_API_URL) != META,
    ),
    Weakness(
        "W137",
        "TRAIL_SYSLOG",
        "Le tracce restano solo qui: chi amministra il server le può riscrivere.",
        lambda settings: not settings.TRAIL_SYSLOG,
    ),
    Weakness(
        "W138",
        "DATABASE_URL",
        "Numeri e testi passano alla base di dati, su un'altra macchina, senza una cifratura certa.",
        _database_in_clear,
    ),
    Weakness(
        "W139",
        "EMAIL_URL",
        "Le e-mail non partono: restano su questa macchina, inviti compresi, dove altri le leggono.",
        lambda settings: settings.EMAIL_BACKEND not in (SMTP, NOWHERE),
    ),
    Weakness(
        "W140",
        "ALERT_EMAILS",
        "Se qualcosa si guasta non lo sa nessuno: non c'è chi riceva le e-mail di allarme.",
        lambda settings: not settings.ALERT_EMAILS or settings.EMAIL_BACKEND == NOWHERE,
    ),
    Weakness(
        "W141",
        "TRUSTED_PROXIES",
        "Con https c'è un proxy davanti: contandone 0, chi prova password altrui blocca anche i colleghi.",
        lambda settings: settings.HTTPS and settings.TRUSTED_PROXIES == 0,
    ),
    Weakness(
        "W142",
        "TRUSTED_PROXIES",
        "Il servizio arriva con un proxy solo: se davanti non ce ne sono di più, chi prova password si sceglie "
        "l'indirizzo da cui sembra arrivare.",
        lambda settings: settings.TRUSTED_PROXIES > 1,
    ),
    Weakness(
        "W143",
        "EMAIL_URL",
        "La porta non è quella di questa cifratura: con smtp+tls è 587, con smtp+ssl 465.",
        lambda settings: (settings.EMAIL_PORT, settings.EMAIL_USE_SSL) in WRONG_PORTS,
        concerns_people=False,
    ),
    Weakness(
        "W144",
        "WORKER_PROCESSES",
        f"Sono più di {MANY_PROCESSES} processi: la macchina di un Comune finirebbe la memoria.",
        lambda settings: settings.WORKER_PROCESSES > MANY_PROCESSES,
        concerns_people=False,
    ),
    Weakness(
        "W145",
        "WHATSAPP_SENDER_THREADS",
        f"Sono più di {MANY_THREADS} chiamate insieme per processo: nessun numero di WhatsApp ne regge tante.",
        lambda settings: settings.WHATSAPP_SENDER_THREADS > MANY_THREADS,
        concerns_people=False,
    ),
)
"""Each is a row: a new one needs nothing else."""
