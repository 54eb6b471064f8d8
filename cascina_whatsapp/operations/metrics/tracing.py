# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Spans of requests and tasks for an OpenTelemetry collector, for whoever sets OTLP_URL.

A span has the name of a page or of a task, how long it took and how it ended. No address, no header, no statement and
no word of an exception goes along: the library's own instrumentation would send them, so it is not used.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from celery import Task
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import Span, TracerProvider

SERVICE = "cascina-whatsapp"


@cache
def provider() -> "TracerProvider":
    """Return this process's tracer provider, made at its first span: not before it has forked.

    Raises ImportError where requirements-observability.txt is not installed.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    made = TracerProvider(resource=Resource({"service.name": SERVICE}))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.OTLP_URL)))
    return made


@contextmanager
def span(name: str) -> Iterator["Span"]:
    """Trace what is done inside as one span; an exception marks it as failed, and says nothing."""
    tracer = provider().get_tracer(SERVICE)
    with tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as current:
        try:
            yield current  # type: ignore[misc]  # the library's own kind of span
        except Exception as error:
            current.set_attribute("error.type", type(error).__name__)
            raise


class TracedTask(Task):  # type: ignore[type-arg]  # generic for those who check it alone
    """The base of every task of ours: a span for each run, where spans are wanted."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not settings.TRACES:
            return super().__call__(*args, **kwargs)
        with span(self.name or ""):
            return super().__call__(*args, **kwargs)


class TracedRequests:
    """Middleware: a span for each request, named by its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with span("request") as current:
            response = self.get_response(request)
            match = request.resolver_match
            current.update_name(match.view_name if match and match.view_name else "no such page")
            current.set_attribute("http.request.method", request.method or "")
            current.set_attribute("http.response.status_code", response.status_code)
            return response
