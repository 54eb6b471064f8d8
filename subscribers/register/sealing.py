"""The daily seal: how register and trail ended, in a line to be printed and kept where nobody here can reach it."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from cascina_whatsapp.security.append_only.checking import SealOf
from cascina_whatsapp.security.mail import send_email
from cascina_whatsapp.security.trail.verification import current_head
from subscribers.models import Seal, SealLetter

from . import ledger

log = logging.getLogger(__name__)
TRIED_FOR = timedelta(days=30)
"""The time for which a seal that could not be sent is tried again, each night."""
LATE = timedelta(hours=48)
"""The time without a sent seal after which somebody has to look."""


def seal(now: datetime) -> Seal:
    """Seal the register as it is, and e-mail the seal to the Comune's register of documents, if it wants it.

    Seals of other nights that could not be sent go along.
    """
    made = _seal(now)
    log.info("seal %s: %s records", made.pk, made.count)
    if settings.PROTOCOL_EMAILS:
        for waiting in unsent(now - TRIED_FOR).order_by("pk"):
            if not send(waiting, now):  # nor would the others leave
                break
    return made


@transaction.atomic
def _seal(now: datetime) -> Seal:
    head, trail = ledger.serialize(), current_head()
    return Seal.objects.create(
        sequence=head.sequence,
        hash=head.hash,
        count=head.sequence,
        trail_sequence=trail.sequence,
        trail_hash=trail.hash,
        sealed_at=now,
    )


def seals_of_register() -> list[SealOf]:
    """List the seals kept here, as they hold for the register."""
    return [SealOf(one.sequence, one.hash, f"attestato {one.pk}") for one in Seal.objects.all()]


def seals_of_trail() -> list[SealOf]:
    """List the seals kept here that seal the trail too: all but the oldest."""
    return [
        SealOf(one.trail_sequence, one.trail_hash, f"attestato {one.pk}")
        for one in Seal.objects.all()
        if one.trail_sequence is not None and one.trail_hash is not None
    ]


def kept_elsewhere(told: Iterable[tuple[int, str]]) -> list[SealOf]:
    """List seals by number and hash, as they were printed or e-mailed."""
    return [SealOf(sequence, hash, "attestato conservato altrove") for sequence, hash in told]


def send(made: Seal, now: datetime, *, by: User | None = None) -> bool:
    """E-mail this seal to the Comune's register of documents; False where it did not leave."""
    if not send_email(
        settings.PROTOCOL_EMAILS, f"attestato {made.pk} del registro dei consensi", in_words(made)
    ):
        return False
    SealLetter.objects.create(seal=made, sent_at=now, sent_by=by)
    log.info("seal %s sent by user %s", made.pk, by.pk if by else None)
    return True


def unsent(since: datetime) -> QuerySet[Seal]:
    """Select seals of after `since` that never left."""
    return Seal.objects.filter(sealed_at__gte=since, letters=None)


def notice(now: datetime) -> str:
    """Say in Italian that seals can't be mailed away; "" while all is well, or where nobody wants them."""
    if not settings.PROTOCOL_EMAILS or not unsent(now - TRIED_FOR).filter(sealed_at__lt=now - LATE).exists():
        return ""
    return "Gli attestati del registro non arrivano al protocollo: la posta non parte. Intanto stampali."


def in_words(made: Seal) -> str:
    """The seal as a document: what it says, and how to hold it against the register."""
    trail, line = "", f"{made.sequence}:{made.hash}"
    if made.trail_hash:
        line += f":{made.trail_sequence}:{made.trail_hash}"
        trail = f"Tracce degli account: {made.trail_sequence}\nImpronta delle tracce: {made.trail_hash}\n"
    return (
        f"Comune di Cascina, servizio WhatsApp: registro dei consensi\n"
        f"Attestato {made.pk}, fatto {moment_in_words(made.sealed_at)}\n\n"
        f"Eventi nel registro: {made.count}\n"
        f"Ultimo evento: {made.sequence}\n"
        f"Impronta (SHA-256) della catena: {made.hash}\n{trail}\n"
        "Finché questo attestato è conservato fuori dal servizio, nessuno può riscrivere o togliere gli eventi fino "
        f"al {made.sequence}, o le tracce di allora, senza che si veda. Per confrontarlo, chi amministra il sistema "
        "esegue:\n"
        f"cascina verify_consent_log --seal {line}\n"
    )
