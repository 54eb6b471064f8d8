# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The people left out of a confirmed list: named to who confirmed, so many a day; counted in their e-mail.

A list of numbers to try would otherwise tell who is subscribed, twenty thousand at a time.
"""

from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from cascina_whatsapp import trail
from cascina_whatsapp.mail import send_email
from cascina_whatsapp.trail import Event, daily_caps
from subscribers.models import ImportBatch

NAMED_PER_DAY = 100
"""References of people left out that one colleague reads in a day."""
LETTER = (
    "Hai confermato l'{batch}.\n\nPersone iscritte: {enrolled}.\nPersone lasciate com'erano, perché il servizio le "
    "conosceva già: {left_out}.\n\nI riferimenti delle loro prove li ha mostrati la pagina di conferma, una volta "
    "sola. Se non hai confermato tu, avvisa subito il responsabile della protezione dei dati.\n"
)


def named(references: list[str], *, batch: ImportBatch, enrolled: int, by: User, now: datetime) -> list[str]:
    """Return those of these references that `by` may still read today; the trail and others hear of the rest.

    Needs the caller's transaction, in which it comes last.
    """
    daily_caps.hold()
    before = daily_caps.rows_today(Event.UPLOAD_CONFIRMED, by=by, now=now, name="named")
    told = references[: max(0, NAMED_PER_DAY - before)]
    counts = {"enrolled": enrolled, "left_out": len(references), "named": len(told)}
    trail.record(Event.UPLOAD_CONFIRMED, by=by, now=now, about=str(batch), details=counts)
    if len(told) < len(references):
        daily_caps.beyond(Event.LEFT_OUT_UNTOLD, by=by, now=now, about=str(batch))
    letter = LETTER.format(batch=batch, enrolled=enrolled, left_out=len(references))
    transaction.on_commit(partial(send_email, [by.email] if by.email else [], "elenco confermato", letter))
    return told
