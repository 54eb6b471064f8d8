"""`recently_confirmed`: pages that ask again who one is, unless it was proven a few minutes ago.

For what can't be taken back: numbers that are shown or leave, somebody removed or erased, a change of accounts.
Then one is back on the page, which finds what was typed in the browser (newsroom/js/guarded.js).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from . import daily_bounds
from .signing_in import session

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def recently_confirmed(view: View) -> View:
    """Decorates a view, or a method that is one: identity must have been proven in the last CONFIRM_MINUTES."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        request = next(argument for argument in args if isinstance(argument, HttpRequest))
        return ask_again(request) or view(*args, **kwargs)

    return guarded  # type: ignore[return-value]  # it takes and gives what the view does


def ask_again(request: HttpRequest) -> HttpResponseRedirect | None:
    """The way to the question, for a colleague who was not asked lately; None where there is nothing to ask."""
    if not request.user.is_authenticated or session.is_confirmed(request, timezone.now()):
        return None
    return _question(request)


def ask_before_number(request: HttpRequest) -> HttpResponseRedirect | None:
    """Lead to the question as `ask_again` does, and also after every third number shown in clear."""
    user, since = request.user, session.confirmed_at(request)
    if isinstance(user, User) and daily_bounds.wants_confirming(by=user, confirmed_at=since):
        return _question(request)
    return ask_again(request)


def _question(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the question, and from there to this page; to the one with the button, where it was pressed."""
    pressed_on = request.headers.get("Referer") if request.method == "POST" else None
    page = urlencode({"next": pressed_on or request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('admin:confirm')}?{page}")
