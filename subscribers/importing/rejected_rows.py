"""The people whom a confirmed list left out, since the service had met them.

They are named to the colleague who confirmed it, so many a day, and counted in their e-mail.
A list of numbers to try would otherwise tell who is subscribed, twenty thousand at a time.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.urls import reverse

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.accounts.staff_notices.notifying import tell
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.identity import naming
from subscribers.models import ImportBatch, Subscriber

NAMED_PER_DAY = 100
"""References of people left out that one colleague reads in a day."""
UNTOLD = f"più di {NAMED_PER_DAY} persone lasciate fuori da un elenco, in un giorno"
LETTER = (
    "Hai confermato l'{batch}.\n\nPersone iscritte: {enrolled}.\nPersone lasciate com'erano, perché il servizio le "
    "conosceva già: {left_out}.\n\nI riferimenti delle loro prove li ha mostrati la pagina di conferma, una volta "
    "sola. Se non hai confermato tu, avvisa subito il responsabile della protezione dei dati."
)


def named(references: list[str], *, batch: ImportBatch, enrolled: int, by: User, now: datetime) -> list[str]:
    """Return those of these references that `by` may still read today; the trail and others hear of the rest.

    Needs the caller's transaction, in which it comes last.
    """
    daily_bounds.hold()
    before = daily_bounds.rows_today(Event.UPLOAD_CONFIRMED, by=by, now=now, name="named")
    told = references[: max(0, NAMED_PER_DAY - before)]
    counts = {"enrolled": enrolled, "left_out": len(references), "named": len(told)}
    trail.record(Event.UPLOAD_CONFIRMED, by=by, now=now, about=str(batch), details=counts)
    if len(told) < len(references):
        daily_bounds.beyond(Event.LEFT_OUT_UNTOLD, by=by, now=now, about=UNTOLD)
    letter = LETTER.format(batch=batch, enrolled=enrolled, left_out=len(references))
    page = reverse("admin:subscribers_importbatch_change", args=[batch.pk])
    tell((), subject="elenco confermato", sentence=letter, page=page, addresses=filter(None, [by.email]))
    return told


BATCH_SIZE = 500
"""Pseudonyms in one query."""


def known(phones: list[str]) -> set[str]:
    """Select, of these numbers, those of people who are subscribed, have left, or were asked and have not answered.

    Asked for whoever confirms, never for whoever uploads, or a list would tell them who is known.
    """
    named = naming.named_all(Person(phone=phone) for phone in phones)
    names = {name["phone_pseudonym"]: phone for name, phone in zip(named, phones, strict=True)}
    return {
        phone for phone in (names[name] for name in _met(list(names))) if identity.find(Person(phone=phone))
    }


def _met(names: list[str]) -> list[str]:
    """Select those of these pseudonyms that the service has met."""
    found: list[str] = []
    for start in range(0, len(names), BATCH_SIZE):
        met = Subscriber.objects.filter(phone_pseudonym__in=names[start : start + BATCH_SIZE])
        found += met.values_list("phone_pseudonym", flat=True)
    return found
