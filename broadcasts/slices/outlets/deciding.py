"""The decisions of a person about a broadcast at an outlet: it is there, or is to be published.

Decisions leave a line in the trail.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts import launching
from broadcasts.models.office import current_calendar
from broadcasts.rules.states import PublicationStatus as P
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

from .models import Publication

STEER, WRITE = "broadcasts.steer_campaign", "broadcasts.change_campaign"


class CannotDecide(Exception):
    """The error that a publication's present state does not allow a decision. The message is for staff."""


@transaction.atomic
def is_there(publication: Publication, *, by: User, now: datetime) -> None:
    """Record that somebody found the message out: nothing is published again. Raises CannotDecide."""
    at = publication.claimed_at or now
    _decide(Event.PUBLICATION_FOUND, publication, P.UNCERTAIN, P.PUBLISHED, by, now, published_at=at)


@transaction.atomic
def publish_again(publication: Publication, *, by: User, now: datetime) -> None:
    """Queue a publication again, which somebody did not find, or mended. Raises CannotDecide."""
    before = P.UNCERTAIN if publication.status == P.UNCERTAIN else P.FAILED
    _decide(Event.PUBLICATION_AGAIN, publication, before, P.WAITING, by, now, next_attempt_at=None)


@transaction.atomic
def published_by_hand(publication: Publication, *, by: User, now: datetime) -> None:
    """Record that somebody has published by hand, where only people do, while it may be. Raises CannotDecide."""
    if not Publication.objects.filter(pk=publication.pk).due(now, launching.may_leave(now)).exists():
        raise CannotDecide("Adesso non si pubblica: guarda perché, accanto al messaggio.")
    _decide(Event.PUBLISHED_BY_HAND, publication, P.WAITING, P.PUBLISHED, by, now, published_at=now)


AT_OPENING = "Si pubblica appena gli orari lo permettono."
FOUND = "Scritto: risulta pubblicato."
DECISIONS: dict[str, dict[str, Any]] = {
    "there": {"label": "C'è", "act": is_there, "done": FOUND, "rights": (STEER,)},
    "again": {"label": "Non c'è: pubblica", "act": publish_again, "done": AT_OPENING, "rights": (STEER,)},
    "now": {"label": "Pubblica adesso", "act": publish_again, "done": AT_OPENING, "rights": (STEER,)},
    "by-hand": {
        "label": "L'ho pubblicato",
        "act": published_by_hand,
        "done": FOUND,
        "rights": (STEER, WRITE),
    },
}
"""Name of a button of a publication → what it does; one of the rights is enough."""


def _decide(
    event: Event,
    publication: Publication,
    before: P,
    to: P,
    by: User,
    now: datetime,
    **fields: datetime | None,
) -> None:
    seen = Publication.objects.filter(pk=publication.pk, status=before, attempts=publication.attempts)
    if not seen.move(to, settled_by=by, settled_at=now, reason="", **fields):
        raise CannotDecide("Qualcuno ha già deciso: guarda com'è adesso.")
    about = f"messaggio {publication.campaign_id}"
    trail.record(event, by=by, now=now, about=about, details={"outlet": publication.outlet})


def may_be_published(publication: Publication, now: datetime) -> bool:
    """Tell whether a person may publish by hand now: within the hours, with nothing that stops it. Two queries."""
    row = Publication.objects.filter(pk=publication.pk).due(now, launching.may_leave(now)).first()
    if row is None or row.is_follow_up:
        return row is not None
    return publication.campaign.is_urgent or current_calendar().is_open(now)
