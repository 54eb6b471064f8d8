"""The ways on from a page: where it leads, and who may open it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.signing_in import known_browsers, session, single_sign_on
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.numbers import many

Page = Callable[[HttpRequest], HttpResponseBase]


def next_page(request: HttpRequest) -> str:
    """Return the address to go to afterwards: a page of ours that was asked for, or the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("admin:index")


def to(name: str, next_page: str = "") -> HttpResponseRedirect:
    """The way to a page of ours, from which one goes on to `next_page`."""
    address = reverse(name)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': next_page})}" if next_page else address)


def for_staff(page: Page) -> Page:
    """Lead strangers to the sign-in; who has a factor and has not shown it, to where it is shown."""

    @wraps(page)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if not is_colleague(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not session.has_shown_factor(request) and factors.has_any(colleague(request)):
            return to("admin:second_factor", request.get_full_path())
        return page(request)

    return guarded


def inside(request: HttpRequest, user: User, address: str) -> HttpResponseRedirect:
    """Redirect who has just come in, and give their browser its cookie, or renew it."""
    response = HttpResponseRedirect(address)
    known_browsers.remember(request, response, user)
    return response


def is_colleague(request: HttpRequest) -> bool:
    """Tell whether somebody of the staff is signed in."""
    return bool(request.user.is_authenticated and request.user.is_active and request.user.is_staff)


def frame(request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
    """Build the context that every page on accounts is given."""
    host, _, port = request.get_host().rpartition(":")
    is_digits = (
        settings.DEBUG and host == "127.0.0.1"
    )  # to which no passkey belongs: `localhost` is offered instead
    return {
        "title": title,
        "has_permission": is_colleague(request),
        "local": f"http://localhost:{port}{request.path}" if is_digits else "",
        "single_sign_on": single_sign_on.LABEL if single_sign_on.is_on() else "",
        **more,
    }


def wait_in_words(wait: timedelta) -> str:
    """Write how long to wait: "40 secondi", "3 minuti", rounded up, so that nobody comes back too early."""
    seconds = max(1, -int(-wait.total_seconds() // 1))
    return (
        many(seconds, "secondo", "secondi") if seconds < 60 else many(-(-seconds // 60), "minuto", "minuti")
    )
