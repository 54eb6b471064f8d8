"""A colleague's session: how it begins, what it remembers, when it ends, and how recently identity was confirmed.

Times are seconds since 1970 (UTC) in the session. Nothing here reads the clock.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import django_otp
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django_otp.models import Device

SIGNED_IN_AT, SEEN_AT, CONFIRMED_AT = "signed_in_at", "seen_at", "confirmed_at"
FACTOR_ELSEWHERE = "factor_by_provider"
"""Set where the identity provider said that it asked for a second factor."""
OVERDUE = "password_overdue"
"""Set where the password was right, and too old: no page opens before another one is chosen."""
PENDING = "pending_sign_in"
PENDING_FOR = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
"""The interval at which the use of a page is kept: one write a minute, not one a page."""


@dataclass(frozen=True)
class Pending:
    """A person whose password was right, and who has still to show a factor."""

    user: User
    next: str


def wait_for_factor(request: HttpRequest, user: User, next_page: str, now: datetime) -> None:
    """Remember that the password was right. Nobody is signed in by it."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "since": now.timestamp(),
        "proof": user.get_session_auth_hash(),
        "next": next_page,
    }


def pending(request: HttpRequest, now: datetime) -> Pending | None:
    """Find who has still to show a factor in this browser; None after ten minutes, or on a changed password."""
    noted = request.session.get(PENDING)
    if not noted or now.timestamp() - noted["since"] > PENDING_FOR.total_seconds():
        return None
    user = User.objects.filter(pk=noted["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(noted["proof"], user.get_session_auth_hash()):
        return None
    return Pending(user, noted["next"])


def begin(
    request: HttpRequest,
    user: User,
    *,
    now: datetime,
    device: Device | None = None,
    factor_elsewhere: bool = False,
) -> None:
    """Sign `user` in: a new session, which knows the factor that was shown, if one was."""
    auth.login(request, user)
    request.session.pop(PENDING, None)
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = request.session[CONFIRMED_AT] = now.timestamp()
    request.session[FACTOR_ELSEWHERE] = factor_elsewhere
    if device is not None:
        django_otp.login(request, device)


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Tell whether the session was unused for too long, or began too long ago."""
    noted, at = request.session, now.timestamp()
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES).total_seconds()
    return bool(
        at - noted.get(SEEN_AT, at) > idle or at - noted.get(SIGNED_IN_AT, at) > settings.SESSION_COOKIE_AGE
    )


def mark_used(request: HttpRequest, now: datetime) -> None:
    """A page was used at `now`. A session from elsewhere (a test, the version before) begins to be counted here."""
    noted, at = request.session, now.timestamp()
    noted.setdefault(SIGNED_IN_AT, at)
    if at - noted.get(SEEN_AT, 0) >= SEEN_EVERY.total_seconds():
        noted[SEEN_AT] = at


def has_shown_factor(request: HttpRequest) -> bool:
    """Tell whether a factor was shown in this session, to us or to the identity provider."""
    device = getattr(request.user, "otp_device", None)  # set by django-otp's middleware
    return device is not None or bool(request.session.get(FACTOR_ELSEWHERE))


def confirm(request: HttpRequest, now: datetime, device: Device | None = None) -> None:
    """Note that identity was proven again at `now`."""
    request.session[CONFIRMED_AT] = now.timestamp()
    if device is not None:
        django_otp.login(request, device)


def confirmed_at(request: HttpRequest) -> datetime:
    """Read when identity was proven last in this session; 1970 where it never was."""
    return datetime.fromtimestamp(request.session.get(CONFIRMED_AT, 0), UTC)


def is_confirmed(request: HttpRequest, now: datetime) -> bool:
    """Tell whether identity was proven in the last CONFIRM_MINUTES minutes."""
    return now - confirmed_at(request) <= timedelta(minutes=settings.CONFIRM_MINUTES)


def wants_new_password(request: HttpRequest) -> bool:
    """Tell whether another password has to be chosen first."""
    return OVERDUE in request.session
