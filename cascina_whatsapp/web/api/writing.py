"""Drafts that a system proposes: one for each of its references, so many in an hour and in a day, and never more.

A key proposes, and sees what became of its own proposals. It approves nothing: a person takes the draft up, and
another approves it.
"""

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from broadcasts.launching.drafts import outside_drafts
from broadcasts.launching.drafts.outside_drafts import Words
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from subscribers.models import Topic

from . import tokens
from .models import SystemDraft, SystemToken
from .problems import JSON, Refused, object_of, problem
from .tokens import Scope

TITLE_MOST, LINK_MOST, REFERENCE_MOST, TOPICS_MOST = 200, 200, 100, 10
"""Characters; of topics, how many. A draft may be longer than what may leave: its page says so."""
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/\-]*", re.ASCII)
MISSING = "Manca."
NO_TEXT = "Dev'essere un testo, senza caratteri di controllo."
INVALID = "La bozza non è stata creata: correggi quello che segue e manda di nuovo."
OTHER_WORDS = (
    "Con questo riferimento hai già proposto altre parole, e restano quelle: le cambia chi scrive i messaggi. Per "
    "un'altra bozza usa un riferimento nuovo."
)
NO_SUCH = "Con questo riferimento non hai proposto nulla."
TOO_MANY = "Oggi questo sistema ha proposto abbastanza bozze: riprova più tardi."


def digest_of(words: Words) -> str:
    """SHA-256 of what is proposed, in hexadecimal: the same words give the same."""
    told = json.dumps([words.title, words.body, words.link, sorted(topic.pk for topic in words.topics)])
    return hashlib.sha256(told.encode()).hexdigest()


def judged(sent: dict[str, Any]) -> tuple[str, Words]:
    """The system's own name of what it proposes, and the words. Raises Refused with all that is wrong with them."""
    wrong = [(name[:40], "Campo sconosciuto.") for name in sent if name not in READ]
    read: dict[str, Any] = {}
    for name, reader in READ.items():
        try:
            read[name] = reader(sent.get(name))
        except ValueError as refusal:
            wrong.append((name, str(refusal)))
    if wrong:
        raise Refused(problem(HTTPStatus.UNPROCESSABLE_ENTITY, INVALID, wrong))
    words = Words(
        title=read["titolo"], body=read["testo"], link=read["collegamento"], topics=read["argomenti"]
    )
    return read["riferimento"], words


def _text(value: Any, most: int, *, needed: bool = True) -> str:
    """Read a text. Raises ValueError with what is wrong with it, as the other readers."""
    if value is None and not needed:
        return ""
    if value is None:
        raise ValueError(MISSING)
    if not isinstance(value, str) or UNSEEN.search(value):
        raise ValueError(NO_TEXT)
    if needed and not value.strip():
        raise ValueError(MISSING)
    if len(value) > most:
        raise ValueError(f"Al massimo {most} caratteri: sono {len(value)}.")
    return value.strip()


def _link(value: Any) -> str:
    """Read a link of any site: the page of the draft warns of one that is not the Comune's."""
    text = _text(value, LINK_MOST, needed=False)
    with suppress(ValueError):
        parts = urlsplit(text)
        if not text or (parts.scheme == "https" and parts.hostname and not re.search(r"\s", text)):
            return text
    raise ValueError("Dev'essere un indirizzo che comincia con https://.")


def _reference(value: Any) -> str:
    text = _text(value, REFERENCE_MOST)
    if not REFERENCE.fullmatch(text):
        raise ValueError("Lettere senza accento, cifre e . _ : / -, a partire da una lettera o cifra.")
    return text


