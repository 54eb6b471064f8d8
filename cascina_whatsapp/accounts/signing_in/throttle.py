"""The throttle on signing in: guessing is slow, and no stranger can lock a colleague out.

Each attempt is counted before the password is looked at, in the database, so that several web processes and
several attempts at once share the count. The more of them failed, the longer the next must wait; nothing is
ever locked. A browser in which the colleague has signed in before has a count of its own, which strangers don't
touch (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). Passkeys can't be guessed and never wait.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cascina_whatsapp.accounts.models import AttemptCount

FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """A limit: so many attempts without a wait; then the wait doubles from one second up to `longest`."""

    free: int
    longest: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """Compute how long after the last of `failures` attempts the next one may come."""
        if failures < self.free:
            return timedelta()
        return min(self.longest, timedelta(seconds=2 ** min(failures - self.free, 30)))


class AttemptKind(Enum):
    """The kinds of counts of attempts, each with its limit."""

    ACCOUNT_FROM_ADDRESS = Limit(free=5, longest=timedelta(minutes=15))
    """One account from one address: the ordinary guesser. At most some 100 guesses a day."""
    ADDRESS = Limit(free=30, longest=timedelta(minutes=15))
    """The attempts on all accounts from one address: one password tried on many names."""
    ACCOUNT = Limit(free=20, longest=timedelta(minutes=10))
    """One account from unknown browsers anywhere: many addresses together make at most some 160 guesses a day."""
    KNOWN_BROWSER = Limit(free=5, longest=timedelta(minutes=15))
    """One account in a browser that it was used in before: counted apart from all strangers."""
    SECOND_FACTOR = Limit(free=5, longest=timedelta(minutes=15))
    """Codes for one account, once its password was right: a code of six digits holds for some 10,000 years."""


Key = tuple[AttemptKind, str]
"""A count of attempts: what is counted, and for whom."""


class TooManyAttempts(Exception):
    """The next attempt must wait. Says how long, and counts nothing."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many attempts")
        self.wait = wait


def keys_for(username: str, address: str, browser: str = "") -> list[Key]:
    """List the counts of an attempt with a password; `browser`: the name of a known browser of this account."""
    name = username.strip().casefold()
    if browser:
        return [(AttemptKind.KNOWN_BROWSER, f"{name} {browser}")]
    network = _network(address)
    return [
        (AttemptKind.ACCOUNT_FROM_ADDRESS, f"{name} {network}"),
        (AttemptKind.ADDRESS, network),
        (AttemptKind.ACCOUNT, name),
    ]


def second_factor_keys(user_id: int, browser: str = "") -> list[Key]:
    """List the counts of an attempt with a code."""
    return [(AttemptKind.SECOND_FACTOR, f"{user_id} {browser}")]


def password_again_keys(user_id: int, browser: str = "") -> list[Key]:
    """List the counts of a password asked again in a session; a right one leaves that of wrong codes as it is."""
    return [(AttemptKind.SECOND_FACTOR, f"password again {user_id} {browser}")]


def count(keys: Iterable[Key], now: datetime) -> None:
    """Count an attempt before it is made. Raises TooManyAttempts where one of `keys` must wait.

    Whoever has to wait is told after one look: a flood of attempts takes no locks and writes nothing.
    """
    keys = sorted(keys, key=_digest)
    known = {row.key: row for row in AttemptCount.objects.filter(key__in=[_digest(key) for key in keys])}
    _refuse([(key[0], known[_digest(key)]) for key in keys if _digest(key) in known], now)
    with transaction.atomic():
        rows = [(counted, _locked(counted, name, now)) for counted, name in keys]
        _refuse(rows, now)
        for _, row in rows:
            row.failures, row.last_at = row.failures + 1, now
            row.save(update_fields=["failures", "last_at"])


def _refuse(rows: list[tuple[AttemptKind, AttemptCount]], now: datetime) -> None:
    """Raise TooManyAttempts where one of the counts must wait."""
    wait = max(
        (row.last_at + counted.value.wait_after(row.failures) - now for counted, row in rows),
        default=timedelta(),
    )
    if wait > timedelta():
        raise TooManyAttempts(wait)


def succeeded(keys: Iterable[Key], now: datetime) -> None:
    """The attempt that was counted was right. Counts that strangers share lose this one attempt, the others all."""
    for counted, name in keys:
        rows = AttemptCount.objects.filter(key=_digest((counted, name)))
        if counted in (
            AttemptKind.ADDRESS,
            AttemptKind.ACCOUNT,
        ):  # or who has one account could guess at others for ever
            rows.filter(failures__gt=0).update(failures=F("failures") - 1)
        else:
            rows.delete()
    _forget(now)


def is_first_use(challenge: str, now: datetime) -> bool:
    """Use a challenge up that a passkey has answered; False where it was used before, by two at once, too."""
    key = salted_hmac("accounts.passkey-used", challenge, algorithm="sha256").hexdigest()
    _, is_new = AttemptCount.objects.get_or_create(key=key, defaults={"last_at": now})
    _forget(now)
    return is_new


@transaction.atomic
def _forget(now: datetime) -> None:
    """Delete what is a day old, but for what somebody is counting on: nobody waits for one who waits for them."""
    old = AttemptCount.objects.filter(last_at__lt=now - FORGOTTEN_AFTER)
    free = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
    AttemptCount.objects.filter(pk__in=free).delete()


def _locked(counted: AttemptKind, name: str, now: datetime) -> AttemptCount:
    """The row, ours alone until the transaction ends; as good as new where it was last used long ago.

    One statement makes or locks it: between two, a right answer takes the count away.
    """
    key = _digest((counted, name))
    made = [AttemptCount(key=key, last_at=now)]
    AttemptCount.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["key"], update_fields=["key"]
    )
    row = AttemptCount.objects.get(key=key)
    if row.last_at < now - FORGOTTEN_AFTER:
        row.failures = 0
    return row


def _digest(key: Key) -> str:
    counted, name = key
    return salted_hmac(f"accounts.throttle.{counted.name}", name, algorithm="sha256").hexdigest()


def _network(address: str) -> str:
    """An IPv6 subscriber has a whole /64 to try from."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(int(found) >> 64)
    return str(getattr(found, "ipv4_mapped", None) or found)


def prefix_of(address: str) -> str:
    """The beginning of an address, which people are told: "192.0.2", "2001:db8:7"; "" for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    parts = found.exploded.split(":" if found.version == 6 else ".")[:3]
    return ":".join(f"{int(part, 16):x}" for part in parts) if found.version == 6 else ".".join(parts)


def address_of(request: HttpRequest) -> str:
    """The client's address. What a client itself writes into X-Forwarded-For is never believed."""
    near = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return near
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return told[-settings.TRUSTED_PROXIES :][0] if told else near
