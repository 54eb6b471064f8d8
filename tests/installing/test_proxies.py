# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands before the service, and the script that puts it there: read by nginx, Caddy and shellcheck."""

import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.patience import until
from tests.ports import a_free_port

from .programs import BASE, DEPLOY, needed, said

NGINX = DEPLOY / "nginx" / "cascina.conf"
CADDY = DEPLOY / "caddy" / "Caddyfile"
NAME = "whatsapp.comune.example.it"
WEBHOOK, SITE = "127.0.0.1:8002", "127.0.0.1:8000"
SCRIPTS = [*DEPLOY.rglob("*.sh"), *(BASE / ".ci").iterdir()]


def certificate_in(folder: Path) -> tuple[Path, Path]:
    """A certificate that nobody else has signed, and its key."""
    certificate, key = folder / "own.crt", folder / "own.key"
    making = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-noenc",
        "-subj",
        "/CN=x",
    ]
    ended, told = said(needed("openssl", "openssl"), *making, "-keyout", str(key), "-out", str(certificate))
    assert ended == 0, told
    return certificate, key


def whole(folder: Path) -> Path:
    """A configuration of nginx's that is ours alone, with a certificate of its own."""
    certificate, key = certificate_in(folder)
    ours = NGINX.read_text(encoding="utf-8")
    ours = ours.replace("/etc/cascina-whatsapp/tls/fullchain.pem", str(certificate))
    ours = ours.replace("/etc/cascina-whatsapp/tls/privkey.pem", str(key))
    ours = re.sub(r"listen (443|80)", r"listen 127.0.0.1:4\1", ours)  # whoever has the real ones keeps them
    config = folder / "nginx.conf"
    config.write_text(f"pid {folder}/pid; error_log stderr; events {{}} http {{ {ours} }}", encoding="utf-8")
    return config


def test_nginx_understands_its_configuration(tmp_path):
    ended, told = said(needed("nginx", "nginx-light"), "-t", "-q", "-c", str(whole(tmp_path)))
    assert (ended, told) == (0, "")


@pytest.fixture(scope="module")
def nginx(tmp_path_factory) -> Iterator[int]:
    """The port of an nginx that is configured as ours, before a service that answers 200 to everything."""
    program, folder = needed("nginx", "nginx-light"), tmp_path_factory.mktemp("nginx")
    service, port = ThreadingHTTPServer(("127.0.0.1", 0), Willing), a_free_port()
    Thread(target=service.serve_forever, daemon=True).start()
    config = whole(folder)
    written = config.read_text(encoding="utf-8").replace("listen 127.0.0.1:4443", f"listen 127.0.0.1:{port}")
    written = written.replace("listen 127.0.0.1:480", f"listen 127.0.0.1:{a_free_port()}")
    for upstream in (SITE, WEBHOOK):
        written = written.replace(upstream, f"127.0.0.1:{service.server_port}")
    config.write_text(f"daemon off; {written}", encoding="utf-8")
    process = subprocess.Popen(
        [program, "-c", str(config), "-p", str(folder), "-e", str(folder / "error.log")]
    )
    try:
        until(lambda: ask(port, "/healthz") == 200)
        yield port
    finally:
        process.terminate()
        process.wait()
        service.shutdown()
        service.server_close()


class Willing(BaseHTTPRequestHandler):
    """A service that takes every body to its end, and answers 200."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.end_headers()

    do_POST = do_GET


class Tls(HTTPSConnection):
    """A connection to a port of this machine, under the service's name (SNI)."""

    def __init__(self, port: int, context: ssl.SSLContext):
        super().__init__(NAME, port, context=context)
        self.context = context

    def connect(self) -> None:
        self.sock = self.context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port)), server_hostname=NAME
        )


