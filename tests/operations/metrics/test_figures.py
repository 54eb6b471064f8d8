"""What a watcher reads of the service, story by story."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from broadcasts.models import Campaign, Delivery, NumberStatus, RateLimiter
from broadcasts.reporting import progress_counts
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, Heartbeat, Priority, WebhookPost
from subscribers.register import sealing
from tests.builders import NOW, campaign, subscribe_crowd, under_way
from tests.operations.metrics.exposed import figures, refuse

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_service_that_has_just_been_installed():
    """Nothing has happened: what is counted is nought, and what has never been has no figure."""
    found = figures(NOW)

    assert found["cascina_database_up"] == 1
    assert found['cascina_deliveries{state="read"}'] == 0
    assert found['cascina_backlog{priority="first"}'] == 0
    assert found["cascina_rate_asked"] == found["cascina_rate_granted"] == 80
    assert not {"cascina_seal_age_seconds", "cascina_backup_age_seconds", "cascina_token_days"} & found.keys()


@pytest.mark.parametrize("is_over", [False, True])
def test_a_broadcast_of_which_some_failed(is_over):
    """By state, and by the class of what Meta said: as of now while it is on its way, as kept once it is over."""
    fates = [{"status": "read"}] * 3 + [{"status": "uncertain"}]
    fates += [{"status": "failed", "error_code": code} for code in (131026, 131026, 132001, None)]
    subscribe_crowd(len(fates))
    sent = under_way()
    for delivery, fate in zip(sent.deliveries.all(), fates, strict=True):
        Delivery.objects.filter(pk=delivery.pk).update(**fate)
    if is_over:
        Campaign.objects.update(status="sent", finished_at=NOW)
        progress_counts.refresh_over(NOW, over_since=NOW)

    found = figures(NOW)

    assert found[f'cascina_campaigns{{state="{"sent" if is_over else "sending"}"}}'] == 1
    assert found['cascina_deliveries{state="read"}'] == 3
    assert found['cascina_deliveries{state="failed"}'] == 4
    assert found['cascina_deliveries_failed{outcome="RecipientUnreachable"}'] == 2
    assert found['cascina_deliveries_failed{outcome="OutcomeUnknown"}'] == 1
    assert found["cascina_deliveries_uncertain"] == 1


def test_a_service_in_the_middle_of_its_work(settings, tmp_path):
    """Posts that nobody has read yet, signs of life; Meta found us too fast, the number's limit and token.

    Half the rate since ten seconds, and nothing for twenty more. Of 250 people a day 40 count still; those who
    counted until a minute ago count no more.
    """
    for priority, minutes in ((Priority.FIRST, 1), (Priority.USUAL, 5), (Priority.USUAL, 2)):
        post = WebhookPost.objects.create(body=b"{}", priority=priority)
        WebhookPost.objects.filter(pk=post.pk).update(received_at=NOW - minutes * MINUTE)
    DeadLetter.objects.create(body=b"{}", kind="body", error="x")
    Heartbeat.objects.create(name="tick", at=NOW - timedelta(seconds=3))
    Heartbeat.objects.create(name="webhook", at=NOW - 10 * MINUTE)
    now = NOW.timestamp()
    RateLimiter.objects.update(share=0.5, slowed_at=now - 10, next_slot=now + 20)
    counted = [[(NOW - MINUTE).isoformat(), 100], [(NOW + MINUTE).isoformat(), 40]]
    NumberStatus.objects.create(
        daily_limit=250, leaving=counted, leaving_at=NOW, token_expires_at=NOW + timedelta(days=12, hours=12)
    )
    totals = {"states": {"read": 90, "failed": 10}, "reasons": {}}
    campaign(status="sent", totals=totals, failures={"131026": 10})  # its single deliveries have gone
    settings.VAR_DIR = tmp_path
    (tmp_path / "backups").mkdir()
    told = {"at": NOW.isoformat(), "restored_at": (NOW - timedelta(days=30)).isoformat(), "ok": True}
    (tmp_path / "backups" / "last.json").write_text(json.dumps(told))
    sealing.seal(NOW - timedelta(hours=4))

    found = figures(NOW)

    expected = {
        'cascina_backlog{priority="usual"}': 2,
        'cascina_backlog_age_seconds{priority="usual"}': 300,
        'cascina_backlog_age_seconds{priority="first"}': 60,
        'cascina_backlog_age_seconds{priority="last"}': 0,
        "cascina_dead_letters": 1,
        'cascina_heartbeat_age_seconds{name="tick"}': 3,
        'cascina_heartbeat_age_seconds{name="webhook"}': 600,
        "cascina_rate_asked": 80,
        "cascina_rate_granted": 40,
        "cascina_rate_paused_seconds": 20,
        "cascina_daily_limit": 250,
        "cascina_daily_limit_left": 210,
        "cascina_token_days": 12.5,
        "cascina_token_refused": 0,
        'cascina_deliveries{state="read"}': 90,
        'cascina_deliveries_failed{outcome="RecipientUnreachable"}': 10,
        "cascina_restore_age_seconds": 30 * 86_400,
        "cascina_seal_age_seconds": 4 * 3600,
    }
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("written", "age", "ok"),
    [
        ('{"at": "2026-06-08T07:00:00+00:00", "restored_at": null, "ok": true}', 3600, 1),
        ('{"at": "2026-06-08T07:00:00Z", "restored_at": null, "ok": false}', 3600, 0),
        ('{"at": "2026-06-08T07:00:00", "ok": true}', 3600, 1),
        ('{"at": 12, "ok": true}', None, None),
        ("[]", None, None),
        ('{"at": "2026', None, None),
        (None, None, None),
    ],
)
def test_the_last_backup(written, age, ok, settings, tmp_path):
    """Whatever stands in the file, there is an answer; a moment without a time zone is UTC's."""
    settings.VAR_DIR = tmp_path
    if written is not None:
        (tmp_path / "backups").mkdir()
        (tmp_path / "backups" / "last.json").write_text(written)

    found = figures(NOW)

    assert found.get("cascina_backup_age_seconds") == age
    assert found.get("cascina_backup_ok") == ok


def test_a_scrape_asks_the_same_however_many_there_are(django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        figures(NOW)
    for _ in range(3):
        campaign(status="sent", totals={"states": {"read": 1}, "reasons": {}})
        WebhookPost.objects.create(body=b"{}")
    with django_assert_max_num_queries(24):
        figures(NOW)


def test_the_database_is_away():
    with connection.execute_wrapper(refuse):
        found = figures(NOW)

    assert found == {"cascina_database_up": 0}
