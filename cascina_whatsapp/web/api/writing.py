"""Drafts that a system proposes: one for each of its references, so many in an hour and in a day, and never more.

A key proposes, and sees what became of its own proposals. It approves nothing: a person takes the draft up, and
another approves it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from broadcasts.editing import outside_drafts
from broadcasts.editing.outside_drafts import Words
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from subscribers.models import Topic

from . import tokens
from .models import SystemDraft, SystemToken
from .problems import JSON, Refused, Wrong, object_of, problem
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


@dataclass(frozen=True)
class Proposal:
    """A well-formed proposal: the words, and the system's own name of them."""

    words: Words
    reference: str

    @property
    def digest(self) -> str:
        """SHA-256 of the words, in hexadecimal: the same words give the same."""
        words = [self.words.title, self.words.body, self.words.link]
        told = json.dumps([*words, sorted(topic.pk for topic in self.words.topics)])
        return hashlib.sha256(told.encode()).hexdigest()


def judged(sent: dict[str, Any]) -> tuple[Proposal | None, list[Wrong]]:
    """The proposal, or all that is wrong with it."""
    wrong = [Wrong(name[:40], "Campo sconosciuto.") for name in sent if name not in READ]
    read = {name: reader(sent.get(name), name, wrong) for name, reader in READ.items()}
    if wrong:
        return None, wrong
    words = Words(
        title=read["titolo"], body=read["testo"], link=read["collegamento"], topics=read["argomenti"]
    )
    return Proposal(words, read["riferimento"]), []


def _text(most: int, *, needed: bool = True) -> Callable[[Any, str, list[Wrong]], str]:
    def read(value: Any, name: str, wrong: list[Wrong]) -> str:
        if value is None and not needed:
            return ""
        if value is None:
            wrong.append(Wrong(name, MISSING))
        elif not isinstance(value, str) or UNSEEN.search(value):
            wrong.append(Wrong(name, NO_TEXT))
        elif needed and not value.strip():
            wrong.append(Wrong(name, MISSING))
        elif len(value) > most:
            wrong.append(Wrong(name, f"Al massimo {most} caratteri: sono {len(value)}."))
        else:
            return value.strip()
        return ""

    return read


def _link(value: Any, name: str, wrong: list[Wrong]) -> str:
    """Read a link of any site: the page of the draft warns of one that is not the Comune's."""
    text = _text(LINK_MOST, needed=False)(value, name, wrong)
    if text and not _is_address(text):
        wrong.append(Wrong(name, "Dev'essere un indirizzo che comincia con https://."))
    return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        return False


def _reference(value: Any, name: str, wrong: list[Wrong]) -> str:
    text = _text(REFERENCE_MOST)(value, name, wrong)
    if text and not REFERENCE.fullmatch(text):
        wrong.append(
            Wrong(name, "Lettere senza accento, cifre e . _ : / -, a partire da una lettera o cifra.")
        )
    return text


def _topics(value: Any, name: str, wrong: list[Wrong]) -> list[Topic]:
    """Read topics by their codes, as the list of messages names them; none: who takes the draft up chooses."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > TOPICS_MOST:
        wrong.append(Wrong(name, f"Dev'essere un elenco di al massimo {TOPICS_MOST} codici."))
        return []
    by_code = {slugify(topic.name): topic for topic in Topic.objects.filter(is_active=True)}
    if any(not isinstance(code, str) or code not in by_code for code in value):
        wrong.append(Wrong(name, f"Codici conosciuti: {', '.join(sorted(by_code))}."))
        return []
    return [by_code[code] for code in dict.fromkeys(value)]


READ: dict[str, Callable[[Any, str, list[Wrong]], Any]] = {
    "riferimento": _reference,
    "titolo": _text(TITLE_MOST),
    "testo": _text(Campaign.BODY_MOST),
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
    proposal, wrong = judged(object_of(request))
    if proposal is None:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, INVALID, wrong)
    draft, is_new = _kept(token, proposal, now)
    if draft.digest not in ("", proposal.digest):
        return problem(HTTPStatus.CONFLICT, OTHER_WORDS)
    return _told(draft, HTTPStatus.CREATED if is_new else HTTPStatus.OK)


def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell what became of a draft of the key's own system; another's is not there. Raises Refused."""
    token = tokens.verified_token(request, Scope.FOLLOW, timezone.now())
    draft = _own(token, reference)
    return _told(draft, HTTPStatus.OK) if draft else problem(HTTPStatus.NOT_FOUND, NO_SUCH)


@transaction.atomic
def _kept(token: SystemToken, proposal: Proposal, now: datetime) -> tuple[SystemDraft, bool]:
    """Return the draft of a system's reference, and whether it is new. One request of a system at a time."""
    list(SystemToken.objects.select_for_update().filter(system=token.system).order_by("pk"))
    if known := _own(token, proposal.reference):
        return known, False
    _refuse_too_many(token.system, now)
    campaign = outside_drafts.propose(proposal.words, origin=token.system, now=now)
    made = SystemDraft.objects.create(
        system=token.system,
        reference=proposal.reference,
        digest=proposal.digest,
        campaign=campaign,
        at=now,
    )
    return made, True


def _own(token: SystemToken, reference: str) -> SystemDraft | None:
    mine = SystemDraft.objects.filter(system=token.system, reference=reference)
    return mine.select_related("campaign").first()


def _refuse_too_many(system: str, now: datetime) -> None:
    """Raise Refused where a system sends too much, with the seconds until there is room (RFC 9110, 10.2.3)."""
    waits = list(_waits(system, now))
    if waits:
        tokens.note_refusal("limit")
        headers = {"Retry-After": str(max(waits))}
        raise Refused(problem(HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY, headers=headers))


def _waits(system: str, now: datetime) -> Iterator[int]:
    limits = (
        (timedelta(hours=1), settings.API_DRAFTS_PER_HOUR),
        (timedelta(days=1), settings.API_DRAFTS_PER_DAY),
    )
    for span, most in limits:
        latest = SystemDraft.objects.filter(system=system, at__gt=now - span).order_by("-at")
        moments = list(latest.values_list("at", flat=True)[:most])
        if len(moments) == most:
            oldest = moments[-1] if moments else now
            yield ceil((oldest + span - now).total_seconds())


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
