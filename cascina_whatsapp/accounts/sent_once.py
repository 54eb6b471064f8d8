"""A form of the newsroom is sent once: pressed twice, or again after *Back*, it only tells what the first press did.

Each page draws its forms with a mark of its own: Django's token, masked anew each time. Whoever sends this mark with
these words first has a row where sessions are kept: encrypted, and deleted after a day. Refused or failed, the row
goes at once: the form may be sent again.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from .signing_in.session_store import SessionStore

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
FIRST, ARRIVED = "sent_once", "arrived"
"""The row of a request that is the first; in the session, the mark of the last form that was taken."""
BETWEEN, LOOKS = 0.1, 150
"""Seconds between two looks at what the first press did, and how many: a page is not kept waiting longer."""
UNDER_WAY, KEPT = timedelta(minutes=2), timedelta(days=1)
"""The time for which a request may hold its form, and for which it is known what it did."""
DONE = "L'hai già fatto"
STILL = "Ci stiamo ancora lavorando: guarda fra un minuto se è fatto, prima di rifarlo."


class SentOnce:
    """Middleware behind those that know who is there and what they are told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if place := request.META.get(FIRST):
            _note(request, response, place)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *arguments: Any
    ) -> HttpResponseBase | None:
        """Answer who sends a form again, once its token and its size are checked; the first goes on to the view."""
        is_page = request.method == "POST" and request.accepts("text/html")
        is_form = is_page and not getattr(view, "csrf_exempt", False) and TOKEN in request.POST
        if not (is_form and request.user.is_authenticated):
            return None
        words = [(name, values) for name, values in request.POST.lists() if name != TOKEN]
        files = [(file.name, file.size) for _, files in request.FILES.lists() for file in files]
        place = place_of(request, request.get_full_path(), words, files)
        for _ in range(LOOKS):
            if claim(place):
                request.META[FIRST] = place
                return None
            if done := kept(place):
                return _told_again(request, **done)
            time.sleep(BETWEEN)
        messages.warning(request, STILL)
        return HttpResponseRedirect(reverse("admin:index"))


def place_of(request: HttpRequest, *what: Any) -> str:
    """Name the row of `what` this person does on the page that they have open."""
    name = repr([request.user.pk, request.POST.get(TOKEN) or get_random_string(16), *what])
    return salted_hmac("sent once", name, algorithm="sha256").hexdigest()[:40]


def claim(place: str) -> bool:
    """Tell whether nobody was here before. Within a transaction, who comes second waits for its end."""
    now = timezone.now()
    Session.objects.filter(pk=place, expire_date__lte=now).delete()
    empty = {"session_data": "", "expire_date": now + UNDER_WAY}
    return Session.objects.get_or_create(pk=place, defaults=empty)[1]


def keep(place: str, done: dict[str, Any]) -> None:
    """Keep for a day what the first one did."""
    written = {"session_data": SessionStore(place).encode(done), "expire_date": timezone.now() + KEPT}
    Session.objects.filter(pk=place).update(**written)


def kept(place: str) -> dict[str, Any]:
    """Read what the first one did; {} while it is under way."""
    return SessionStore(place).load()


def _note(request: HttpRequest, response: HttpResponseBase, place: str) -> None:
    """Keep where the first press led; where nothing was done yet, or it was asked who one is, let the form go."""
    said: Any = messages.get_messages(request)
    told, said.used = list(said), False
    is_refused = any(one.level >= messages.ERROR for one in told)
    leads_to = response.url if isinstance(response, HttpResponseRedirect) and not is_refused else ""
    if leads_to and not leads_to.startswith(reverse("admin:confirm")):
        keep(place, {"to": leads_to, "said": [conditional_escape(one.message) for one in told]})
        request.session[ARRIVED] = request.POST[TOKEN][:16]
    else:
        Session.objects.filter(pk=place).delete()


def _told_again(request: HttpRequest, to: str, said: list[str]) -> HttpResponseRedirect:
    for sentence in [f"{DONE}: {said[0]}", *said[1:]] if said else [f"{DONE}."]:
        messages.info(request, SafeString(sentence))
    return HttpResponseRedirect(to)
