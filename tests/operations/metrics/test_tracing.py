# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What leaves for an OpenTelemetry collector: names of pages and tasks, never an address or a word."""

import pytest

from broadcasts import tasks
from cascina_whatsapp.operations.metrics import tracing
from tests.operations.metrics.collector import listening

SECRET = "Xc3" * 12


@pytest.fixture
def collected(settings):
    """Bodies that came in, once `tracing` has sent all that it has."""
    with listening() as (port, bodies):
        settings.OTLP_URL = f"http://127.0.0.1:{port}/v1/traces"
        settings.TRACES = True
        tracing.provider.cache_clear()
        yield bodies
        tracing.provider().shutdown()
        tracing.provider.cache_clear()


@pytest.mark.django_db
def test_a_request_and_a_task(collected, settings, client):
    settings.MIDDLEWARE = ["cascina_whatsapp.operations.metrics.tracing.TracedRequests", *settings.MIDDLEWARE]
    client.get(f"/calendario/{SECRET}.ics?phone=%2B393200000101", headers={"User-Agent": "Anna"})
    tasks.count()
    tracing.provider().force_flush()
    body = b"".join(collected)

    assert b"calendar_feed_file" in body
    assert b"broadcasts.count" in body
    assert b"http.response.status_code" in body
    for secret in (SECRET, "3200000101", "Anna", "calendario"):
        assert secret.encode() not in body


def test_what_fails_is_told_by_its_class_alone(collected):
    with pytest.raises(ValueError, match="Anna"), tracing.span("a.task"):
        raise ValueError("Anna: +393200000101")
    tracing.provider().force_flush()
    body = b"".join(collected)

    assert b"ValueError" in body
    assert b"Anna" not in body
    assert b"320000" not in body
