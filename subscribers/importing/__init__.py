"""People who agreed on paper or at the desk: one member of staff uploads the list, another confirms it.

All of a list is enrolled, through `consent`, or nothing of it. The file is read and thrown away; its rows wait until
somebody decides or their term is over (see `retention`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, tell
from cascina_whatsapp.security import as_read, trail
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent
from subscribers.identity import naming
from subscribers.models import ImportBatch, ImportRow
from subscribers.register import ledger
from subscribers.rules.lists import COLUMNS, MOST_BYTES, UnreadableFile
from subscribers.rules.phone import is_landline

from . import people, rejected_rows
from .checking import BadRows, check, read

__all__ = [
    "COLUMNS",
    "MOST_BYTES",
    "BadRows",
    "CannotDecide",
    "Confirmed",
    "UnreadableFile",
    "confirm",
    "forget",
    "refuse",
    "summary",
    "upload",
]

Status = ImportBatch.Status
RULE = "import"
FIRST = 20
"""People of a list on its own page; all of them are a click away."""


TOO_MANY_REFUSED = (
    "Oggi hai già caricato {} righe che non andavano: il servizio non prende altri elenchi da te fino a domani. Se "
    "ti serve per il tuo lavoro, parlane con il responsabile della protezione dei dati, che ne è stato avvisato."
)


class CannotDecide(ValueError):
    """The error that this person can't decide, or somebody has; the message is a sentence in Italian."""


@dataclass(frozen=True)
class Confirmed:
    """The outcome of a confirmed list: how many are subscribed, how many were left out, and the proofs of the latter,
    as far as the limit of the day goes.
    """

    batch: ImportBatch
    enrolled: int
    left_out: int
    references: list[str]


def upload(content: bytes, *, file_name: str, note: str, by: User, now: datetime) -> ImportBatch:
    """The people of this file, waiting for a second person. Raises UnreadableFile or BadRows: nothing is kept."""
    rows = _checked(content, by, now)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            file_name=file_name[:100], note=note, uploaded_by=by, uploaded_at=now, count=len(rows)
        )
        names = naming.named_all(Person(phone=row.phone) for row in rows)
        for row, name in zip(rows, names, strict=True):
            row.batch, row.pseudonym = batch, name["phone_pseudonym"]
        ImportRow.objects.bulk_create(rows, batch_size=1000)
        tell(
            holders("subscribers.confirm_import").exclude(pk=by.pk),
            subject="Un elenco di moduli di carta aspetta la tua conferma",
            sentence=f"{display_name(by)} ha caricato un elenco: va confrontato con i moduli.",
            page=_page_of(batch),
            kind=Kind.WAITS,
        )
        told = {"accepted": len(rows)}
        trail.record(Event.UPLOAD_CHECKED, by=by, now=now, about=str(batch), details=told)
    return batch


def _checked(content: bytes, by: User, now: datetime) -> list[ImportRow]:
    """The rows of the file; what is refused of it is counted, and too much of it in a day refuses the rest."""
    refused, most = Event.UPLOAD_REFUSED, settings.REFUSED_ROWS_PER_DAY
    if daily_bounds.rows_today(refused, by=by, now=now) >= most:
        about = f"{most} righe di elenchi rifiutate in un giorno"
        daily_bounds.beyond(Event.UPLOADS_STOPPED, by=by, now=now, about=about)
        raise UnreadableFile(TOO_MANY_REFUSED.format(most))
    try:
        return check(read(content), now)
    except UnreadableFile:
        trail.record(refused, by=by, now=now, about="file che non si legge", details={"rows": 1})
        raise
    except BadRows as refusal:
        trail.record(refused, by=by, now=now, about="righe", details={"rows": len(refusal.rows)})
        raise


def summary(batch: ImportBatch) -> dict[str, Any] | None:
    """Tell what its confirmer has to see of a list that waits: its first people, in its order, and how many more.

    `landlines`: numbers of telephones that stand somewhere, which are allowed, and worth a second look. None when it
    has been decided on.
    """
    rows = list(batch.rows.all())
    if not rows:
        return None
    shown = [people.shown(row) for row in rows[:FIRST]]
    landlines = sum(is_landline(row.phone) for row in rows)
    return {"landlines": landlines, "people": shown, "others": len(rows) - len(shown)}


