"""The checks before every page of the staff's: sessions end, second factors are shown, old passwords replaced.

Runs after Django's and django-otp's middleware, which say who is there and which factor was shown.
"""

from collections.abc import Callable

from django.contrib import auth
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils import timezone

from cascina_whatsapp.accounts import factors

from . import session

BY_ITSELF = "By-Itself"
"""The header of what a script asks for, perhaps while nobody is there: it doesn't keep a session alive."""
WITHOUT_FACTOR = {
    "admin:login",
    "admin:logout",
    "admin:jsi18n",
    "admin:second_factor",
    "admin:factors",
    "admin:factor_app",
    "admin:factor_codes",
    "admin:passkey_add_begin",
    "admin:passkey_add_complete",
    "admin:passkey_begin",
    "admin:passkey_complete",
    "admin:single_sign_on",
    "admin:single_sign_on_return",
    "admin:confirm",
}
"""The pages that an account reaches that has shown no factor although one is required."""
FOR_NEW_PASSWORD = {"admin:password_change", "admin:password_change_done"}
"""The pages that an administrator whose password is too old still reaches, beside signing in and out."""


METHODS = ["GET", "HEAD", "POST"]
"""The methods of HTTP that the staff's pages know."""


class StaffSessions:
    """The middleware that ends sessions too old or unused, and asks for the factor or new password that is due."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if not request.user.is_authenticated:
            return self.get_response(request)
        name, now = _name(request), timezone.now()
        if session.is_over(request, now):
            auth.logout(request)
            return self.get_response(request)
        if BY_ITSELF not in request.headers:
            session.mark_used(request, now)
        return _elsewhere(request, name) or self.get_response(request)


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _elsewhere(request: HttpRequest, name: str) -> HttpResponseRedirect | None:
    """Redirect to what has to come first, a factor or a new password; None where nothing has to."""
    if not isinstance(request.user, User) or name in WITHOUT_FACTOR:
        return None
    if factors.are_required() and not session.has_shown_factor(request):
        page = "admin:second_factor" if factors.has_any(request.user) else "admin:factors"
        return HttpResponseRedirect(reverse(page))
    if session.wants_new_password(request) and name not in FOR_NEW_PASSWORD:
        return HttpResponseRedirect(reverse("admin:password_change"))
    return None
