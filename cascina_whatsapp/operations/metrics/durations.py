"""The measurements of processes: how long the webhook and the answers take, and when each task was done."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .keeping import KEEPER, Histogram

WEBHOOK = Histogram(
    "cascina_webhook_seconds",
    "How long Meta waited for our response",
    "status",
    (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
ANSWER = Histogram(
    "cascina_answer_seconds",
    "From a citizen's message, as it reached us, to Meta's response to our answer",
    "outcome",
    (0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 7200.0),
)
HISTOGRAMS = (WEBHOOK, ANSWER)
TASK_DONE = "cascina_task_done"
TASK_FAILURES = "cascina_task_failures"
View = Callable[..., HttpResponseBase]


def timed(view: View) -> View:
    """The webhook's view, with every response measured by its status; an exception counts as 500."""

    @wraps(view)
    def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        began, status = time.perf_counter(), 500
        try:
            response = view(request, *args, **kwargs)
            status = response.status_code
            return response
        finally:
            KEEPER.observe(WEBHOOK, str(status), time.perf_counter() - began)

    return measured


def note_answer(outcome: str, seconds: float) -> None:
    """Note how long after a citizen's message Meta took the answer."""
    KEEPER.observe(ANSWER, outcome, max(0.0, seconds))


def note_task(name: str, *, failed: bool) -> None:
    """Note that a task has just ended."""
    if failed:
        KEEPER.count(TASK_FAILURES, name)
    else:
        KEEPER.stamp(TASK_DONE, name, time.time())
