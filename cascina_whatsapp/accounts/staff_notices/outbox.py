"""The e-mails of the notices: sent right after the commit, and again where the mail server refused.

A try is written down before it is made. A process that dies in between sends one twice at worst: better than never.
However often somebody asks and withdraws, a mailbox gets so many an hour; the rest waits for the next full hour, and
what still matters then comes in one e-mail.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

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
"""Notices of one tick: a mail server that is down costs ten seconds for each e-mail."""
MOST_AN_HOUR = 12
"""E-mails of one kind that a mailbox gets within HOUR: what is urgent is not kept waiting by what is not."""
HOUR = timedelta(hours=1)


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
    """One e-mail for each mailbox, and for all who are told the same; how many notices were sent."""
    for_mailbox: dict[str, list[StaffNotice]] = defaultdict(list)
    for notice in notices.select_related("person"):
        if not _is_held(notice, now) and _claim(notice, now):
            for_mailbox[_address(notice)].append(notice)
    told_alike: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for address, mine in for_mailbox.items():
        told_alike[tuple(_letter(notice) for notice in mine)].append(address)
    return sum(
        _send_one(letters, {address: for_mailbox[address] for address in addresses})
        for letters, addresses in told_alike.items()
    )


def _is_held(notice: StaffNotice, now: datetime) -> bool:
    """Tell whether a notice waits for the next full hour, since its mailbox had enough by then; held once at most."""
    if notice.try_again_at is not None:
        return False
    alike = StaffNotice.objects.filter(person=notice.person, address=notice.address, kind=notice.kind)
    earlier = alike.filter(Q(wants_email=True) | Q(tried__gt=0), at__gt=notice.at - HOUR, pk__lt=notice.pk)
    if earlier.count() < MOST_AN_HOUR:
        return False
    alike.filter(pk=notice.pk).update(try_again_at=now.replace(minute=0, second=0, microsecond=0) + HOUR)
    return True


def _claim(notice: StaffNotice, now: datetime) -> bool:
    """Claim a notice to be sent, and tell whether it is ours: another process may have been faster."""
    untouched = StaffNotice.objects.filter(pk=notice.pk, wants_email=True, tried=notice.tried)
    wait = WAITS[min(notice.tried, len(WAITS) - 1)]
    return bool(untouched.update(tried=F("tried") + 1, try_again_at=now + wait))


def _letter(notice: StaffNotice) -> tuple[str, str]:
    """Write a notice's subject, and its text."""
    urgent = "Urgente: " if notice.kind == Kind.URGENT else ""
    return (
        f"{urgent}{notice.subject}",
        f"{urgent}{notice.subject}.\n{notice.sentence}\n\nLa pagina: {settings.SITE_URL}{notice.page}\n",
    )


def _send_one(letters: tuple[tuple[str, str], ...], told: dict[str, list[StaffNotice]]) -> int:
    """One e-mail with these letters to all these mailboxes; how many notices are sent by it."""
    addresses = sorted(filter(None, told))
    subject = letters[0][0] if len(letters) == 1 else f"{len(letters)} novità"
    if addresses and not send_email(addresses, subject, "\n".join(text for _, text in letters)):
        return 0
    sent = [notice.pk for notices in told.values() for notice in notices]
    return StaffNotice.objects.filter(pk__in=sent).update(wants_email=False)


def _address(notice: StaffNotice) -> str:
    """Return the address to which a notice goes now; "" for an account that was closed meanwhile."""
    if notice.person is None:
        return notice.address
    return notice.person.email if notice.person.is_active else ""
