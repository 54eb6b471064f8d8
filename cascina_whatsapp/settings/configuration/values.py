"""Rules for what is no address: ids of Meta's, e-mail addresses, hosts, folders; keys that nobody guesses."""

import os
import re
from collections.abc import Iterable
from email.utils import parseaddr
from pathlib import Path

from .problems import Fault, Kind, Rule

EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
NAME_OF_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?", re.IGNORECASE)
IPV6 = re.compile(r"\[[0-9a-f:.]+\]", re.IGNORECASE)
MANY_OWNERS = re.compile(r"\.([a-z]{2}\.|gov\.|edu\.)?[a-z]+\.?", re.IGNORECASE)
"""An end of names that many share: .it, .pi.it, .gov.it."""
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def meta_id(value: str) -> Fault | None:
    """An id of Meta's: digits alone, about fifteen of them."""
    if value.isascii() and value.isdecimal():
        return None
    return Fault(
        "non è un identificativo di Meta, che ha solo cifre",
        "Copialo dal pannello di Meta: non è il numero di telefono",
    )


def telegram_token(value: str) -> Fault | None:
    """A bot's token: its number, a colon, thirty-five letters and digits or so."""
    if re.fullmatch(r"[0-9]{5,20}:[A-Za-z0-9_-]{20,}", value):
        return None
    return Fault("non è la chiave di un bot", "Copiala da @BotFather: un numero, i due punti e il resto")


def telegram_channel(value: str) -> Fault | None:
    """A channel: @name of a public one, or its number."""
    if re.fullmatch(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-100[0-9]{5,}", value):
        return None
    return Fault(
        "non è un canale di Telegram", "Scrivi @nome del canale, oppure il suo numero, che comincia con -100"
    )


def email(value: str) -> Fault | None:
    """An e-mail address, alone or behind a name: `Comune <urp@example.it>`."""
    # Python before 3.11.10 reads the first of two addresses, and says nothing of the semicolon between them.
    if ";" not in value and EMAIL.fullmatch(parseaddr(value)[1]):
        return None
    return Fault("non è un indirizzo e-mail", "Scrivi nome@dominio; più indirizzi si separano con la virgola")


def contact(value: str) -> Fault | None:
    """Check how the keeper of a service's safety is reached: an e-mail address or a page (RFC 9116)."""
    if value.startswith(("https://", "mailto:", "tel:")):
        return None
    return email(value) and Fault(
        "non è un indirizzo e-mail né una pagina", "Scrivi nome@dominio oppure https://…"
    )


def host(value: str) -> Fault | None:
    """A host that the service answers to; `.example.it` means its subdomains, too."""
    remedy = "Scrivi solo il nome, per esempio whatsapp.comune.example.it"
    if value == "*":
        return Fault(
            "«*» accetta qualunque nome, e chi lo sceglie lo ritrova nei collegamenti delle nostre e-mail",
            remedy,
        )
    if MANY_OWNERS.fullmatch(value):
        return Fault("sotto questo nome ci sono i siti di tutti", remedy)
    if NAME_OF_HOST.fullmatch(value.removeprefix(".")) or IPV6.fullmatch(value):
        return None
    return Fault("un nome di sito non ha https://, barre o porta", remedy)


def answers_to(hosts: Iterable[str], host: str) -> bool:
    """Tell whether one of these names of `host` above means a host."""
    return any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in hosts)


def is_lost_at_restart(path: Path) -> bool:
    """Tell whether a folder is one that the system empties: with PrivateTmp at each start of a process."""
    return any(path.is_relative_to(place) for place in ("/tmp", "/var/tmp", "/dev/shm", "/run"))  # noqa: S108


def domain(value: str) -> Fault | None:
    """A domain whose pages are the town hall's."""
    if DOMAIN.fullmatch(value):
        return None
    return Fault(
        "un dominio non ha https:// né barre", "Scrivi solo il dominio, per esempio comune.cascina.pi.it"
    )


def folder(value: str) -> Fault | None:
    """A folder that this process can write to, or can make beside others that are there."""
    path = Path(value)
    if not path.is_absolute():
        return Fault("il percorso non comincia con «/»", "Scrivi il percorso intero", Kind.UNREADABLE)
    existing = path if path.exists() else path.parent
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return None
    return Fault(
        "in questa cartella non si può scrivere",
        "Creala e dalla all'utente del servizio (mkdir -p, chown), oppure indicane un'altra",
        Kind.UNREADABLE,
    )


LEAST_KINDS = 5
"""Different characters of a key, as Django asks of its own: "aaaa…" is long, too."""
RANDOM = 'Fanne una: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
MADE = "Fanne una: cascina make_key"
FROM_META = "Copialo di nuovo dal pannello di Meta"
AT_META = "Si copia dal pannello di Meta"


def key(least: int, remedy: str = RANDOM, *, blanks: bool = False) -> Rule:
    """A rule for secrets of at least `least` bytes (256 random bits make a key: RFC 2104, section 3).

    `blanks`: whether a space may stand inside; of most it came along when they were copied.
    """

    def judge(value: str) -> Fault | None:
        if not blanks and re.search(r"\s", value):
            return Fault("c'è uno spazio in mezzo", remedy)
        if len(value.encode()) < least:
            return Fault(f"ha meno di {least} caratteri, e si può indovinare", remedy)
        if len(set(value)) < LEAST_KINDS:
            return Fault("ripete sempre gli stessi caratteri, e si può indovinare", remedy)
        return None

    return judge
