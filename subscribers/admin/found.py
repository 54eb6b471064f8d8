"""The people whom a colleague has found in this session, by a look-up or a request.

Nobody else is removed or erased by that colleague, nor are their data taken: trying the numbers of rows is no way.
The session keeps row numbers alone, the last MOST, and they go with it.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from subscribers.models import Subscriber

FOUND = "people_found"
MOST = 20
LOOK_UP_FIRST = (
    "Prima cerca questa persona, con il numero o con ciò che ti dà chi lo chiede: poi si può continuare."
)


def note(request: HttpRequest, person: Subscriber) -> None:
    """Remember that this person was found."""
    others = [pk for pk in request.session.get(FOUND, []) if pk != person.pk]
    request.session[FOUND] = [*others, person.pk][-MOST:]


def was_found(request: HttpRequest, person: Subscriber) -> bool:
    """Tell whether this person was found in this session."""
    return person.pk in request.session.get(FOUND, [])


def look_up_first(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the page where people are looked up, and say why."""
    messages.warning(request, LOOK_UP_FIRST)
    return HttpResponseRedirect(reverse("admin:subscribers_subscriber_find"))
