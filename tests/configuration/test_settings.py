"""The settings as they come out of the environment: embedded or with servers, on http or on https."""

import pytest
from celery.beat import PersistentScheduler

from cascina_whatsapp.celery import app
from tests.processes import worker

from .reading import read


def test_with_nothing_else_given_it_is_embedded_and_closed_but_for_a_developer(tmp_path):
    found = read(tmp_path, EMBEDDED_MODE="true")
    assert found.DEBUG is False
    assert found.ALLOWED_HOSTS == []
    assert found.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert found.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not found.CELERY_BROKER_URL.startswith("redis")
    assert found.WHATSAPP_API_URL == "https://graph.facebook.com"
    assert found.WHATSAPP_APP_SECRETS == []
    assert "localhost" in read(tmp_path, DJANGO_DEBUG="true").ALLOWED_HOSTS


def test_with_servers(tmp_path):
    found = read(
        tmp_path, DATABASE_URL="postgres://u:p@db/cascina", REDIS_URL="redis://redis/0", WHATSAPP_SENDERS="3"
    )

    assert found.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert found.DATABASES["default"]["CONN_MAX_AGE"] is None
    assert found.CELERY_BROKER_URL == "redis://redis/0"
    assert found.CELERY_WORKER_CONCURRENCY == 6


@pytest.mark.parametrize(("https", "prefix"), [(True, "__Host-"), (False, "")])
def test_on_https_everything_is_secure_and_cookies_are_of_this_host_alone(https: bool, prefix: str, tmp_path):
    found = read(tmp_path, SITE_URL=f"http{'s' * https}://whatsapp.example.org/")
    secure = (found.SESSION_COOKIE_SECURE, found.SECURE_SSL_REDIRECT)
    told = (bool(found.SECURE_HSTS_SECONDS), bool(found.SECURE_PROXY_SSL_HEADER))
    assert (secure, told) == ((https, https), (https, https))
    assert f"{prefix}sessionid" == found.SESSION_COOKIE_NAME
    assert f"{prefix}csrftoken" == found.CSRF_COOKIE_NAME


def test_who_asks_about_their_data_is_told_every_way_there_is(tmp_path):
    ways = {
        "CONTATTO_PRIVACY": "Urp",
        "CONTATTO_EMAIL": "urp@example.org",
        "CONTATTO_PEC": "c@pec.example.org",
    }
    told = read(tmp_path, **ways).TEXT_VARIABLES["contatto_privacy"]
    assert told == "Urp, e-mail urp@example.org, PEC c@pec.example.org, telefono 800 01 77 28"


@pytest.mark.django_db
def test_the_privacy_notice_is_there_for_everybody(client):
    page = client.get("/informativa/").content.decode()

    assert "800 01 77 28" in page
    assert "{" not in page.split("<body", 1)[1]


def test_a_task_goes_to_the_queue_of_its_route_and_each_queue_has_a_key_of_its_own():
    """Or what is addressed by key would arrive in all three."""
    keys = {name: queue.routing_key for name, queue in app.amqp.queues.items()}
    assert keys == {"replies": "replies", "celery": "celery", "long": "long"}
    routes = {"subscribers.answer": "replies", "broadcasts.send": "celery", "subscribers.seal": "long"}
    assert {task: app.amqp.router.route({}, task)["queue"].name for task in routes} == routes


def test_beat_needs_no_file_to_start():
    """A damaged or locked one would keep the whole service from starting."""
    beat = app.Beat(loglevel="ERROR")
    service = beat.Service(app=app, scheduler_cls=app.conf.beat_scheduler)

    assert not isinstance(service.scheduler, PersistentScheduler)
    assert service.scheduler.schedule.keys() >= {"listen", "answer", "send"}


def test_a_worker_talks_to_no_other_but_shows_that_it_lives():
    """No gossip, no mingling; heartbeats stay."""
    options = {option for option in worker() if option.startswith("--without")}

    assert options == {"--without-gossip", "--without-mingle"}
