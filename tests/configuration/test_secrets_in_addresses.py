"""Whatever stands in an address with a password: it is read or refused, and no piece of the password is shown."""

import logging
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kombu import Connection
from kombu.transport.redis import Channel
from redis import Redis
from sentry_sdk.utils import Dsn

from cascina_whatsapp.settings.configuration import addresses
from cascina_whatsapp.settings.configuration.environment import Environment
from cascina_whatsapp.settings.configuration.problems import explain

NAME = "CASCINA_TEST"
NOWHERE = Path("/nonexistent/.env")
PIECE = 4
"""Of so many characters of a password something can be made."""
LETTERS, AWKWARD = "QXZJKW789", "/?#@:;,[]%+&=.~\"'\\ àß℀／\u2028\x01"
"""No sentence of ours has four of these letters in a row."""
PASSWORDS = st.text(LETTERS * 2 + AWKWARD, min_size=PIECE, max_size=16)
AROUND = {
    "user": ["", "utente", "nome@comune.it", "u:", "[u", "%"],
    "server": [
        "h",
        "h:543",
        "[::1]:1",
        "::1",
        "[::1",
        "h]",
        "h:",
        "h:x",
        "h:99999",
        "h:²",
        "a,b:1",
        "",
        "%zz",
    ],
    "path": ["", "/", "/db", "/0", "/16", "/0/1", "//var/run/db", "/notanumber"],
    "query": [
        "",
        "?conn_max_age=abc",
        "?x={[]:1}",
        "?x=" + "(" * 999,
        "?timeout=²",
        "?db=abc",
        "?x@y=z",
        "#x",
    ]
    + [f"?ssl_cert_reqs={word}" for word in ("abc", "none")]
    + ["?socket_timeout=abc", "?transport=abc"],
}


class Kind(NamedTuple):
    """A kind of address: how its setting is read, and what looks into it once the service runs."""

    schemes: tuple[str, ...]
    read: Callable[[Environment], Any]
    use: Callable[[Any], object] = lambda read: read
    password_of: Callable[[Any], str] = lambda read: read
    end: str = ""


def _connect_to_redis(url: str) -> Redis:
    """As far as it goes without a server: what redis-py and Kombu would connect to, and what Celery prints of it."""
    client, broker = Redis.from_url(url), Connection(url)
    client.connection_pool.make_connection()
    channel = object.__new__(Channel)
    channel.connection = SimpleNamespace(client=broker, default_port=6379)
    channel.connection_class = channel.connection_class_ssl = Redis
    channel._connparams()
    logging.getLogger(__name__).warning(broker.as_uri())
    return client


KINDS = {
    "database": Kind(
        ("postgres", "postgresql", "sqlite", "POSTGRES"),
        lambda env: env.database(NAME, fallback=NOWHERE),
        password_of=lambda read: read["PASSWORD"],
        end="/db?sslmode=require",
    ),
    "redis": Kind(
        ("redis", "rediss", "redis+socket", "REDIS"),
        lambda env: env.secret(NAME, rule=addresses.redis),
        _connect_to_redis,
        lambda read: Redis.from_url(read).connection_pool.connection_kwargs["password"],
        "/0",
    ),
    "mail": Kind(
        ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail"),
        lambda env: env.email(NAME),
        password_of=lambda read: read["EMAIL_HOST_PASSWORD"],
    ),
    "Sentry": Kind(("https", "http"), lambda env: env.secret(NAME, rule=addresses.sentry), Dsn, end="/1"),
}


class Shown:
    """Reads an address as the settings do, and keeps all that is said of it."""

    def __init__(self, caplog, capfd, folder: Path):
        self.caplog, self.capfd, self.file = caplog, capfd, folder / "address"

    def read(self, kind: Kind, address: str, *, in_file: bool) -> tuple[Any, str]:
        """What was read, None where it was refused; and everything that was said."""
        self.caplog.clear(), self.capfd.readouterr()
        self.file.write_text(address, encoding="utf-8", newline="")
        setting = (f"{NAME}_FILE", str(self.file)) if in_file else (NAME, address)
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            patch.setenv(*setting)
            env = Environment(NOWHERE)
            read, problems = kind.read(env), env.problems()
            if not problems:
                kind.use(read)
        said = [
            explain(problems),
            self.caplog.text,
            *self.capfd.readouterr(),
            *(str(one.message) for one in warned),
        ]
        return None if problems else read, "\n".join(said)


@pytest.fixture
def shown(caplog, capfd, tmp_path) -> Shown:
    return Shown(caplog, capfd, tmp_path)


def pieces(password: str) -> set[str]:
    return {password[begin : begin + PIECE] for begin in range(len(password) - PIECE + 1)}


@st.composite
def whole(draw, kind: str, password: str) -> str:
    """An address of this kind with this password in its place, and anything around it."""
    scheme = draw(st.sampled_from(KINDS[kind].schemes))
    user, server, path, query = (draw(st.sampled_from(choices)) for choices in AROUND.values())
    return f"{scheme}://{user}:{password}@{server}{path}{query}"


@pytest.mark.parametrize("kind", KINDS)
@given(password=PASSWORDS, in_file=st.booleans(), data=st.data())
def test_no_piece_of_a_password_is_shown(kind, password, in_file, data, shown):
    address = data.draw(whole(kind, password))
    _, said = shown.read(KINDS[kind], address, in_file=in_file)
    assert {piece for piece in pieces(password) if piece in said} == set()


ONCE_SHOWN = [
    ("database", "postgres://u:QXZJ/KW@h/db"),
    ("database", "postgres://u:[QXZJ@h/db"),
    ("database", "postgres://u:QX@h/d?QXZJ=KW@h/db"),
    ("database", "sqlite://u:QXZJ@h/db"),
    ("redis", "redis://:QX;QXZJ@h/0"),
    ("redis", "redis://:QX@h?QXZJ=KW@h/0"),
    ("redis", "redis://QXZJ@h/0"),
    ("redis", "redis://h/QXZJ"),
    ("mail", "consolemail://u:QXZJ/@h"),
    ("Sentry", "https://QXZJ@h/QXZJ"),
]


@pytest.mark.parametrize(("kind", "address"), ONCE_SHOWN)
def test_what_once_showed_it_is_refused(kind, address, shown):
    read, said = shown.read(KINDS[kind], address, in_file=False)
    assert read is None
    assert "QXZJ" not in said


@pytest.mark.parametrize("kind", KINDS)
@given(password=PASSWORDS.filter(str.isprintable))
@example(password="%41%zz+ ;[@]:/?#")
def test_a_password_that_is_written_as_we_say_is_read(kind, password, shown):
    """Every sign of it as % and two digits: nothing is refused, and nothing is lost."""
    written, of = quote(password, safe=""), KINDS[kind]
    read, said = shown.read(of, f"{of.schemes[0]}://u:{written}@h{of.end}", in_file=False)
    assert read is not None, said
    assert of.password_of(read) in (password, read)
