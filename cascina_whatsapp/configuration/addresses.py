# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules for addresses of servers and pages: scheme, host, and what nobody sees that it is there."""

import re
from urllib.parse import SplitResult, urlsplit

from .problems import Fault, Kind

HERE = ("127.0.0.1", "localhost", "::1")
"""Hosts that a connection reaches without leaving the machine."""
DATABASE = "Scrivi postgres://utente:password@127.0.0.1:5432/nome"
REDIS = "Scrivi redis://127.0.0.1:6379/0"
MAIL = "Scrivi smtp+tls://utente:password@server:587"
MAIL_SCHEMES = {"smtp", "smtps", "smtp+tls", "smtp+ssl"}
MAIL_NOWHERE = {"consolemail", "filemail", "memorymail", "dummymail"}
"""Django's other backends, as django-environ calls them."""


def host_of(url: str) -> str:
    """The host of an address in small letters, without port; "" where nobody can tell it."""
    parts = _parts(url)
    return parts.hostname or "" if parts else ""


def database(url: str) -> Fault | None:
    """PostgreSQL with the name of a database, or a file of SQLite (that needs EMBEDDED_MODE)."""
    scheme = _scheme(url)
    if scheme not in {"postgres", "postgresql", "sqlite"}:
        return _unreadable("l'indirizzo non comincia con postgres://", DATABASE)
    if scheme == "sqlite":
        return None
    if fault := _spoilt(url, DATABASE):
        return fault
    if not urlsplit(url).path.strip("/"):
        return _unreadable("manca il nome della base di dati", DATABASE)
    return None


def database_server(url: str) -> Fault | None:
    """The same without SQLite."""
    if _scheme(url) == "sqlite":
        return _unreadable("SQLite è solo per le prove", f"{DATABASE}; per una prova EMBEDDED_MODE=true")
    return database(url)


def redis(url: str) -> Fault | None:
    """Redis, as Kombu takes it."""
    if _scheme(url) not in {"redis", "rediss", "redis+socket"}:
        return _unreadable("l'indirizzo non comincia con redis:// (o rediss://, con TLS)", REDIS)
    return _spoilt(url, REDIS)


def mail_server(url: str) -> Fault | None:
    """A mail server, with the password of whoever signs in there."""
    scheme = _scheme(url)
    if scheme in MAIL_NOWHERE:
        return None
    if scheme not in MAIL_SCHEMES:
        return _unreadable("l'indirizzo non comincia con smtp+tls:// (o smtp+ssl://, smtp://)", MAIL)
    if fault := _spoilt(url, MAIL):
        return fault
    parts = urlsplit(url)
    if not parts.hostname:
        return _unreadable("manca il nome del server", MAIL)
    if parts.username and not parts.password:
        return Fault("c'è il nome utente ma manca la password", MAIL)
    return None


def meta(url: str) -> Fault | None:
    """Meta's Graph API, or a simulator on this machine."""
    remedy = "Scrivi https://graph.facebook.com"
    if fault := _no_page(url, remedy):
        return fault
    if _in_clear(url):
        return Fault("http:// verso un'altra macchina: il token e i messaggi viaggerebbero in chiaro", remedy)
    if urlsplit(url).path.strip("/"):
        return Fault(
            "dopo il nome del server c'è dell'altro", f"{remedy}: la versione è in WHATSAPP_API_VERSION"
        )
    return None


def telegram(url: str) -> Fault | None:
    """Telegram's Bot API, a server of one's own for it, or a simulator on this machine."""
    remedy = "Scrivi https://api.telegram.org"
    if fault := _no_page(url, remedy):
        return fault
    return (
        Fault("http:// verso un'altra macchina: il bot viaggerebbe in chiaro", remedy)
        if _in_clear(url)
        else None
    )


