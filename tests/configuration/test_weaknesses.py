"""What is permitted and weakens the service is told before it opens, and to who watches over the data."""

import html

import pytest
from django.conf import settings as project
from django.core import checks
from kombu import Connection

from cascina_whatsapp.operations.doctor import machine_facts
from cascina_whatsapp.settings import weaknesses
from cascina_whatsapp.settings.configuration.addresses import proven_redis
from tests.people import GIULIA
from tests.staff import VERA, at_desk

STRONG = {
    "SECOND_FACTOR_REQUIRED": True,
    "LAUNCH_GRACE_SECONDS": 60,
    "APPROVE_OWN_BROADCASTS": False,
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_BACKEND": weaknesses.SMTP,
    "EMAIL_HOST": "posta.comune.example.it",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "WHATSAPP_API_URL": "https://graph.facebook.com",
    "TRAIL_SYSLOG": "udp://192.0.2.1:514",
    "ALERT_EMAILS": ["operatori@comune.example.it"],
}
REDIS_ELSEWHERE = "rediss://:x@redis.example.it:6380/0"
WEAK = [
    ("SECOND_FACTOR_REQUIRED", False),
    ("LAUNCH_GRACE_SECONDS", 0),
    ("APPROVE_OWN_BROADCASTS", True),
    ("REDIS_URL", "redis://redis.example.it:6379/0"),
    ("REDIS_URL", f"{REDIS_ELSEWHERE}?ssl_cert_reqs=none"),
    ("EMAIL_USE_TLS", False),
    ("WHATSAPP_API_URL", "https://graph.facebook.com.example.org"),
    ("TRAIL_SYSLOG", ""),
    ("ALERT_EMAILS", []),
    ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"),
    ("TRUSTED_PROXIES", 2),
    ("WORKER_PROCESSES", 400),
]
HARMLESS = [
    ("REDIS_URL", ""),
    ("REDIS_URL", proven_redis(REDIS_ELSEWHERE)),
    ("EMAIL_HOST", "localhost"),
    ("LAUNCH_GRACE_SECONDS", 1),
]


@pytest.fixture(autouse=True)
def strong(settings):
    for name, value in STRONG.items():
        setattr(settings, name, value)


def warned() -> list[str]:
    """The settings that `check --deploy` names."""
    found = checks.run_checks(include_deployment_checks=True)
    return [
        told.msg.partition(":")[0]
        for told in found
        if (told.id or "").startswith(("cascina.W13", "cascina.W14"))
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), [("TRAIL_SYSLOG", "udp://192.0.2.1:514"), *HARMLESS])
def test_a_strong_service_is_warned_of_nothing(name: str, value: object, settings):
    setattr(settings, name, value)
    if name == "EMAIL_HOST":
        settings.EMAIL_USE_TLS = False
    assert warned() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), WEAK)
def test_each_weakness_is_told_to_operators_and_to_the_data_protection_officer(name, value, settings):
    setattr(settings, name, value)
    (told,) = warned()
    (weak,) = weaknesses.found(settings)
    assert told == weak.setting
    settings.SETTING_PROBLEMS = []
    assert f"{told}: {weak.sentence}" in machine_facts.wrong_settings()[1]  # by the doctor
    settings.SECOND_FACTOR_REQUIRED = False  # nobody here has one
    page = html.unescape(at_desk(VERA).get("/admin/").text)
    assert (weak.sentence in page) is weak.concerns_people
    assert weak.sentence not in html.unescape(at_desk(GIULIA).get("/admin/").text)


def test_redis_over_tls_has_to_prove_who_it_is_unless_somebody_wrote_otherwise():
    assert Connection(proven_redis(REDIS_ELSEWHERE)).ssl["ssl_cert_reqs"].name == "CERT_REQUIRED"
    assert proven_redis("rediss://h:1/0?ssl_ca_certs=/a").endswith("?ssl_ca_certs=/a&ssl_cert_reqs=required")
    for url in ("", "redis://h:1/0", f"{REDIS_ELSEWHERE}?ssl_cert_reqs=none", project.REDIS_URL):
        assert proven_redis(url) == url
