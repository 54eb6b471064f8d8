"""Keys of other programs: made, shown once, revoked, and recognised in a request. The only writer of SystemToken.

A key is 256 random bits, so its SHA-256 needs neither salt nor slowness: nobody tries 2^256 of them, and each request
is to be answered in a millisecond. It is looked for by its digest: what can be timed tells of the digest, of which
nobody makes the key.
"""

import hashlib
import logging
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse

from cascina_whatsapp.accounts import notices
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders, tell
from cascina_whatsapp.operations.metrics.keeping import API_REFUSALS, KEEPER
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.security import trail

from .models import LETTERS, SystemToken
from .problems import Refused, problem


class Scope(TextChoices):
    """The rights of a key, named as programmers read them; the label is what who makes a key ticks.

    There is none to approve or to send: no key can be given it.
    """

    PROPOSE = "bozze:proponi", "Proporre bozze"
    FOLLOW = "bozze:leggi", "Vedere che ne è delle proprie bozze"


log = logging.getLogger(__name__)
MAY_MAKE, MAY_REVOKE = "api.add_systemtoken", "api.change_systemtoken"
BEGINNING = "csc_"
"""The beginning of each key: scanners that look for lost secrets find it by this."""
RANDOM_BYTES = 32
SENT = re.compile(r"Bearer ([A-Za-z0-9_\-]{1,200})", re.IGNORECASE)
"""RFC 6750, 2.1; RFC 9110, 11.1: the scheme in any case."""
CHALLENGE = 'Bearer realm="Cascina WhatsApp"'
UNKNOWN = "Serve una chiave in vigore, come «Authorization: Bearer …»: la crea chi amministra il servizio."


@transaction.atomic
def make(system: str, scopes: Iterable[Scope], *, by: User, now: datetime) -> tuple[SystemToken, str]:
    """Make a new key; its words are shown once and kept nowhere. `by` holds MAY_MAKE."""
    words = BEGINNING + secrets.token_urlsafe(RANDOM_BYTES)
    token = SystemToken.objects.create(
        system=system,
        digest=_digest(words),
        prefix=words[:LETTERS],
        scopes=sorted({scope.value for scope in scopes}),
        made_by=by,
        made_at=now,
    )
    _tell(
        token, by, "Una chiave è stata creata", "ha creato una chiave: con quella un programma propone bozze"
    )
    _trace(trail.Event.SYSTEM_TOKEN_MADE, token, by, now)
    return token, words


@transaction.atomic
def revoke(token: SystemToken, *, by: User, now: datetime) -> bool:
    """Revoke a key, which opens nothing from the next request on; False where somebody was faster."""
    mine = SystemToken.objects.filter(pk=token.pk, revoked_at=None)
    if not mine.update(revoked_at=now, revoked_by=by):
        return False
    _tell(
        token,
        by,
        "Una chiave è stata revocata",
        "ha revocato una chiave: quel programma non propone più nulla",
    )
    _trace(trail.Event.SYSTEM_TOKEN_REVOKED, token, by, now)
    return True


def verified_token(request: HttpRequest, scope: Scope, now: datetime) -> SystemToken:
    """Find the key that came along, if it may do this. Raises Refused, and counts it."""
    sent = SENT.fullmatch(request.headers.get("Authorization", ""))
    token = SystemToken.objects.filter(digest=_digest(sent[1]), revoked_at=None).first() if sent else None
    if token is None:
        note_refusal("unknown")
        headers = {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"' if sent else CHALLENGE}
        raise Refused(problem(HTTPStatus.UNAUTHORIZED, UNKNOWN, headers=headers))
    if token.used_on != day_of(now):  # the day is enough to see that a key lies idle
        SystemToken.objects.filter(pk=token.pk).update(used_on=day_of(now))
    if scope not in token.scopes:
        note_refusal("scope")
        headers = {"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'}
        raise Refused(
            problem(HTTPStatus.FORBIDDEN, f"Questa chiave non può: {scope.label}.", headers=headers)
        )
    return token


def note_refusal(reason: str) -> None:
    """One more request was refused: `reason` is the label of the figure. Nothing of what was sent is written down."""
    KEEPER.count(API_REFUSALS, reason)
    log.warning("api: a request was refused: %s", reason)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _tell(token: SystemToken, by: User, subject: str, what: str) -> None:
    """Tell the others who may make keys, and whoever protects the data: nobody gives access alone and unseen."""
    tell(
        holders(MAY_MAKE).exclude(pk=by.pk),
        subject=subject,
        sentence=f"{display_name(by)} {what}. Sistema: «{token.system}».",
        page=reverse("admin:api_systemtoken_changelist"),
        addresses=notices.data_protection(),
    )


def _trace(event: trail.Event, token: SystemToken, by: User, now: datetime) -> None:
    details = {"system": token.system, "scopes": ", ".join(token.scopes)}
    trail.record(event, by=by, now=now, about=f"chiave {token.pk}", details=details)
