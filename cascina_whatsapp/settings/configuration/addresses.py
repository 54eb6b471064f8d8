"""Rules for addresses of servers and pages: scheme, host, and what nobody sees that it is there.

An address may hold a password, and what a parser says when it fails shows pieces of it. So every rule is asked
through `judged`, which drops such words, and looks at all that the service's libraries look at later.
"""

import re
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from environ import Env

from .problems import Fault, Kind, Rule

INSIDE = (".local", ".localhost", ".localdomain", ".internal", ".lan", ".home", ".intranet")
"""The ends of names that one network alone knows."""
HERE = ("127.0.0.1", "localhost", "::1")
"""Hosts that a connection reaches without leaving the machine."""
DATABASE = "Scrivi postgres://utente:password@127.0.0.1:5432/nome"
REDIS = "Scrivi redis://127.0.0.1:6379/0, o redis://:password@127.0.0.1:6379/0"
MAIL = "Scrivi smtp+tls://utente:password@server:587"
SENTRY = "Copialo da Sentry: https://chiave@server/numero"
ESCAPED = "Nella password scrivi %2F per «/», %3F per «?», %23 per «#», %40 per «@», %3B per «;», %5B e %5D per «[]»"
ENCRYPTED = "?sslmode=verify-full&sslrootcert=/percorso/ca.pem"
DATABASE_OPTIONS = {
    "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "channel_binding", "gssencmode", "target_session_attrs",
    "application_name", "connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
    "options",
}  # fmt: skip
"""The options of libpq's that an address may bear."""
SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
TLS_OPTIONS = {"ssl_cert_reqs", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname"}
PROOF_OF_TLS = {"none", "optional", "required"}
"""The values that redis-py and Kombu both take: as options of Redis, and for the first of them."""
MAIL_SCHEMES = {"smtp", "smtps", "smtp+tls", "smtp+ssl"}
MAIL_NOWHERE = {"consolemail", "filemail", "memorymail", "dummymail"}
"""Django's other backends, as django-environ calls them."""


def judged(rule: Rule, value: str) -> Fault | None:
    """Apply a rule to a value. Where it fails itself, nobody can read the value: what it said is not kept."""
    try:
        return rule(value)
    except Exception:  # noqa: BLE001  (of whatever parser: its words show the value)
        wrong = "la password contiene un segno come «[», o dopo il nome del server non c'è un numero di porta"
        return _unreadable(f"non si riesce a leggere: {wrong}", ESCAPED)


def host_of(url: str) -> str:
    """The host of an address in small letters, without port; "" where nobody can tell it."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def database(url: str) -> Fault | None:
    """PostgreSQL with the name of a database, or a file of SQLite (that needs EMBEDDED_MODE)."""
    scheme = _scheme(url)
    if scheme not in {"postgres", "postgresql", "sqlite"}:
        return _unreadable("l'indirizzo non comincia con postgres://", DATABASE)
    if scheme == "sqlite":
        if not re.match(r"sqlite:///|sqlite://:memory:$", url):
            return _unreadable("dopo sqlite:// non c'è un percorso", "Scrivi sqlite:////percorso/del/file")
    elif fault := _spoilt(url, DATABASE):
        return fault
    elif not urlsplit(url).path.strip("/"):
        return _unreadable("manca il nome della base di dati", DATABASE)
    Env.db_url_config(url)
    return _database_options(url)


def _database_options(url: str) -> Fault | None:
    """Check the options of a database's address, and that one says whether what leaves the machine is encrypted."""
    options = parse_qs(urlsplit(url).query, keep_blank_values=True)
    if not options.keys() <= DATABASE_OPTIONS or not set(options.get("sslmode", ())) <= SSL_MODES:
        return _unreadable("dopo «?» c'è un'opzione che qui non vale", f"Per cifrare scrivi {ENCRYPTED}")
    if "sslmode" in options or not leaves(url):
        return None
    return Fault(
        "è su un'altra macchina e non dice se si cifra: numeri e testi viaggerebbero in chiaro",
        f"Aggiungi {ENCRYPTED}; sslmode=disable solo se la rete è vostra",
    )


def leaves(url: str) -> bool:
    """Tell whether what goes to this address leaves the machine; nothing does without a host."""
    return host_of(url) not in ("", *HERE)


def is_public(host: str) -> bool:
    """Tell whether a telephone somewhere may find this host: no name or address of one machine or of one network."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(INSIDE)


def database_server(url: str) -> Fault | None:
    """Check the address of a database server, SQLite excluded."""
    if _scheme(url) == "sqlite":
        return _unreadable("SQLite è solo per le prove", f"{DATABASE}; per una prova EMBEDDED_MODE=true")
    return database(url)


def redis(url: str) -> Fault | None:
    """Redis, as both Kombu and redis-py take it, and nothing that one of them would stumble over."""
    if fault := _strange(url, {"redis", "rediss"}, "redis:// (o rediss://, con TLS)", REDIS):
        return fault
    if ";" in url:  # Kombu would take what follows for a second server
        return _unreadable("c'è «;»", ESCAPED)
    parts = urlsplit(url)
    if parts.username and not parts.password:
        return _unreadable("c'è il nome utente ma manca la password", REDIS)
    if not re.fullmatch(r"(/[0-9]{0,4})?", parts.path):
        return _unreadable("dopo il nome del server non c'è il numero di una base di dati", REDIS)
    return _redis_options(url)


def _redis_options(url: str) -> Fault | None:
    """Check the options of a Redis address, of TLS alone: any other may raise an error that shows its name."""
    options = parse_qs(urlsplit(url).query, keep_blank_values=True)
    proof = options.get("ssl_cert_reqs", ["none"])
    known = TLS_OPTIONS if _scheme(url) == "rediss" else set[str]()
    if options.keys() <= known and set(proof) <= PROOF_OF_TLS:
        return None
    return _unreadable(
        "dopo «?» c'è un'opzione che qui non vale", f"{REDIS}. Con rediss:// valgono quelle di TLS"
    )


def proven_redis(url: str) -> str:
    """The same address of Redis; over TLS with its certificate asked for, where no option says otherwise.

    redis-py asks for one by itself, Kombu does not.
    """
    if _scheme(url) != "rediss" or "ssl_cert_reqs" in url:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}ssl_cert_reqs=required"


def mail_server(url: str) -> Fault | None:
    """A mail server, with the password of whoever signs in there."""
    scheme = _scheme(url)
    schemes = MAIL_SCHEMES | MAIL_NOWHERE
    if fault := _strange(url, schemes, "smtp+tls:// (o smtp+ssl://, smtp://)", MAIL):
        return fault
    parts = urlsplit(url)
    if scheme in MAIL_SCHEMES and not parts.hostname:
        return _unreadable("manca il nome del server", MAIL)
    if scheme in MAIL_SCHEMES and parts.username and not parts.password:
        return Fault("c'è il nome utente ma manca la password", MAIL)
    Env.email_url_config(url)
    return None


def sentry(url: str) -> Fault | None:
    """A Sentry's address for a project, with the key that it gave."""
    if fault := _strange(url, {"http", "https"}, "https://", SENTRY):
        return fault
    parts = urlsplit(url)
    is_whole = parts.username and parts.hostname and re.fullmatch(r"/(.+/)?[0-9]{1,19}", parts.path)
    return None if is_whole else _unreadable("manca la chiave, il server o il numero del progetto", SENTRY)


def meta(url: str) -> Fault | None:
    """Meta's Graph API, or a simulator on this machine."""
    in_clear = "http:// verso un'altra macchina: il token e i messaggi viaggerebbero in chiaro"
    remedy = "Scrivi https://graph.facebook.com"
    if fault := _no_page(url, remedy, in_clear=in_clear):
        return fault
    return Fault("dopo il nome del server c'è dell'altro", remedy) if urlsplit(url).path.strip("/") else None


def site(url: str) -> Fault | None:
    """The public address: scheme and host, nothing behind. In clear on this machine alone."""
    remedy = "Scrivi https:// e il nome del sito, senza barra alla fine"
    in_clear = "http:// senza cifratura: password e sessioni viaggerebbero in chiaro"
    behind = "c'è una barra, o dell'altro, dopo il nome del sito"
    return _no_page(url, remedy, in_clear=in_clear, behind=behind)


def page(url: str) -> Fault | None:
    """The address of a page on the web."""
    return _no_page(url, "Scrivi l'indirizzo intero, che comincia con https://")


def issuer(url: str) -> Fault | None:
    """An identity provider, over https alone."""
    remedy = "Scrivi l'indirizzo https:// che dà il fornitore"
    return _no_page(url, remedy) if _scheme(url) == "https" else Fault("non comincia con https://", remedy)


def syslog(url: str) -> Fault | None:
    """Judge the address to which each record of the trail is sent on."""
    remedy = "Scrivi udp://server:514, tcp://server:601 oppure unix:///dev/log"
    if fault := _strange(url, {"udp", "tcp", "unix"}, "udp://, tcp:// o unix://", remedy):
        return fault
    parts = urlsplit(url)
    is_whole = parts.path if parts.scheme == "unix" else parts.hostname
    return None if is_whole else _unreadable("manca il server", remedy)


def _unreadable(wrong: str, remedy: str) -> Fault:
    return Fault(wrong, remedy, Kind.UNREADABLE)


def _scheme(url: str) -> str:
    """Return what stands before "://", as it was written: not every library takes capitals; "" for nothing."""
    before, mark, _ = url.partition("://")
    return before if mark else ""


def _no_page(url: str, remedy: str, *, in_clear: str = "", behind: str = "") -> Fault | None:
    """Check that an address is one of a page, with a host and nothing hidden; being no secret, it has no password.

    `in_clear`: what is wrong where it leads to another machine by http; `behind`: where there is a path.
    """
    if _scheme(url) not in {"http", "https"}:
        return Fault("manca https:// all'inizio", remedy)
    if fault := _spoilt(url, remedy):
        return fault
    if "@" in urlsplit(url).netloc:
        return Fault("prima del nome del sito c'è «@»: un indirizzo che tutti vedono non ha password", remedy)
    host = urlsplit(url).hostname
    if not host:
        return Fault("manca il nome del sito", remedy)
    if in_clear and _scheme(url) == "http" and host not in HERE:
        return Fault(in_clear, remedy)
    return Fault(behind, remedy) if behind and urlsplit(url).path else None


def _strange(url: str, schemes: Collection[str], said: str, remedy: str) -> Fault | None:
    """Find in an address another beginning than one of `schemes`, or what spoils it."""
    if _scheme(url) not in schemes:
        return _unreadable(f"l'indirizzo non comincia con {said}", remedy)
    return _spoilt(url, remedy)


def _spoilt(url: str, remedy: str) -> Fault | None:
    """Find in an address a comment that became part of it, or a password that ends the host.

    Raises ValueError for a port that is none.
    """
    if re.search(r"\s", url):
        return _unreadable(
            "c'è uno spazio: forse un commento dopo il valore, che ne diventa parte",
            f"{remedy}, e nient'altro sulla riga",
        )
    _, *beyond = re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)
    if "@" in "".join(beyond):
        return _unreadable("la password (o il nome utente) contiene «/», «?», «#» o «@»", ESCAPED)
    _ = urlsplit(url).port
    return None
