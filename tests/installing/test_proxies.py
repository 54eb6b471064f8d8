# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands before the service, and the script that puts it there: read by nginx, Caddy and shellcheck."""

import re
from pathlib import Path

import pytest

from .programs import BASE, DEPLOY, needed, said

NGINX = DEPLOY / "nginx" / "cascina.conf"
CADDY = DEPLOY / "caddy" / "Caddyfile"
WEBHOOK, SITE = "127.0.0.1:8002", "127.0.0.1:8000"
SCRIPTS = [*DEPLOY.rglob("*.sh"), *(BASE / ".ci").iterdir()]


def whole(folder: Path) -> Path:
    """A configuration of nginx's that is ours alone, with a certificate of its own."""
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