def _topics(value: Any) -> list[Topic]:
    """Read topics by their codes, as the list of messages names them; none: who takes the draft up chooses."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > TOPICS_MOST:
        raise ValueError(f"Dev'essere un elenco di al massimo {TOPICS_MOST} codici.")
    by_code = {slugify(topic.name): topic for topic in Topic.objects.filter(is_active=True)}
    if any(not isinstance(code, str) or code not in by_code for code in value):
        raise ValueError(f"Codici conosciuti: {', '.join(sorted(by_code))}.")
    return [by_code[code] for code in dict.fromkeys(value)]


READ: dict[str, Callable[[Any], Any]] = {
    "riferimento": _reference,
    "titolo": partial(_text, most=TITLE_MOST),
    "testo": partial(_text, most=Campaign.BODY_MOST),
    "collegamento": _link,
    "argomenti": _topics,
}
"""Each member and what reads it."""


def propose(request: HttpRequest) -> HttpResponse:
    """201 with a new draft, 200 with the one that these words made already, 409 for other words of this reference.

    Raises Refused.
    """
    now = timezone.now()
    token = tokens.verified_token(request, Scope.PROPOSE, now)
    reference, words = judged(object_of(request))
    draft, is_new = _kept(token, reference, words, now)
    if draft.digest not in ("", digest_of(words)):
        return problem(HTTPStatus.CONFLICT, OTHER_WORDS)
    return _told(draft, HTTPStatus.CREATED if is_new else HTTPStatus.OK)


def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell what became of a draft of the key's own system; another's is not there. Raises Refused."""
    token = tokens.verified_token(request, Scope.FOLLOW, timezone.now())
    draft = _own(token, reference)
    return _told(draft, HTTPStatus.OK) if draft else problem(HTTPStatus.NOT_FOUND, NO_SUCH)


@transaction.atomic
def _kept(token: SystemToken, reference: str, words: Words, now: datetime) -> tuple[SystemDraft, bool]:
    """Return the draft of a system's reference, and whether it is new. One request of a system at a time."""
    list(SystemToken.objects.select_for_update().filter(system=token.system).order_by("pk"))
    if known := _own(token, reference):
        return known, False
    _refuse_too_many(token.system, now)
    campaign = outside_drafts.propose(words, origin=token.system, now=now)
    made = SystemDraft.objects.create(
        system=token.system,
        reference=reference,
        digest=digest_of(words),
        campaign=campaign,
        at=now,
    )
    return made, True


def _own(token: SystemToken, reference: str) -> SystemDraft | None:
    mine = SystemDraft.objects.filter(system=token.system, reference=reference)
    return mine.select_related("campaign").first()


def _refuse_too_many(system: str, now: datetime) -> None:
    """Raise Refused where a system sends too much, with the seconds until there is room (RFC 9110, 10.2.3)."""
    limits = {
        timedelta(hours=1): settings.API_DRAFTS_PER_HOUR,
        timedelta(days=1): settings.API_DRAFTS_PER_DAY,
    }
    waits = []
    for span, most in limits.items():
        latest = SystemDraft.objects.filter(system=system, at__gt=now - span).order_by("-at")
        moments = list(latest.values_list("at", flat=True)[:most])
        if len(moments) == most:
            oldest = moments[-1] if moments else now
            waits.append(ceil((oldest + span - now).total_seconds()))
    if waits:
        tokens.note_refusal("limit")
        headers = {"Retry-After": str(max(waits))}
        raise Refused(problem(HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY, headers=headers))


def _told(draft: SystemDraft, status: HTTPStatus) -> HttpResponse:
    data = {"id": draft.campaign_id, "riferimento": draft.reference, "stato": _state(draft)}
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(json.dumps(data), status=status, content_type=JSON, headers=headers)


def _state(draft: SystemDraft) -> str:
    """Say in Italian how far the draft is, no more: who took it up, and what was written on it, is the office's."""
    campaign = draft.campaign
    if (
        campaign is None
        or campaign.thrown_at
        or (campaign.status == CampaignStatus.CANCELLED and campaign.started_at is None)
    ):
        return "scartata"
    if campaign.started_at is not None:
        return "inviata"
    is_untaken = campaign.status == CampaignStatus.DRAFT and campaign.author_id is None
    return "proposta" if is_untaken else "presa in carico"
