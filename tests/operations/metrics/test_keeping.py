"""What processes measure themselves: added up over all of them, written seldom, never in anybody's way."""

import time

import pytest
from celery.signals import task_failure, task_success
from django.db import connection

from broadcasts import tasks
from cascina_whatsapp.operations.metrics import durations
from cascina_whatsapp.operations.metrics.keeping import KEEPER, STAMP_EVERY, WRITE_EVERY, Histogram, Keeper
from cascina_whatsapp.operations.metrics.models import Measurement
from tests.builders import NOW, knock, text, webhook
from tests.operations.metrics.exposed import figures, refuse
from tests.people import ANNA

ANSWER = durations.ANSWER


class Clock:
    """Seconds that pass when a story says so."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(0.0, "0.5"), (0.5, "0.5"), (0.51, "1.0"), (7200.0, "7200.0"), (7201.0, "+Inf")]
)
def test_a_duration_is_in_the_first_bucket_that_holds_it(seconds: float, bucket: str):
    assert ANSWER.bucket_of(seconds) == bucket


@pytest.mark.django_db
def test_two_processes_add_up():
    for keeper in (Keeper(), Keeper()):
        keeper.observe(ANSWER, "sent", 0.4)
        keeper.observe(ANSWER, "sent", 2.5)
        keeper.write()

    found = figures(NOW)

    assert found['cascina_answer_seconds_bucket{le="0.5",outcome="sent"}'] == 2
    assert found['cascina_answer_seconds_bucket{le="2.0",outcome="sent"}'] == 2
    assert found['cascina_answer_seconds_bucket{le="3.0",outcome="sent"}'] == 4
    assert found['cascina_answer_seconds_count{outcome="sent"}'] == 4
    assert found['cascina_answer_seconds_sum{outcome="sent"}'] == pytest.approx(5.8)


@pytest.mark.django_db
def test_a_database_that_is_away_stops_nobody_and_nothing_is_lost(caplog):
    keeper = Keeper()
    keeper.observe(ANSWER, "sent", 1)
    keeper.stamp("cascina_task_done", "a.task", 5)
    with connection.execute_wrapper(refuse):
        keeper.write()
    keeper.stamp("cascina_task_done", "a.task", 7)
    keeper.write()

    assert "could not be written" in caplog.text
    assert Measurement.objects.get(bound="1.0").value == 1
    assert Measurement.objects.get(label="a.task").value == 7


@pytest.mark.django_db
def test_figures_are_written_every_fifteen_seconds(django_assert_num_queries):
    clock = Clock()
    keeper = Keeper(clock)
    with django_assert_num_queries(0):
        keeper.observe(ANSWER, "sent", 1)
    clock.seconds += WRITE_EVERY
    keeper.observe(ANSWER, "sent", 1)
    keeper.observe(ANSWER, "sent", 1)
    assert Measurement.objects.get(bound="1.0").value == 2


@pytest.mark.django_db
def test_a_moment_is_written_again_once_a_minute_and_who_was_idle_for_long_takes_nothing_back():
    for at in (100, 100 + STAMP_EVERY / 2, 100 + STAMP_EVERY, 130 + STAMP_EVERY, 5):
        keeper = Keeper()
        keeper.stamp("cascina_task_done", "a.task", at)
        keeper.write()
    assert Measurement.objects.get(label="a.task").value == 100 + STAMP_EVERY


@pytest.mark.django_db
def test_the_webhook_is_measured_by_its_response_and_a_view_that_fails_counts_as_500(client):
    def broken(request):
        raise LookupError

    knock(client, webhook(text(ANNA, "Iscrizione")))
    knock(client, webhook(text(ANNA, "Iscrizione")), secret="another")
    with pytest.raises(LookupError):
        durations.timed(broken)(None)
    KEEPER.write()
    found = figures(NOW)
    answered = {
        status: found[f'cascina_webhook_seconds_count{{status="{status}"}}'] for status in (200, 403, 500)
    }
    assert answered == {200: 1, 403: 1, 500: 1}


@pytest.mark.django_db
def test_each_task_tells_when_it_was_done_and_how_often_it_failed():
    began = time.time()
    task_success.send(sender=tasks.tally_fresh, result=None)
    task_failure.send(sender=tasks.tally_fresh, exception=LookupError(), args=(), kwargs={})
    KEEPER.write()
    done = Measurement.objects.get(name=durations.TASK_DONE).value

    assert began <= done <= time.time()
    assert figures(NOW)['cascina_task_failures_total{task="broadcasts.tally"}'] == 1


def test_buckets_grow():
    """A histogram whose bounds are not in order would put everything into the wrong bucket."""
    for histogram in durations.HISTOGRAMS:
        assert list(histogram.bounds) == sorted(set(histogram.bounds))
    assert Histogram("x", "x", "x", (1.0,)).buckets == ["1.0", "+Inf"]
