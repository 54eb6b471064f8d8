"""Other programs of the Comune, with their keys."""

from datetime import datetime

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cascina_whatsapp.web.api import tokens
from cascina_whatsapp.web.api.tokens import Scope
from tests.builders import hire
from tests.staff import SARA

DRAFTS = "/api/v1/bozze"
SITE = "sito del Comune"
NEWS = {
    "riferimento": "notizie/812",
    "titolo": "Via Roma chiusa",
    "testo": "Lunedì via Roma è chiusa per lavori.",
    "collegamento": "https://www.comune.cascina.pi.it/avvisi/via-roma",
    "argomenti": ["viabilita-e-cantieri"],
}


def key(system: str = SITE, *scopes: Scope, now: datetime | None = None) -> str:
    """A new key of that system; without scopes, it may do all that a key can."""
    made = tokens.make(system, scopes or list(Scope), by=hire(SARA), now=now or timezone.now())
    return made[1]


def shown(words: str) -> dict[str, str]:
    """The header that shows a key."""
    return {"Authorization": f"Bearer {words}"}


def propose(words: str, **news) -> HttpResponse:
    """A program sends an item of news, as NEWS but for what a story says."""
    return Client().post(DRAFTS, NEWS | news, content_type="application/json", headers=shown(words))
