"""What stands before the service, and the script that puts it there: read by nginx, Caddy and shellcheck."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from tests.patience import until
from tests.ports import a_free_port
from tests.web.sources.site import Request, serving

from . import proxies
from .programs import BASE, DEPLOY, needed, said
from .proxies import CADDY, NGINX, Tls

WEBHOOK, SITE = "127.0.0.1:8002", "127.0.0.1:8000"
SCRIPTS = [DEPLOY / "cascina", *DEPLOY.rglob("*.sh"), *(BASE / ".ci").iterdir()]


def test_nginx_understands_its_configuration(tmp_path):
    config = proxies.config_of_nginx(tmp_path)
    ended, told = said(needed("nginx", "nginx-light"), "-t", "-q", "-c", str(config))
    assert (ended, told) == (0, "")


@pytest.fixture(scope="module")
def service() -> Iterator[int]:
    """The port of a service that takes every body to its end, and answers 200 to everything."""

    def take(request: Request) -> None:
        request.rfile.read(int(request.headers.get("Content-Length", 0)))
        request.say(b"")

    with serving() as site:
        site.answer = take
        yield site.server_port


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, service: int) -> Iterator[int]:
    """The port of an nginx that is configured as ours, before that service."""
    port = a_free_port()
    with proxies.nginx(tmp_path_factory.mktemp("nginx"), a_free_port(), port, service):
        until(lambda: ask(port, "/healthz") == 200)
        yield port


def ask(port: int, path: str, *, session: bool = False, body: int = 0) -> int:
    """The status of a GET, or of a POST of `body` bytes; 0 where nobody answers."""
    headers = {"Cookie": COOKIE} if session else {}
    try:
        with closing(Tls(port)) as connection:
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
    """As often as the machine manages: a slow one is refused later."""
    assert ask(nginx, "/admin/entra/", body=1) == 200
    until(lambda: ask(nginx, "/admin/entra/", body=1) == 429)


@pytest.mark.parametrize(
    "path", ["/admin/", "/messaggi/", "/static/a.css", "/api/v1/messaggi", "/admin/entra/"]
)
def test_one_address_holds_thirty_two_requests_of_any_page(path: str, nginx: int):
    """Meta, whose posts come from few addresses, is let through meanwhile."""
    with ExitStack() as held:
        for _ in range(32):
            stranger = held.enter_context(closing(Tls(nginx)))
            stranger.putrequest("POST", "/messaggi/")
            stranger.putheader("Content-Length", "9")
            stranger.endheaders(b"-")
        until(lambda: ask(nginx, path) == 429)
        assert ask(nginx, "/webhooks/whatsapp/", body=1) == 200
    until(lambda: ask(nginx, path) == 200)


WATCHED = [
    spelling.format(name)
    for name in ("readyz", "metrics")
    for spelling in ("/{}", "/{}?a=1", "//{}", "/./{}", "/messaggi/../{}", "/%2e/{}")
]


@pytest.mark.parametrize("proxy", proxies.PROXIES)
def test_what_is_for_who_watches_is_told_to_no_stranger(proxy, service: int, tmp_path):
    """However it is spelt; that the site is up anybody may know."""
    port = a_free_port()
    with proxy(tmp_path, a_free_port(), port, service=service):
        until(lambda: ask(port, "/healthz") == 200)
        assert {path: ask(port, path) for path in WATCHED} == dict.fromkeys(WATCHED, 404)


@pytest.mark.parametrize("proxy", proxies.PROXIES)
def test_while_the_webhook_starts_anew_the_site_takes_what_meta_posts(proxy, service: int, tmp_path):
    port = a_free_port()
    with proxy(tmp_path, a_free_port(), port, service=service, webhook=a_free_port()):
        until(lambda: ask(port, "/healthz") == 200)
        assert [ask(port, "/webhooks/whatsapp/", body=1) for _ in range(5)] == [200] * 5


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
