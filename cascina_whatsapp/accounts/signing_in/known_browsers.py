"""Browsers in which a colleague has signed in before: a signed cookie, good for guessing nothing.

It holds no right but a count of attempts of its own (throttle.py). A new password makes it worthless.
"""

from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "browser_noto"
SALT = "accounts.known-browser"
KEPT_FOR = timedelta(days=180)
ACCOUNTS_AT_MOST = 8
"""The accounts of a shared desk that are known: the cookie stays small."""


def browser_of(request: HttpRequest, user: User | None) -> str:
    """The name of this browser for the account; "" where it was never used in it, or no such account exists."""
    if user is None:
        return ""
    name, proof = _known(request).get(str(user.pk), ("", ""))
    return name if name and proof == _proof(user, name) else ""


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Give the browser its cookie, or renew it."""
    name = browser_of(request, user) or token_urlsafe(16)
    known = {pk: pair for pk, pair in _known(request).items() if pk != str(user.pk)}
    known = dict(list(known.items())[-(ACCOUNTS_AT_MOST - 1) :])
    known[str(user.pk)] = (name, _proof(user, name))
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=SALT),
        max_age=KEPT_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path="/admin/",
    )


def _known(request: HttpRequest) -> dict[str, tuple[str, str]]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return {}
    return {str(pk): (name, proof) for pk, (name, proof) in found.items()}


def _proof(user: User, name: str) -> str:
    return salted_hmac(SALT, f"{name} {user.password}", algorithm="sha256").hexdigest()[:24]
