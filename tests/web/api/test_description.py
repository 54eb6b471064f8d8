"""The description that programs read is valid, complete, and true of what is answered."""

import json
from datetime import date, time

import fastjsonschema
import pytest
import schemathesis
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given
from hypothesis import settings as properties
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cascina_whatsapp.web.api.urls import FILE
from tests.web.api.systems import key, propose
from tests.web.messages import sent

DESCRIBED = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_description_is_valid_and_names_every_address():
    validate(DESCRIBED, cls=OpenAPIV31SpecValidator)
    routes = {str(one.pattern) for one in get_resolver().url_patterns if str(one.pattern).startswith("api/")}
    written = {
        path.lstrip("/").replace("{id}", "<number:pk>").replace("{riferimento}", "<path:reference>")
        for path in DESCRIBED["paths"]
    }
    assert written == routes


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told",
    [
        {},
        {"occasion_begins": date(2026, 12, 12), "occasion_place": "Biblioteca"},
        {"occasion_begins": date(2026, 12, 12), "occasion_begins_at": time(16), "occasion_ends_at": time(18)},
    ],
)
def test_a_message_is_as_the_description_says(client: Client, told):
    answer = client.get(f"/api/v1/messaggi/{sent('Letture', **told).pk}").json()
    schema = {"$ref": "#/components/schemas/Messaggio", "components": DESCRIBED["components"]}
    fastjsonschema.compile(schema)(answer)
    assert set(answer) <= set(DESCRIBED["components"]["schemas"]["Messaggio"]["properties"])


@pytest.mark.django_db
def test_the_description_is_served_with_our_own_address(client: Client, settings):
    served = client.get("/api/v1/openapi.json").json()
    assert served["servers"][0]["url"] == settings.SITE_URL
    assert served["paths"] == DESCRIBED["paths"]


class OurConnection(WSGIHandler):
    """The site as a server runs it, on the connection of the test, which a real request would close at its end."""

    def __call__(self, environ, start_response):
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        return super().__call__(environ, start_response)


@pytest.fixture
def site():
    """Answers to any request; afterwards connections are closed again as Django does it."""
    yield OurConnection()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.sweep
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method.upper(), path)
        for path, methods in DESCRIBED["paths"].items()
        for method in methods
        if "openapi" not in path
    ],
)
def test_what_is_answered_is_what_the_description_says(method: str, path: str, settings, site):
    """For requests that nobody thought of. Which topics there are is data: what names another is refused with 422."""
    settings.API_DRAFTS_PER_HOUR = 1000
    sent("Via Roma chiusa")
    sent(
        "Letture", occasion_begins=date(2026, 12, 12), occasion_ends_at=time(18), occasion_begins_at=time(16)
    )
    sent("Mostra", occasion_begins=date(2026, 12, 12), occasion_place="Biblioteca")
    words = key()
    propose(words)
    operation = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site)[path][method]

    @given(case=operation.as_strategy())
    @properties(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def answers_as_described(case):
        caches["api"].clear()
        headers = {"Authorization": f"Bearer {words}", "Accept-Encoding": "identity"}
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    answers_as_described()