@transaction.atomic
def confirm(batch: ImportBatch, *, read: str, by: User, now: datetime) -> Confirmed:
    """Subscribe everybody in the list who may be, for somebody other than who uploaded it. Raises CannotDecide.

    Left out are those whom the service has met: only this other person is told, by the proofs' references; how many
    they were, also by e-mail.
    """
    ledger.serialize()
    batch = _waiting(batch, read)
    if batch.uploaded_by_id == by.pk:
        raise CannotDecide("L'elenco l'hai caricato tu: deve confermarlo un'altra persona.")
    rows = list(batch.rows.all())
    met = rejected_rows.known([row.phone for row in rows])
    joining = [row for row in rows if row.phone not in met]
    consent.enrol([(Person(phone=row.phone), _evidence(row, by)) for row in joining], now=now)
    decided = _decided(batch, Status.CONFIRMED, by, now)
    _tell_uploader(decided, by)
    references = [row.reference for row in rows if row.phone in met]
    named = rejected_rows.named(references, batch=batch, enrolled=len(joining), by=by, now=now)
    return Confirmed(decided, len(joining), len(references), named)


@transaction.atomic
def refuse(batch: ImportBatch, *, read: str, by: User, now: datetime, why: str = "") -> ImportBatch:
    """Throw the list away: nobody in it is subscribed; the uploader reads why. Raises CannotDecide."""
    batch = _waiting(batch, read)
    batch.refusal = why.strip()
    batch.save(update_fields=["refusal"])
    decided = _decided(batch, Status.REFUSED, by, now)
    _tell_uploader(decided, by)
    return decided


@transaction.atomic
def forget(pseudonyms: set[str], *, now: datetime) -> int:
    """Take a person out of the lists that wait, by their pseudonyms; return out of how many.

    Needs the register held, as whoever confirms does. A list of which nothing is left is over.
    """
    rows = ImportRow.objects.filter(pseudonym__in=pseudonyms)
    batches = list(ImportBatch.objects.select_for_update().filter(rows__in=rows).order_by("pk"))
    for batch in batches:
        batch.rows.filter(pseudonym__in=pseudonyms).delete()
        batch.count = batch.rows.count()
        if not batch.count:
            batch.status, batch.decided_at = Status.EXPIRED, now
            end(_page_of(batch), how="finito: non c'è più nessuno", by=None, now=now)
        batch.save(update_fields=["count", "status", "decided_at"])
    return len(batches)


def _waiting(batch: ImportBatch, read: str) -> ImportBatch:
    """The list, locked until the transaction is over. Raises CannotDecide: it is decided, or not what was read."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.status != Status.WAITING:
        raise CannotDecide(f"Su questo elenco è già stato deciso: {locked.get_status_display().lower()}.")
    if problem := as_read.changed(locked, read):
        raise CannotDecide(problem)
    return locked


def _tell_uploader(batch: ImportBatch, by: User) -> None:
    """Tell the uploader that somebody else decided on the list."""
    word = batch.get_status_display().lower()
    why = f" («{batch.refusal}»)" if batch.refusal else ""
    tell(
        [batch.uploaded_by] if batch.uploaded_by_id != by.pk else [],
        subject=f"Elenco di moduli di carta {word}",
        sentence=f"{display_name(by)} ha deciso sull'elenco che hai caricato: {word}{why}.",
        page=_page_of(batch),
        by_email=False,
    )


def _page_of(batch: ImportBatch) -> str:
    return reverse("admin:subscribers_importbatch_change", args=[batch.pk])


def _evidence(row: ImportRow, by: User) -> consent.Evidence:
    return consent.Evidence(
        at=row.agreed_at,
        channel=consent.Channel(row.channel),
        rule=RULE,
        actor=by,
        reason=f"{row.reference} (importazione {row.batch_id})",
    )


def _decided(batch: ImportBatch, status: str, by: User, now: datetime) -> ImportBatch:
    batch.status, batch.decided_by, batch.decided_at = status, by, now
    batch.save(update_fields=["status", "decided_by", "decided_at"])
    batch.rows.all().delete()
    how = "confermato" if status == Status.CONFIRMED else "respinto"
    end(_page_of(batch), how=how, by=by, now=now)
    return batch
