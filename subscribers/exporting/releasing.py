"""The release of an export with numbers, by somebody else than who asked for it; before it nobody has the file."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices import notifying
from cascina_whatsapp.security import as_read, trail
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.logs import scrub
from cascina_whatsapp.security.trail import Event
from subscribers.models import RegisterExport

from .filters import Filters

log = logging.getLogger(__name__)
MAY_RELEASE = "subscribers.release_registerexport"
GONE = (RegisterExport.Status.FAILED, RegisterExport.Status.DISCARDED)
NOT_ONESELF = "Hai chiesto tu questa esportazione: la autorizza un altro collega."
ALREADY = "Questa esportazione è già autorizzata."
NO_FILE = "Il file non c'è più: chi lo voleva chiede una nuova esportazione."


class CannotRelease(ValueError):
    """An export that can't be released; says why, in Italian."""


def releasers(export: RegisterExport) -> QuerySet[User]:
    """Colleagues who may release it; whoever asked for it is none of them."""
    return notifying.holders(MAY_RELEASE).exclude(pk=export.requested_by_id).order_by("pk")


def count_people(export: RegisterExport) -> int:
    """Count the people of whom it holds something, as the register knows them: by pseudonyms."""
    records = Filters.from_data(export.filters).records().exclude(pseudonym="")
    return records.order_by().values("pseudonym").distinct().count()


def ask(export: RegisterExport) -> None:
    """Tell those who may release it that it waits for one of them."""
    notifying.tell(
        releasers(export),
        subject="un'esportazione con i numeri aspetta un'autorizzazione",
        sentence=f"{notifying.display_name(export.requested_by)} ha chiesto l'{export} del registro, con i numeri "
        "in chiaro. Leggi perché, e autorizzala solo se serve.",
        page=_page_of(export),
        kind=notifying.Kind.WAITS,
    )


@transaction.atomic
def release(export: RegisterExport, *, read: str, by: User, now: datetime) -> None:
    """Let whoever may have numbers take the file; `by` has the right to. Raises CannotRelease."""
    export = RegisterExport.objects.select_for_update(of=["self"]).get(pk=export.pk)
    if export.requested_by_id == by.pk:
        raise CannotRelease(NOT_ONESELF)
    if not export.waits:
        raise CannotRelease(ALREADY)
    if not seals.holds(seals.Kind.EXPORT, export):
        raise CannotRelease(seals.ALTERED)
    if export.status in GONE:
        raise CannotRelease(NO_FILE)
    if problem := as_read.changed(export.shown, read):
        raise CannotRelease(problem)
    export.released_by, export.released_at = by, now
    export.save(update_fields=["released_by", "released_at"])
    seals.put(seals.Kind.EXPORT, export)
    notifying.end(_page_of(export), how="autorizzato", by=by, now=now)
    notifying.tell(
        [export.requested_by],
        subject=f"{export} autorizzata",
        sentence=f"{notifying.display_name(by)} ha autorizzato l'{export}: ora puoi scaricarla.",
        page=reverse("admin:subscribers_registerexport_change", args=[export.pk]),
    )
    log.info("export %s released by user %s", export.pk, by.pk)
    details: dict[str, str | int] = {
        "asked_by": scrub(export.requested_by.get_username()),
        "records": export.total,
        "people": count_people(export),
    }
    trail.record(Event.EXPORT_RELEASED, by=by, now=now, about=f"{export}: autorizzata", details=details)


def _page_of(export: RegisterExport) -> str:
    """Return the path of the page on which an export is released."""
    return reverse("admin:subscribers_registerexport_release", args=[export.pk])
