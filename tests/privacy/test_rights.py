"""Requests about data: their numbers, their terms, and who is told of them."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, connections
from django.utils.timezone import localdate

from cascina_whatsapp.privacy import reminding, rights
from cascina_whatsapp.privacy.models import RightsRequest
from subscribers import identity
from tests.builders import NOW, hire, subscribe
from tests.people import ANNA, BRUNO, CARLA, ELENA, Citizen, crowd
from tests.staff import VERA

from .requests import Channel, Kind, Status, ask

DAY = timedelta(days=1)
PRIVACY = ["urp@comune.example"]


@pytest.fixture
def vera(db):
    return hire(VERA)


@pytest.mark.parametrize(
    ("asked", "months", "day"),
    [
        ("2026-06-08T10:00", 1, "2026-07-08"),
        ("2026-01-31T10:00", 1, "2026-02-28"),
        ("2028-01-31T10:00", 1, "2028-02-29"),
        ("2026-01-31T10:00", 3, "2026-04-30"),
        ("2026-12-31T10:00", 1, "2027-01-31"),
        ("2026-12-15T10:00", 12, "2027-12-15"),
        ("2026-12-31T22:30", 1, "2027-01-31"),
        ("2026-12-31T23:30", 1, "2027-02-01"),
        ("2026-03-28T10:00", 1, "2026-04-28"),
    ],
)
def test_a_month_is_a_month_of_the_calendar_in_italy(asked: str, months: int, day: str):
    due = rights.months_after(datetime.fromisoformat(asked).replace(tzinfo=UTC), months)

    assert str(localdate(due)) == day
    assert (due.hour, due.minute, due.second) == (23, 59, 59)


@pytest.mark.django_db
def test_numbers_run_through_the_year_and_begin_again_with_the_next():
    new_year_in_italy = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    first, second = ask(of=subscribe(ANNA)), ask(of=subscribe(BRUNO))
    third = ask(of=subscribe(ELENA), now=new_year_in_italy)

    assert [request.number for request in (first, second, third)] == ["2026/0001", "2026/0002", "2027/0001"]


@pytest.mark.django_db
@pytest.mark.parametrize("citizen", [ANNA, CARLA], ids=lambda citizen: citizen.name)
def test_asking_again_for_the_same_gives_the_same_request(citizen: Citizen):
    subscriber = subscribe(citizen)
    first = ask(of=subscriber)

    assert ask(of=subscriber, channel=Channel.CHAT, now=NOW + DAY) == first
    assert ask(pseudonym=subscriber.pseudonym, now=NOW + DAY) == first
    assert ask(Kind.ACCESS, of=subscriber) != first
    assert ask(of=subscribe(BRUNO)) != first
    assert ask(contact="via Roma 1") != ask(contact="via Roma 2")  # of whom nothing is known
    rights.close(first, by=hire(VERA), outcome="Fatto.", now=NOW)
    assert ask(of=subscriber) not in (first, None)


def test_two_at_once_get_two_numbers(committed_db):
    subscribers = [subscribe(citizen) for citizen in crowd(4)]
    problems = []

    def take(subscriber):
        try:
            ask(of=subscriber)
        except Exception as problem:  # noqa: BLE001 - whatever happens in a thread must be seen
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [Thread(target=take, args=[subscriber]) for subscriber in subscribers * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert sorted(RightsRequest.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    connection.close()


@pytest.mark.django_db
def test_a_person_is_found_after_two_rows_have_become_one():
    """Carla wrote without her number; later a message shows both."""
    asked = ask(of=subscribe(CARLA))
    both = Citizen("Carla", "+393200000103", CARLA.bsuid)
    subscribe(Citizen("Carla", both.phone, ""), at=NOW)
    subscribe(both, at=NOW + DAY)
    asked.refresh_from_db()

    assert rights.person_of(asked) == identity.find(both.person)


@pytest.mark.django_db
def test_an_extension_is_two_months_more_and_only_one(vera):
    asked = rights.extend(
        ask(of=subscribe(ANNA)), by=vera, reason=" Registro del 2026 da ricostruire ", now=NOW
    )

    assert str(localdate(asked.due_at)) == "2026-09-08"
    assert asked.extension_reason == "Registro del 2026 da ricostruire"
    with pytest.raises(rights.CannotAct, match="una volta sola"):
        rights.extend(asked, by=vera, reason="Ancora", now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "now", "sentence"),
    [("  ", NOW, "Scrivi il motivo"), ("Complessa", NOW + 31 * DAY, "prima della scadenza")],
    ids=["without a reason", "too late"],
)
def test_an_extension_is_refused(vera, reason, now, sentence):
    asked = ask(of=subscribe(ANNA))
    with pytest.raises(rights.CannotAct, match=sentence):
        rights.extend(asked, by=vera, reason=reason, now=now)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.DONE, Status.REFUSED, Status.WITHDRAWN])
def test_closing_says_how_and_forgets_the_address(vera, status):
    asked = ask(of=subscribe(ANNA), contact="anna@example.org")
    with pytest.raises(rights.CannotAct, match="Scrivi l'esito"):
        rights.answer(asked, by=vera, outcome=" ", now=NOW)
    closed = rights.close(asked, by=vera, outcome="Copia consegnata.", now=NOW + DAY, status=status)

    assert (closed.status, closed.outcome, closed.contact) == (status, "Copia consegnata.", "")
    assert (closed.closed_at, closed.closed_by) == (NOW + DAY, vera)
    with pytest.raises(rights.CannotAct, match="già chiusa"):
        rights.close(asked, by=vera, outcome="Di nuovo", now=NOW + DAY)


@pytest.mark.django_db
def test_several_are_told_in_one_message_as_soon_as_somebody_can_be_and_none_once_answered(
    vera, settings, mailoutbox
):
    settings.PRIVACY_EMAILS = []
    both = [ask(of=subscribe(citizen)) for citizen in (ANNA, BRUNO)]
    assert reminding.remind(NOW) == 0

    settings.PRIVACY_EMAILS = PRIVACY
    assert [reminding.remind(NOW + DAY), reminding.remind(NOW + DAY + timedelta(hours=1))] == [2, 0]
    for asked in both:
        rights.close(asked, by=vera, outcome="Fatto.", now=NOW + DAY)
    assert reminding.remind(TERM) == 0
    assert ["2 richieste sui dati" in message.subject for message in mailoutbox] == [True]


TERM = datetime(2026, 7, 8, 21, 59, 59, tzinfo=UTC)
"""The end of 8 July in Italy: when a request of NOW falls due."""


@pytest.mark.django_db
def test_it_is_told_of_when_it_is_new_before_its_term_and_every_day_after(settings, mailoutbox):
    settings.PRIVACY_EMAILS = PRIVACY
    ask(of=subscribe(ANNA), contact="anna@example.org", note="Vuole sapere tutto")
    told = []
    for hours in range(0, 33 * 24, 6):
        if reminding.remind(NOW + timedelta(hours=hours)):
            told.append(str(localdate(NOW + timedelta(hours=hours))))

    assert told == ["2026-06-08", "2026-06-29", "2026-07-06", "2026-07-09", "2026-07-10", "2026-07-11"]
    first = mailoutbox[0]
    assert first.to == PRIVACY
    assert (
        "2026/0001 · Cancellazione (art. 17) · da chiudere entro mercoledì 8 luglio 2026 · nuova"
        in first.body
    )
    assert "IN RITARDO" in mailoutbox[-1].body
    for message in mailoutbox:
        assert not {"anna@example.org", "sapere", ANNA.phone} & set(message.body.split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "tone"),
    [(NOW, ""), (TERM - 11 * DAY, ""), (TERM - 10 * DAY, "wait"), (TERM, "wait"), (TERM + DAY, "bad")],
)
def test_the_home_page_is_told_what_is_urgent(now, tone):
    asked = ask(of=subscribe(ANNA))
    assert reminding.open_requests(now) == [(asked, tone)]
