"""The meaning of a response of the Graph API, or of its absence: a JSON object, or an error that says what to do."""

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from .error_codes import error_class
from .errors import CallsSpent, CloudApiError, OutcomeUnknown, ResponseUnreadable, TryLater

_NOT_CONNECTED = (
    requests.exceptions.ConnectTimeout,
    NewConnectionError,  # refused, no route, or no such name
    ssl.SSLCertVerificationError,
)


def read(response: requests.Response) -> dict[str, Any]:
    """The JSON object of a 2xx response; raises the CloudApiError that fits anything else."""
    body = _json_object(response)
    if not 200 <= response.status_code < 300:
        raise _refusal(response, body or {})
    if body is None:
        raise _unreadable(response)
    if "error" in body:
        raise _refusal(response, body)
    return body


@contextmanager
def opened(response: requests.Response) -> Iterator[dict[str, Any]]:
    """Open what `read` returns; what the block does not find where Meta puts it raises ResponseUnreadable."""
    try:
        yield read(response)
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError):
        raise _unreadable(response) from None


def connection_trouble(problem: requests.RequestException) -> CloudApiError:
    """The error for a call without a response: harmless only if no connection was ever made."""
    never_sent = any(isinstance(cause, _NOT_CONNECTED) for cause in _causes(problem))
    return (TryLater if never_sent else OutcomeUnknown)(title=type(problem).__name__)


def _unreadable(response: requests.Response) -> ResponseUnreadable:
    return ResponseUnreadable(title="response unreadable", http_status=response.status_code)


def _json_object(response: requests.Response) -> dict[str, Any] | None:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _refusal(response: requests.Response, body: dict[str, Any]) -> CloudApiError:
    told = body.get("error")
    error = told if isinstance(told, dict) else {}
    code = error.get("code") if isinstance(error.get("code"), int) else None
    kind = error_class(code, response.status_code)
    return kind(
        code=code,
        title=str(error.get("message") or response.reason or ""),
        http_status=response.status_code,
        retry_after=_retry_after(response.headers, kind),
    )


def _retry_after(headers: Mapping[str, str], kind: type[CloudApiError]) -> float | None:
    """Seconds from now, by HTTP's own header or by Meta's.

    Meta's tells when calls of the hour are free again (Graph API, rate limits: 80008 for WhatsApp's management). The
    throughput of a number is none of these: with 130429 it says nothing about messages.
    """
    value = headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value)
    until = _until(value, headers.get("Date", ""))
    return until or (_regained_after(headers) if issubclass(kind, CallsSpent) else None)


def _until(date: str, now: str) -> float | None:
    """Seconds to a date, measured against that of the response, so that no clock of ours matters."""
    try:
        wait = parsedate_to_datetime(date) - parsedate_to_datetime(now)
    except (TypeError, ValueError):
        return None
    return max(wait.total_seconds(), 0.0)


def _regained_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from `{"<id>": [{"estimated_time_to_regain_access": <minutes>}]}` (Graph API, rate limits)."""
    try:
        usage = json.loads(headers.get("X-Business-Use-Case-Usage", "{}"))
        minutes = [use["estimated_time_to_regain_access"] for uses in usage.values() for use in uses]
        return max(minutes) * 60.0 if minutes else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _causes(problem: BaseException) -> Iterator[BaseException]:
    """List an exception and all that it wraps: requests and urllib3 nest them in `args` and in `reason`."""
    yield problem
    for inner in (*problem.args, getattr(problem, "reason", None)):
        if isinstance(inner, BaseException):
            yield from _causes(inner)
