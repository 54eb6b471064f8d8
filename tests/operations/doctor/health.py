"""A service in the best of health, from which each story takes something away."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import responses
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cascina_whatsapp.operations.backups import Backup
from cascina_whatsapp.operations.doctor import examination
from cascina_whatsapp.operations.doctor.examination import named
from cascina_whatsapp.operations.doctor.installation import Installation
from cascina_whatsapp.operations.doctor.machine_facts import (
    Backlog,
    Database,
    NeededTemplates,
    Register,
)
from cascina_whatsapp.operations.doctor.sources import SOURCES
from cascina_whatsapp.operations.doctor.timed_queries import Answer, ask_together
from cascina_whatsapp.operations.health import Folder
from cascina_whatsapp.presentation.checks import Place, Result
from tests.box.tests.in_process import InProcess
from tests.box.tests.running import definition

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SITE = "https://whatsapp.comune.example"
HERE = Installation(
    now=NOW,
    is_debug=False,
    is_embedded=False,
    has_redis=True,
    site_url=SITE,
    api_url="https://graph.facebook.com",
    app_id=settings.WHATSAPP_APP_ID,
    rate=80,
    mail_is_on=True,
    lacking_addresses=(),
    seals_are_sent=True,
)
HOUR, DAY, GB = timedelta(hours=1), timedelta(days=1), 1_000_000_000
FOLDER = Folder("VAR_DIR", 50 * GB, True)
STANDARD, SERVICE = "avviso_testo_v1", "promemoria_annuale_v1_12345678"


def facts_at(now: datetime) -> dict[str, object]:
    """What this machine tells when nothing is wrong."""
    return {
        "settings": ([], []),
        "database": Database("postgresql", 15),
        "log": [],
        "migrations": 0,
        "triggers": [],
        "keys": [],
        "beats": {"tick": now, "webhook": now - HOUR},
        "backlog": Backlog(0, 0, 0),
        "register": Register(now - HOUR, "", now - HOUR, True),
        "approvers": 2,
        "authorisers": None,
        "wanted": NeededTemplates({STANDARD: "text"}, {SERVICE: "Promemoria, versione 1"}),
        "folders": [FOLDER],
        "backup": Backup(now - HOUR, now - DAY, True),
        "broker": True,
        "queues": {},
        "mail": True,
        "telegram": "",
    }


FACTS = facts_at(NOW)
IN_TIME = 10.0


def machine(*, here: dict[str, object] | None = None, **facts: object) -> dict[str, Result]:
    """What is found where this machine has these facts, and nobody asks outside."""
    answers = {name: examination.not_asked(source.place) for name, source in SOURCES.items()}
    answers |= {name: Answer(fact=fact) for name, fact in (FACTS | facts).items()}
    return named(examination.judge(replace(HERE, **(here or {})), answers))


def away(within: float = IN_TIME, **here: object) -> dict[str, Result]:
    """What is found where this machine is well, by asking Meta and our own address in earnest."""
    asked = {name: source.ask for name, source in SOURCES.items() if source.place == Place.OUTSIDE}
    facts = {name: Answer(fact=fact) for name, fact in facts_at(timezone.now()).items()}
    answers = facts | ask_together(asked, within=within)
    return named(examination.judge(replace(HERE, now=timezone.now(), **here), answers))


def connected(meta: responses.RequestsMock) -> InProcess:
    """Meta as it should be, with our templates; our site answers at its public address."""
    simulator = InProcess(meta, f"{SITE}/webhooks/whatsapp/")
    simulator.asks_otherwise = {}  # of our own address: for one that knows another verify token
    for name in (STANDARD, SERVICE):
        simulator.has_template(definition(name=name))
    site = Client()

    def at_our_door(request):
        address = urlsplit(request.url)
        asked = dict(parse_qsl(address.query)) | simulator.asks_otherwise
        response = site.get(address.path, asked, secure=True, headers={"host": "testserver"})
        return response.status_code, {}, response.content

    meta.add_callback("GET", re.compile(f"^{SITE}/webhooks/"), at_our_door)
    return simulator
