"""The decisions of a person about a broadcast at an outlet: it is there, or is to be published. In the trail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.models import Publication
from broadcasts.rules.states import PublicationStatus
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

P = PublicationStatus
STEER, WRITE = "broadcasts.steer_campaign", "broadcasts.change_campaign"
NOT_NOW = "Adesso non si pubblica: guarda perché, accanto al messaggio."
DECIDED = "Qualcuno ha già deciso: guarda com'è adesso."


class CannotDecide(Exception):
    """The error that a publication's present state does not allow a decision. The message is for staff."""


@transaction.atomic
def is_there(publication: Publication, *, by: User, now: datetime) -> None:
    """Record that somebody found the message out: nothing is published again. Raises CannotDecide."""
    _decide(
        publication, P.UNCERTAIN, P.PUBLISHED, by, now, published_at=publication.claimed_at or now, reason=""
    )
    _trace(Event.PUBLICATION_FOUND, publication, by, now)


@transaction.atomic
def publish_again(publication: Publication, *, by: User, now: datetime) -> None:
    """Queue a publication again, which somebody did not find, or mended. Raises CannotDecide."""
    before = P.UNCERTAIN if publication.status == P.UNCERTAIN else P.FAILED
    _decide(publication, before, P.WAITING, by, now, next_attempt_at=None, reason="")
    _trace(Event.PUBLICATION_AGAIN, publication, by, now)


@transaction.atomic
def published_by_hand(publication: Publication, *, by: User, now: datetime) -> None:
    """Record that somebody has published by hand, where only people do, while it may be. Raises CannotDecide."""
    if not Publication.objects.filter(pk=publication.pk).due(now).exists():
        raise CannotDecide(NOT_NOW)
    _decide(publication, P.WAITING, P.PUBLISHED, by, now, published_at=now, reason="")
    _trace(Event.PUBLISHED_BY_HAND, publication, by, now)


@dataclass(frozen=True)
class Decision:
    """One button of a publication."""

    label: str
    act: Callable[..., None]
    done: str
    rights: tuple[str, ...] = (STEER,)
    """One of them is enough."""


DECISIONS = {
    "there": Decision("C'è", is_there, "Scritto: risulta pubblicato."),
    "again": Decision("Non c'è: pubblica", publish_again, "Si pubblica appena gli orari lo permettono."),
    "now": Decision("Pubblica adesso", publish_again, "Si pubblica appena gli orari lo permettono."),
    "by-hand": Decision("L'ho pubblicato", published_by_hand, "Scritto: risulta pubblicato.", (STEER, WRITE)),
}
"""Name of a button → what it does."""


def _decide(
    publication: Publication, before: str, to: PublicationStatus, by: User, now: datetime, **fields: object
) -> None:
    seen = Publication.objects.filter(pk=publication.pk, status=before, attempts=publication.attempts)
    if not seen.move(to, settled_by=by, settled_at=now, **fields):
        raise CannotDecide(DECIDED)


def _trace(event: Event, publication: Publication, by: User, now: datetime) -> None:
    about = f"messaggio {publication.campaign_id}"
    trail.record(event, by=by, now=now, about=about, details={"outlet": publication.outlet})
