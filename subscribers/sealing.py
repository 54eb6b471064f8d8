# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The daily seal: how the register ended, in a line that can be printed and kept where nobody here can reach it."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from cascina_whatsapp.mail import tell

from . import register
from .models import Seal

log = logging.getLogger(__name__)


def seal(now: datetime) -> Seal:
    """Seal the register as it is, and e-mail the seal to the Comune's register of documents, if it wants it."""
    made = _seal(now)
    log.info("seal %s: %s records", made.pk, made.count)
    tell(settings.PROTOCOL_EMAILS, f"sigillo {made.pk} del registro dei consensi", in_words(made))
    return made


@transaction.atomic
def _seal(now: datetime) -> Seal:
    head = register.hold()
    return Seal.objects.create(sequence=head.sequence, hash=head.hash, count=head.sequence, sealed_at=now)


def in_words(made: Seal) -> str:
    """The seal as a document: what it says, and how to hold it against the register."""
    return (
        f"Comune di Cascina, servizio WhatsApp: registro dei consensi\n"
        f"Sigillo {made.pk}, apposto il {localtime(made.sealed_at):%d/%m/%Y alle %H:%M:%S}\n\n"
        f"Eventi nel registro: {made.count}\n"
        f"Ultimo evento: {made.sequence}\n"
        f"Impronta (SHA-256) della catena: {made.hash}\n\n"
        "Finché questo sigillo è conservato fuori dal servizio, nessuno può riscrivere gli eventi fino al "
        f"{made.sequence} senza che si veda. Per confrontarlo:\n"
        f"manage.py verify_consent_log --seal {made.sequence}:{made.hash}\n"
    )
