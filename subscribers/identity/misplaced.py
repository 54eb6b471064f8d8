"""Numbers in a row of somebody else: no message leaves for one, and the operators are told.

A value is bound to its column by its encryption, and to its person by the pseudonym beside it: without the keys
nobody can make another pair of the two.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.whatsapp.cloud_api.people import Person

from .naming import candidates

log = logging.getLogger(__name__)
ALARM = "Un numero non è della persona a cui risulta"
TOLD_ONCE_IN = timedelta(hours=1)


def is_theirs(person: Person, *pseudonyms: str) -> bool:
    """Tell whether the number, or where there is none the BSUID, has one of these pseudonyms, under any live key."""
    address = Person(phone=person.phone, bsuid="" if person.phone else person.bsuid)
    return any(name in pseudonyms for names in candidates(address).values() for name in names)


def report(what: str, now: datetime) -> None:
    """Log that a message was kept back, named by its ids; tell the operators, once an hour."""
    log.error("%s was kept back: the number is not of the person whose row it is in", what)
    if StaffNotice.objects.filter(subject=ALARM, at__gt=now - TOLD_ONCE_IN).exists():
        return
    tell(
        holders("subscribers.view_registercheck"),
        subject=ALARM,
        sentence="Un messaggio non è partito: il numero a cui andava non è quello della persona per cui era. "
        "Qualcuno può aver scritto nella base di dati. Verifica il registro e avvisa chi amministra il sistema, che "
        "trova nel registro del sistema quali messaggi sono.",
        page=reverse("admin:subscribers_registercheck_changelist"),
        addresses=settings.ALERT_EMAILS,
        by_email=False,
    )
