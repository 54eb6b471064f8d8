"""Several parts of a page ask the same: it is asked once, and kept until the page is made.

Only while a page is read (GET), which changes nothing of what was asked.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

P = ParamSpec("P")
Answer = TypeVar("Answer")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


def once_a_page(ask: Callable[P, Answer]) -> Callable[P, Answer]:
    """Keep what `ask` answers, by its arguments, until the page is made; elsewhere it is asked each time."""

    @wraps(ask)
    def answer(*args: P.args, **named: P.kwargs) -> Answer:
        kept = _kept.get()
        if kept is None:
            return ask(*args, **named)
        key = (ask, args, *named.items())
        if key not in kept:
            kept[key] = ask(*args, **named)
        found: Answer = kept[key]
        return found

    return answer


page_moment = once_a_page(timezone.now)
"""The moment as of which a whole page tells."""


class OnceAPage:
    """Middleware: begins to keep answers when somebody asks for a page, and forgets them once it is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = _kept.set({} if request.method == "GET" else None)
        try:
            return self.get_response(request)
        finally:
            _kept.reset(before)
