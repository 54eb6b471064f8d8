"""The sessions of each colleague: noted as pages are used, and closed on demand.

The only writer of StaffSession. A session that is closed is gone from the database: its next page is the sign-in.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from cascina_whatsapp.accounts.models import StaffSession
from cascina_whatsapp.accounts.notices import about
from cascina_whatsapp.security import trail

from .session import SEEN_AT

NOTED_EVERY = timedelta(minutes=1)
"""A page that follows sooner is not worth a write."""


class SessionLog:
    """Middleware, outside of Django's own of sessions: when the answer leaves, the session has its row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        session, user = getattr(request, "session", None), getattr(request, "user", None)
        # A session changes when it begins, and once a minute of use: other pages cost no query.
        if session is not None and session.modified and session.session_key and isinstance(user, User):
            # What a script asks for by itself is no use of a session: see `signing_in.middleware`.
            used = session.get(SEEN_AT, timezone.now().timestamp())
            at = datetime.fromtimestamp(used, UTC)
            note(session.session_key, user, request.headers.get("User-Agent", ""), at)
        return response


def note(key: str, user: User, user_agent: str, now: datetime) -> None:
    """Note that this person used the session with this key at `now`; nothing for one closed meanwhile."""
    seen = StaffSession.objects.filter(session_id=key)
    last = seen.values_list("last_used_at", flat=True).first()
    if last is None:
        _begin(key, user, user_agent, now)
    elif last <= now - NOTED_EVERY:
        seen.update(last_used_at=now)


def sessions_of(user: User, now: datetime) -> list[StaffSession]:
    """List the sessions in which this person is signed in, the one used last first."""
    return list(StaffSession.objects.for_user(user).filter(session__expire_date__gt=now))


def end_access(user: User, *, but: str = "", by: User | None, now: datetime) -> None:
    """Close every session of this person but the one with the key `but`."""
    close(StaffSession.objects.for_user(user).exclude(session_id=but), of=user, by=by, now=now)


@transaction.atomic
def close(sessions: Iterable[StaffSession], *, of: User, by: User | None, now: datetime) -> int:
    """Close sessions of a person: whoever has one must sign in again; return how many there were."""
    keys = [session.session_id for session in sessions]
    Session.objects.filter(pk__in=keys).delete()
    if keys:
        trail.record(
            trail.Event.SESSION_CLOSED, by=by, now=now, about=about(of), details={"sessioni": len(keys)}
        )
    return len(keys)


def _begin(key: str, user: User, user_agent: str, now: datetime) -> None:
    try:
        with transaction.atomic():
            Session.objects.select_for_update().get(pk=key)
            StaffSession.objects.create(
                session_id=key,
                user=user,
                browser=browser_in_words(user_agent),
                started_at=now,
                last_used_at=now,
            )
    except (Session.DoesNotExist, IntegrityError):  # closed meanwhile; or noted by the page beside this one
        pass


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""A sign in the User-Agent → the browser. In this order: each also names those after it, which it came from."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """ "Firefox su Windows", by the User-Agent header, which anyone may write: for recognising, not for proving."""
    name, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if not name:
        return "Un altro programma"
    return f"{name} su {system}" if system else name


def _first(signs: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in signs if sign in user_agent), "")