def trusting() -> ssl.SSLContext:
    """TLS that believes a certificate made a moment ago."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def ask(port: int, path: str, *, session: bool = False, body: int = 0) -> int:
    """The status of a GET, or of a POST of `body` bytes; 0 where nobody answers."""
    headers = {"Cookie": COOKIE} if session else {}
    try:
        with closing(Tls(port, trusting())) as connection:
            connection.request("POST" if body else "GET", path, b"-" * body, headers)
            return connection.getresponse().status
    except OSError:
        return 0


MEGABYTE = 1024 * 1024
COOKIE = "__Host-csrftoken=x; __Host-sessionid=y"
WRITING = ("messaggi/aggiungi/", "messaggi/7/modifica/", "messaggi/7/carica-allegato/")


@pytest.mark.parametrize(
    ("path", "session", "size", "status"),
    [
        *((f"/admin/{page}", True, 50 * MEGABYTE, 200) for page in WRITING),
        *((f"/admin/{page}", True, 53 * MEGABYTE, 413) for page in WRITING),
        *((f"/admin/{page}", False, 1, 403) for page in WRITING),
        *((f"/admin/{page}", False, 0, 200) for page in WRITING),
        ("/admin/importazioni-di-iscritti/aggiungi/", True, 10 * MEGABYTE, 200),
        ("/admin/importazioni-di-iscritti/aggiungi/", False, 10 * MEGABYTE, 403),
        ("/admin/periodi-elettorali/7/attiva/", True, 10 * MEGABYTE, 200),
        ("/admin/argomenti/7/modifica/", True, 5 * MEGABYTE, 413),
        ("/admin/entra/", False, 5 * MEGABYTE, 413),
        ("/admin/entra/", True, 5 * MEGABYTE, 413),
        ("/api/v1/bozze", False, 5 * MEGABYTE, 413),
        ("/static/newsroom/newsroom.0123456789ab.css", False, 0, 200),
        ("/static/staticfiles.json", False, 0, 404),
        ("/static/newsroom/fonts/OFL.txt", False, 0, 404),
        ("/webhooks/whatsapp/", False, 3 * MEGABYTE, 200),
        ("/webhooks/whatsapp/", False, 5 * MEGABYTE, 413),
    ],
)
def test_each_page_is_let_through_as_far_as_it_needs(nginx, path, session, size, status):
    assert ask(nginx, path, session=session, body=size) == status


def test_whoever_tries_to_sign_in_again_and_again_is_told_to_wait(nginx):
    told = [ask(nginx, "/admin/entra/", body=1) for _ in range(40)]
    assert (told[0], told[-1]) == (200, 429)


@pytest.mark.parametrize(
    "path", ["/admin/", "/messaggi/", "/static/a.css", "/api/v1/messaggi", "/admin/entra/"]
)
def test_one_address_holds_thirty_two_requests_of_any_page(path: str, nginx: int):
    """Meta, whose posts come from few addresses, is let through meanwhile."""
    with ExitStack() as held:
        for _ in range(32):
            stranger = held.enter_context(closing(Tls(nginx, trusting())))
            stranger.putrequest("POST", "/messaggi/")
            stranger.putheader("Content-Length", "9")
            stranger.endheaders(b"-")
        until(lambda: ask(nginx, path) == 429)
        assert ask(nginx, "/webhooks/whatsapp/", body=1) == 200
    until(lambda: ask(nginx, path) == 200)


def test_caddy_understands_its_configuration(tmp_path):
    caddy = needed("caddy", "caddy")
    homes = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    ended, told = said(caddy, "validate", "--adapter", "caddyfile", "--config", str(CADDY), env=homes)
    assert ended == 0, told
    assert said(caddy, "fmt", str(CADDY), env=homes) == (0, CADDY.read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_no_trap_that_is_known(script):
    shellcheck = needed("shellcheck", "shellcheck")
    assert said(shellcheck, "--external-sources", f"--source-path={BASE}", str(script)) == (0, "")


@pytest.mark.parametrize("path", [NGINX, CADDY], ids=lambda path: path.name)
def test_both_lead_the_webhook_and_the_site_to_their_own_processes(path):
    found = re.findall(r"127\.0\.0\.1:\d+", path.read_text(encoding="utf-8"))
    assert set(found) == {WEBHOOK, SITE}
    assert found.count(WEBHOOK) == 1
