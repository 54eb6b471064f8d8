"""nginx and Caddy as their documented files configure them, on ports of a test's own, before a service of its own."""

import os
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from tests.patience import PROCESS, UNTIL, until

from .programs import DEPLOY, needed, said

NGINX = DEPLOY / "nginx" / "cascina.conf"
CADDY = DEPLOY / "caddy" / "Caddyfile"
NAME = "whatsapp.comune.example.it"
FOREVER = f"{PROCESS:.0f}s"


class Tls(HTTPSConnection):
    """A connection to a port of this machine, under the service's name (SNI), that believes any certificate."""

    def __init__(self, port: int) -> None:
        super().__init__(NAME, port)

    def connect(self) -> None:
        self.sock = by_name(self.port)


def by_name(port: int) -> ssl.SSLSocket:
    """A socket to a port of this machine, under the service's name."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), UNTIL), server_hostname=NAME)


def asked(connection: HTTPConnection, path: str, host: str = NAME) -> int | None:
    """The status of one answer; None where the connection is closed without one."""
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    except (OSError, ssl.SSLError, ValueError):
        return None
    finally:
        connection.close()


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


def config_of_nginx(folder: Path, clear: int = 480, secure: int = 4443) -> Path:
    """A configuration of nginx's that is ours alone, with a certificate of its own; the rest as Debian sets it."""
    certificate, key = certificate_in(folder)
    ours = NGINX.read_text(encoding="utf-8")
    ours = ours.replace("/etc/cascina-whatsapp/tls/fullchain.pem", str(certificate))
    ours = ours.replace("/etc/cascina-whatsapp/tls/privkey.pem", str(key))
    ours = re.sub(r"listen 443", f"listen 127.0.0.1:{secure}", ours)  # whoever has the real ones keeps them
    ours = re.sub(r"listen 80", f"listen 127.0.0.1:{clear}", ours)
    parts = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = " ".join(f"{part}_temp_path {folder}/{part};" for part in parts)
    config = folder / "nginx.conf"
    user = "" if os.geteuid() else "user root; "  # nobody else may look into the folder
    config.write_text(
        f"{user}pid {folder}/pid; error_log stderr info; events {{}} "
        f"http {{ {kept} access_log {folder}/access.log; {ours} }}",
        encoding="utf-8",
    )
    return config


def with_time(text: str) -> str:
    """The configuration of a proxy that never hurries anybody, so that no test depends on its clocks."""
    return re.sub(r"(client_body_timeout|send_timeout|read_body) +\w+", rf"\1 {FOREVER}", text)


def led_to(config: str, service: int, webhook: int) -> str:
    """The configuration with these ports in place of the service's own."""
    config = config.replace("127.0.0.1:8002", f"127.0.0.1:{webhook or service}")
    return config.replace("127.0.0.1:8000", f"127.0.0.1:{service}")


@contextmanager
def nginx(folder: Path, clear: int, secure: int, service: int, webhook: int = 0) -> Iterator[None]:
    """nginx, as Debian sets it, before what answers at the port `service`, and at `webhook` if that is another."""
    config = config_of_nginx(folder, clear, secure)
    written = with_time(config.read_text(encoding="utf-8"))
    config.write_text(led_to(written, service, webhook), encoding="utf-8")
    command = [needed("nginx", "nginx-light"), "-c", str(config), "-g", "daemon off;"]
    with _running(command, clear, folder):
        yield


@contextmanager
def caddy(folder: Path, clear: int, secure: int, service: int, webhook: int = 0) -> Iterator[None]:
    """Caddy with a certificate of its own making, before the same."""
    here = ["local_certs", "skip_install_trust", "admin off", f"http_port {clear}", f"https_port {secure}"]
    ours = with_time(CADDY.read_text(encoding="utf-8"))
    ours = re.sub(r"^\{\n", "\n".join(["{", *here, ""]), ours, count=1, flags=re.MULTILINE)
    config = folder / "Caddyfile"
    config.write_text(led_to(ours, service, webhook), encoding="utf-8")
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [needed("caddy", "caddy"), "run", "--adapter", "caddyfile", "--config", str(config)]
    with _running(command, clear, folder, env=homes):
        yield


@contextmanager
def _running(command: list[str], port: int, folder: Path, **options) -> Iterator[None]:
    """Whatever it says is in a file of the folder."""
    with (folder / "said.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, **options)
        try:
            until(lambda: asked(HTTPConnection("127.0.0.1", port), "/"))
            yield
        finally:
            process.terminate()
            process.wait()


PROXIES = [nginx, caddy]
