# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An address that is itself a secret is written down by no proxy, not even in clear or while the service is down."""

import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.patience import ended, until
from tests.ports import a_free_port

from .programs import needed
from .test_proxies import CADDY, NGINX, certificate_in

NAME, SECRET = "whatsapp.comune.example.it", "ornitorinco7715"
SECRETS = [f"/invito/{SECRET}/"]
ATTEMPTS = 40
"""More than what an address may ask at once: the refusal of the rest is an error, too."""


class ByName(HTTPSConnection):
    """A connection to this machine that asks for the service by its name, and believes any certificate."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port)

    def connect(self) -> None:
        HTTPConnection.connect(self)
        context = ssl._create_unverified_context()  # noqa: S323  (a certificate of this test's own)
        self.sock = context.wrap_socket(self.sock, server_hostname=NAME)


def asked(connection: HTTPConnection, path: str, host: str = NAME) -> int | None:
    """The status of one answer; None where the connection is closed without one."""
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    except (OSError, ssl.SSLError, ValueError):
        return None
    finally:
        connection.close()


@contextmanager
def running(command: list[str], port: int, **options) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    try:
        until(lambda: asked(HTTPConnection("127.0.0.1", port), "/"))
        yield process
    finally:
        process.terminate()


@contextmanager
def nginx(folder: Path, clear: int, secure: int) -> Iterator[subprocess.Popen]:
    """nginx as Debian sets it: what is not said otherwise is written down."""
    certificate, key = certificate_in(folder)
    ours = NGINX.read_text(encoding="utf-8")
    ours = ours.replace("/etc/cascina-whatsapp/tls/fullchain.pem", str(certificate))
    ours = ours.replace("/etc/cascina-whatsapp/tls/privkey.pem", str(key))
    ours = re.sub(
        r"listen 443", f"listen 127.0.0.1:{secure}", re.sub(r"listen 80", f"listen 127.0.0.1:{clear}", ours)
    )
    ours = re.sub(r"127\.0\.0\.1:800\d", f"127.0.0.1:{a_free_port()}", ours)  # the service is down
    kept = " ".join(
        f"{part}_temp_path {folder}/{part};" for part in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"pid {folder}/pid; error_log stderr info; events {{}} "
        f"http {{ {kept} access_log {folder}/access.log; {ours} }}",
        encoding="utf-8",
    )
    command = [needed("nginx", "nginx-light"), "-c", str(config), "-g", "daemon off;"]
    with running(command, clear) as process:
        yield process


@contextmanager
def caddy(folder: Path, clear: int, secure: int) -> Iterator[subprocess.Popen]:
    """Caddy with a certificate of its own making, and no service behind it."""
    here = ["local_certs", "skip_install_trust", "admin off", f"http_port {clear}", f"https_port {secure}"]
    ours = re.sub(
        r"^\{\n", "\n".join(["{", *here, ""]), CADDY.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE
    )
    config = folder / "Caddyfile"
    config.write_text(re.sub(r"127\.0\.0\.1:800\d", f"127.0.0.1:{a_free_port()}", ours), encoding="utf-8")
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [needed("caddy", "caddy"), "run", "--adapter", "caddyfile", "--config", str(config)]
    with running(command, clear, env=homes) as process:
        yield process


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_no_secret_address_is_written_down_and_none_answers_in_clear(proxy, tmp_path):
    clear, secure = a_free_port(), a_free_port()
    with proxy(tmp_path, clear, secure) as process:
        until(lambda: asked(ByName(secure), "/admin/") == 502)
        for path in SECRETS:
            assert asked(HTTPConnection("127.0.0.1", clear), path) == 404
            asked(HTTPConnection("127.0.0.1", clear), path, host="127.0.0.1")
            found = {asked(ByName(secure), path) for _ in range(ATTEMPTS)}
            assert found <= {502, 429}
        assert asked(HTTPConnection("127.0.0.1", clear), "/admin/") == 301
    said, _ = ended(process)
    written = said.decode() + "".join(path.read_text() for path in tmp_path.glob("*.log"))
    assert written
    assert SECRET not in written
