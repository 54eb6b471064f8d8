"""What happens where the service is installed: `python -m tests.installing.story PART`.

Citizens use the simulator's phone, clerks a browser's cookies and forms; on the machine both reach the service
through the proxy alone, by HTTPS. It runs with the service's own interpreter, which has no pytest. Where to find
what, it reads from SITE and SIMULATOR (their addresses), TOPIC (a topic's number) and ATTACHMENT (a picture's path).
"""

import os
import re
import socket
import ssl
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from cascina_whatsapp.staff_site.addresses import ITALIAN
from tests.journeys.citizens import Clerk, Phones
from tests.patience import PROCESS, until, visit

SITE, LIST = os.environ["SITE"], "/admin/messaggi/"
NAME = urlsplit(SITE).hostname
STACK = SimpleNamespace(site=SITE, simulator=os.environ["SIMULATOR"])
PASSWORD = "cascina-journeys-2026"
LOCAL = "127.0.0.1:8000"
ANNA, TITLE = "+393200000001", "Ponte chiuso"
JOINED, LEFT = "La tua iscrizione è attiva.", "Fatto: non riceverai più messaggi"
A_YEAR = "max-age=31536000"
TOO_MANY = 429
AT_ONCE, ATTEMPTS_A_SECOND = 31, 0.5
"""What deploy/nginx/cascina.conf lets in of one address: one, thirty more, and thirty a minute."""


REFUSED = re.compile(r'class="messagelist"[^>]*><p class="notice bad"')
"""What a clerk reads where a step could not be taken."""


def broadcast() -> None:
    """A citizen joins and is answered; a picture is uploaded, approved by another, and arrives on her phone."""
    phones = Phones(STACK)
    phones.say(ANNA, "Iscrizione")
    until(lambda: phones.answers_to(ANNA))
    editor, approver = Clerk(STACK, "rita", PASSWORD), Clerk(STACK, "aldo", PASSWORD)
    number = _written(editor)
    _press(editor, number, "ask-review")
    _press(approver, number, "launch")
    until(lambda: [line for line in phones.broadcasts(TITLE) if ANNA in (line["to"], line["recipient"])])


def leaving() -> None:
    """She leaves, and is told so; one message of the broadcast is all that she ever got."""
    phones = Phones(STACK)
    begun = int(time.time())
    until(lambda: int(time.time()) > begun)  # WhatsApp's times are whole seconds: it is not the one of before
    phones.say(ANNA, "Cancellazione")
    until(lambda: phones.answers_to(ANNA)[1:])
    joined, left = phones.answers_to(ANNA)
    assert joined.startswith(JOINED), joined
    assert left.startswith(LEFT), left
    assert len(phones.broadcasts(TITLE)) == 1


def _written(editor: Clerk) -> str:
    picture = (Path(os.environ["ATTACHMENT"]).name, Path(os.environ["ATTACHMENT"]).read_bytes(), "image/png")
    fields = {
        "title": TITLE,
        "topics": os.environ["TOPIC"],
        "body": "Oggi il ponte sul fosso resta chiuso.",
        "link": "https://www.comune.cascina.pi.it/avvisi/ponte",
        "picture_text": "Il ponte sul fosso",
        "where": "whatsapp",
        "is_urgent": "on",  # at whatever hour this is told
        "urgent_reason": "Strada interrotta",
        "scheduled_for_0": "",
        "scheduled_for_1": "",
    }
    page = editor.open(f"{LIST}aggiungi/")
    answer = editor.send(f"{LIST}aggiungi/", page, files={"attachment": picture}, **fields)
    assert answer.url.startswith(f"{SITE}{LIST}"), answer.text[:3000]
    return answer.url.removeprefix(f"{SITE}{LIST}").split("/")[0]


def _press(clerk: Clerk, number: str, action: str, **fields: str) -> None:
    path = f"{LIST}{number}/{ITALIAN[action]}/"
    answer = clerk.send(path, clerk.open(path), **fields)
    assert answer.ok, answer.status_code
    assert not REFUSED.search(answer.text), answer.text[:3000]


def proxy() -> None:
    """The proxy speaks for this name alone, by HTTPS alone, and adds nothing to what the service says."""
    plain = visit(f"http://{NAME}/admin/", allow_redirects=False)
    assert (plain.status_code, plain.headers["Location"]) == (301, f"{SITE}/admin/")
    notice = visit(f"{SITE}/informativa/")
    assert notice.headers["Strict-Transport-Security"] == A_YEAR
    assert notice.headers["Content-Encoding"] == "gzip"  # by the service, which knows what is on the page
    asked = visit(f"{SITE}/admin/entra/?next=/admin/messaggi/")
    assert asked.ok
    assert "Content-Encoding" not in asked.headers
    assert visit(f"{SITE}/metrics").status_code == 404
    assert visit(f"http://{LOCAL}/metrics").ok  # whoever is on the machine may ask
    assert _refused("other.example.org")


def _refused(name: str) -> bool:
    with socket.create_connection((NAME, 443), PROCESS) as connection:
        try:
            ssl.create_default_context().wrap_socket(connection, server_hostname=name).close()
        except ssl.SSLError as problem:
            return "UNRECOGNIZED_NAME" in str(problem).upper()
    return False


def guessing() -> None:
    """Who tries more passwords from one address than nginx allows is kept from the site; Meta, from the same address,
    is not."""
    begun, let_in = time.monotonic(), 0
    while (code := visit(f"{SITE}/admin/entra/", "POST").status_code) != TOO_MANY:
        assert code == 403  # no token: the service's own answer
        let_in += 1
        assert let_in <= AT_ONCE + ATTEMPTS_A_SECOND * (time.monotonic() - begun)
    assert visit(f"{SITE}/admin/entra/").ok  # the page itself can be read
    unsigned = visit(f"{SITE}/webhooks/whatsapp/", "POST", json={})
    assert unsigned.status_code == 403


if __name__ == "__main__":
    {"broadcast": broadcast, "leaving": leaving, "proxy": proxy, "guessing": guessing}[sys.argv[1]]()