def site(url: str) -> Fault | None:
    """The public address: scheme and host, nothing behind. In clear on this machine alone."""
    remedy = "Scrivi https:// e il nome del sito, senza barra alla fine"
    if fault := _no_page(url, remedy):
        return fault
    if _in_clear(url):
        return Fault("http:// senza cifratura: password e sessioni viaggerebbero in chiaro", remedy)
    if urlsplit(url).path:
        return Fault("c'è una barra, o dell'altro, dopo il nome del sito", remedy)
    return None


def page(url: str) -> Fault | None:
    """The address of a page on the web."""
    return _no_page(url, "Scrivi l'indirizzo intero, che comincia con https://")


def public_file(url: str) -> Fault | None:
    """A file on the web, over https alone: nobody on the way may change what it says."""
    remedy = "Scrivi l'indirizzo intero, che comincia con https://"
    return _no_page(url, remedy) or (
        None if _scheme(url) == "https" else Fault("http:// si può cambiare lungo la rete", remedy)
    )


def issuer(url: str) -> Fault | None:
    """An identity provider, over https alone."""
    return (
        None
        if _scheme(url) == "https"
        else Fault("non comincia con https://", "Scrivi l'indirizzo https:// che dà il fornitore")
    )


def origin(url: str) -> Fault | None:
    """What a browser calls the origin of a form: scheme, host, port."""
    remedy = "Scrivi https:// e il nome del sito, come nella barra del browser"
    return _no_page(url, remedy) or (
        Fault("dopo il nome del sito c'è dell'altro", remedy) if urlsplit(url).path else None
    )


def syslog(url: str) -> Fault | None:
    """Where a record of the trail is sent on to."""
    remedy = "Scrivi udp://server:514, tcp://server:601 oppure unix:///dev/log"
    scheme = _scheme(url)
    if scheme not in {"udp", "tcp", "unix"}:
        return _unreadable("l'indirizzo non comincia con udp://, tcp:// o unix://", remedy)
    if fault := _spoilt(url, remedy):
        return fault
    parts = urlsplit(url)
    return (
        None
        if (parts.path if scheme == "unix" else parts.hostname)
        else _unreadable("manca il server", remedy)
    )


def _unreadable(wrong: str, remedy: str) -> Fault:
    return Fault(wrong, remedy, Kind.UNREADABLE)


def _scheme(url: str) -> str:
    """What stands before "://", in lower case; "" where there is no such thing."""
    before, mark, _ = url.partition("://")
    return before.lower() if mark else ""


def _no_page(url: str, remedy: str) -> Fault | None:
    """No http or https, no host, or something hidden in it."""
    if _scheme(url) not in {"http", "https"}:
        return Fault("manca https:// all'inizio", remedy)
    return _spoilt(url, remedy) or (
        None if urlsplit(url).hostname else Fault("manca il nome del sito", remedy)
    )


def _in_clear(url: str) -> bool:
    return _scheme(url) == "http" and urlsplit(url).hostname not in HERE


def _spoilt(url: str, remedy: str) -> Fault | None:
    """A comment that became part of it, a password that ends the host, a port that is none."""
    if re.search(r"\s", url):
        return _unreadable(
            "c'è uno spazio: forse un commento dopo il valore, che ne diventa parte",
            f"{remedy}, e nient'altro sulla riga",
        )
    if _password_goes_on(url):
        return _unreadable(
            "la password (o il nome utente) contiene «/», «?», «#» o «@»", "Scrivili %2F, %3F, %23 e %40"
        )
    if _parts(url) is None:
        return _unreadable("dopo il nome del server non c'è un numero di porta", remedy)
    return None


def _password_goes_on(url: str) -> bool:
    """Whether the host seems to end in the midst of the password: the @ comes too late for it."""
    rest = url.partition("://")[2]
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    beyond = rest.removeprefix(authority)
    if "@" in authority:
        beyond = re.sub(r"\?[^#]*", "", beyond)  # an option may hold one
    return "@" in beyond


def _parts(url: str) -> SplitResult | None:
    """The parts of the address; None where Python can't tell them, whose words would show the password."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
