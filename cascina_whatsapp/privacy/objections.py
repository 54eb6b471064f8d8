"""Objections (GDPR, art. 21) and limits (art. 18): what is done to a subscription because its person asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent
from subscribers.models import Subscriber
from subscribers.register import ledger

from . import rights
from .models import RightsRequest

Kind, Status = RightsRequest.Kind, RightsRequest.Status


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to do what a request asks: which right, what is done, and what the receipt says of it."""

    right: RightsRequest.Kind
    event: Event
    """The event of the trail that it leaves."""
    act: Callable[[Subscriber, consent.Evidence, datetime], object]
    told: str


def _take_invitations_away(person: Subscriber, proof: consent.Evidence, now: datetime) -> None:
    kept = [topic for topic in person.followed_topics() if not topic.is_invitation]
    consent.follow(_named(person), kept, proof, now=now, no_invitations=True)


def _remove(person: Subscriber, proof: consent.Evidence, now: datetime) -> None:
    consent.opt_out(_named(person), proof, now=now, kind=consent.Kind.STAFF_OPT_OUT)


def _named(person: Subscriber) -> Person:
    return Person(phone=person.phone, bsuid=person.bsuid)


WAYS = {
    "invitations": Way(
        right=Kind.OBJECTION,
        event=Event.INVITATIONS_TAKEN,
        act=_take_invitations_away,
        told="Non ti mandiamo più inviti. Gli avvisi continuano ad arrivarti: per smettere scrivi Cancellazione.",
    ),
    "remove": Way(
        right=Kind.OBJECTION,
        event=Event.REMOVED_AT_DESK,
        act=_remove,
        told="Ti abbiamo tolto dal servizio: non ti arriva più nessun messaggio, e il tuo numero non c'è più. Resta, "
        "senza numero, la prova dell'iscrizione e della cancellazione.",
    ),
    "limit": Way(
        right=Kind.RESTRICTION,
        event=Event.MESSAGES_STOPPED,
        act=lambda person, proof, now: consent.limit(person, proof, now=now),
        told="Conserviamo i tuoi dati e non li usiamo: non ti arriva nessun messaggio finché la limitazione vale. "
        "Prima di toglierla ti avvisiamo (art. 18, par. 3).",
    ),
}
"""The names of what can be done, which are those of the buttons too."""


def whose(request: RightsRequest, way: Way) -> Subscriber | None:
    """Return the subscriber of whom a request can be settled so; None where it asks for something else."""
    person = rights.person_of(request)
    is_asked = request.status == Status.OPEN and request.kind == way.right
    return person if is_asked and person and person.is_subscribed else None


@daily_bounds.bounded()
def settle(request: RightsRequest, *, way: Way, by: User, now: datetime) -> RightsRequest:
    """Do what a request asks, and close it with the receipt. Raises rights.CannotAct and BeyondBound."""
    ledger.serialize()
    request = rights.locked(request)
    person = whose(request, way)
    if person is None:
        raise rights.CannotAct("Questa persona non è più iscritta, o non ha chiesto questo.")
    told = rights.receipt(request, f"Fatto {rights.day_by_law(now)}.", way.told)
    closed = rights.close(request, by=by, outcome=told, now=now)
    way.act(person, rights.evidence_of(request, by, now), now)
    _take(way.event, request, by, now)
    return closed


def limited(request: RightsRequest) -> Subscriber | None:
    """Return who has a limit since they asked for it in this request; None where it does not stand any more."""
    stands = request.kind == Kind.RESTRICTION and request.status == Status.DONE
    person = rights.person_of(request) if stands else None
    return person if person and person.limited_since else None


@daily_bounds.bounded()
def lift(request: RightsRequest, *, by: User, now: datetime) -> None:
    """Send again to who has a limit; lifted already, it is not lifted again. Raises BeyondBound."""
    ledger.serialize()
    if person := limited(request):
        proof = rights.evidence_of(request, by, now)
        consent.limit(person, proof, now=now, kind=consent.Kind.UNLIMITED)
        _take(Event.MESSAGES_RESUMED, request, by, now)


def _take(event: Event, request: RightsRequest, by: User, now: datetime) -> None:
    daily_bounds.take(daily_bounds.REMOVAL, by=by, now=now, about=f"richiesta {request.number}", event=event)
