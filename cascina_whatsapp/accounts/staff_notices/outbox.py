# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The e-mails of the notices: sent right after the commit, and again where the mail server refused.

A try is written down before it is made. A process that dies in between sends one twice at worst: better than never.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cascina_whatsapp.security.mail import send_email

from .models import Kind, StaffNotice

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""The waits after the first try, the second, and so on; after the last one, it stays on the page alone."""
AT_ONCE = timedelta(minutes=1)
"""The time for which the process that wrote it is the one that sends it."""
MOST = 100
"""E-mails of one tick: a mail server that is down costs ten seconds for each."""


def send_at_once(notices: Iterable[int]) -> None:
    """The e-mails of these notices. Right after the commit, so it reads the clock by itself."""
    _send(StaffNotice.objects.filter(pk__in=list(notices), tried=0), timezone.now())


def send_due(now: datetime) -> int:
    """The e-mails that are due again, or whose process died; how many notices left."""
    return _send(due(now)[:MOST], now)


def due(now: datetime) -> QuerySet[StaffNotice]:
    """Notices whose e-mail somebody has to send now; of what is over by now, none."""
    again = Q(try_again_at__lte=now) | Q(try_again_at=None, at__lte=now - AT_ONCE)
    return StaffNotice.objects.filter(again, wants_email=True, over_at=None, tried__lte=len(WAITS)).order_by(
        "pk"
    )


def _send(notices: QuerySet[StaffNotice], now: datetime) -> int:
    """One e-mail for all who are told the same; how many notices were sent."""
    claimed = [notice for notice in notices.select_related("person") if _claim(notice, now)]
    claimed.sort(key=_letter)
    return sum(_send_one(letter, list(group)) for letter, group in groupby(claimed, key=_letter))


def _claim(notice: StaffNotice, now: datetime) -> bool:
    """Claim a notice to be sent, and tell whether it is ours: another process may have been faster."""
    untouched = StaffNotice.objects.filter(pk=notice.pk, wants_email=True, tried=notice.tried)
    wait = WAITS[min(notice.tried, len(WAITS) - 1)]
    return bool(untouched.update(tried=F("tried") + 1, try_again_at=now + wait))


def _letter(notice: StaffNotice) -> tuple[str, str, str]:
    urgent = "Urgente: " if notice.kind == Kind.URGENT else ""
    return f"{urgent}{notice.subject}", notice.sentence, notice.page


def _send_one(letter: tuple[str, str, str], notices: list[StaffNotice]) -> int:
    subject, sentence, page = letter
    addresses = sorted({address for notice in notices if (address := _address(notice))})
    text = f"{subject}.\n{sentence}\n\nLa pagina: {settings.SITE_URL}{page}\n"
    if addresses and not send_email(addresses, subject, text):
        return 0
    return StaffNotice.objects.filter(pk__in=[notice.pk for notice in notices]).update(wants_email=False)


def _address(notice: StaffNotice) -> str:
    """Return the address to which a notice goes now; "" for an account that was closed meanwhile."""
    if notice.person is None:
        return notice.address
    return notice.person.email if notice.person.is_active else ""
