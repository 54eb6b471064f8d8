"""An automatic answer leaves once, at any hour; when it has left, nobody can tell any more to whom or what."""

import logging
import math
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connections

from cascina_whatsapp.whatsapp.cloud_api.durations import LONGEST_CALL, LOST_AFTER
from cascina_whatsapp.whatsapp.cloud_api.events import StatusUpdate
from subscribers.conversation import replies, reply_sending
from subscribers.models import Reply, ServiceText
from tests.builders import NOW, events_of, receipt_for, say, subscribe, text
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO, Citizen, crowd

pytestmark = pytest.mark.django_db
Status = Reply.Status


def answer_to(citizen: Citizen, words: str = "Iscrizione") -> Reply:
    """`citizen` wrote, and the answer is waiting."""
    say(text(citizen, words))
    return Reply.objects.first()


def told(reply: Reply, status: str, **extra) -> list[StatusUpdate]:
    return events_of(receipt_for(f"cascina:reply:{reply.pk}", status, **extra))


def is_blank(reply: Reply) -> bool:
    reply.refresh_from_db()
    return (reply.phone, reply.bsuid, reply.content) == ("", "", {})


@pytest.mark.parametrize(
    ("citizen", "address"),
    [
        (ANNA, {"to": "+393200000101"}),
        (DARIO, {"to": "+39335000104"}),
        (CARLA, {"recipient": "IT.13490000000000103"}),
    ],
    ids=["number", "nine digits", "id only"],
)
def test_an_answer_goes_to_who_wrote_and_is_blanked(citizen: Citizen, address: dict, api, graph):
    reply = answer_to(citizen)
    assert reply_sending.send_due(api=api, now=NOW) == 1

    (message,) = graph.messages
    assert address.items() <= message.items()
    assert message["biz_opaque_callback_data"] == f"cascina:reply:{reply.pk}"
    assert "La tua iscrizione è attiva" in message["interactive"]["body"]["text"]
    assert is_blank(reply)
    assert (reply.status, reply.sent_at) == (Status.SENT, NOW)
    assert reply_sending.send_due(api=api, now=NOW) == 0


TOPICS = ["Allerte e urgenze", "Servizi e scadenze", "Viabilità e cantieri"]
TOPICS += ["Attività del Comune", "Eventi e cultura"]


@pytest.mark.parametrize(
    ("words", "kind", "titles"),
    [
        ("Iscrizione", "button", ["Scegli argomenti", "Annulla iscrizione"]),
        ("Iscrizione?", "button", ["Iscrizione", "Cancellazione", "Contattare l'Urp"]),
        ("Argomenti", "list", [*TOPICS, "Scegli le zone"]),
        ("Aiuto", "text", []),
    ],
)
def test_what_the_citizen_sees(words: str, kind: str, titles: list[str], api, graph):
    if words == "Argomenti":
        subscribe(ANNA)
    answer_to(ANNA, words)
    reply_sending.send_due(api=api, now=NOW)
    (message,) = graph.messages
    shown = message.get("interactive", {"type": message["type"], "action": {}})

    assert shown["type"] == kind
    rows = [row["title"] for section in shown["action"].get("sections", []) for row in section["rows"]]
    assert rows + [one["reply"]["title"] for one in shown["action"].get("buttons", [])] == titles


def test_an_answer_that_meta_could_not_take_now_is_tried_again_with_back_off(api, graph):
    """Meta may say how long to wait."""
    reply = answer_to(ANNA)
    graph.refuses(ANNA, 131056, times=3)
    graph.refuses(ANNA, 130429, **{"Retry-After": "77"})
    moment, waits = NOW, []
    for _ in range(5):
        reply_sending.send_due(api=api, now=moment)
        reply.refresh_from_db()
        waits.append((reply.not_before - moment).total_seconds())
        moment = reply.not_before
        assert reply_sending.send_due(api=api, now=moment - timedelta(seconds=1)) == 0

    assert waits[:4] == [4, 16, 64, 77]
    assert reply.status == Status.SENT
    assert len(graph.messages) == 5


@pytest.mark.parametrize(
    ("code", "ends"),
    [(None, Status.UNCERTAIN), *((code, Status.FAILED) for code in (131026, 131047, 100))],
    ids=["the line is dropped", "unreachable", "outside the window", "wrong"],
)
def test_an_unknown_outcome_and_a_refusal_for_good_are_the_end_of_it(code: int | None, ends, api, graph):
    reply = answer_to(ANNA)
    graph.refuses(ANNA, code) if code else graph.drops_the_line(ANNA)
    reply_sending.send_due(api=api, now=NOW)

    assert is_blank(reply)
    assert (reply.status, reply.error_code) == (ends, code)
    assert reply_sending.send_due(api=api, now=NOW + timedelta(hours=1)) == 0


def test_while_the_account_is_blocked_answers_wait_but_not_longer_than_their_window(api, graph):
    reply = answer_to(ANNA)
    graph.refuses(ANNA, 190, times=2, status=401)
    reply_sending.send_due(api=api, now=NOW)
    reply.refresh_from_db()
    assert reply.status == Status.QUEUED

    reply_sending.send_due(api=api, now=NOW + timedelta(hours=24))
    assert is_blank(reply)
    assert reply.status == Status.FAILED


def test_an_answer_that_can_not_be_written_holds_nobody_up(api, graph):
    """Its text has grown longer than Meta allows under buttons."""
    reply = answer_to(ANNA)
    Reply.objects.filter(pk=reply.pk).update(content=reply.content | {"body": "x" * 1025})
    for citizen in (BRUNO, CARLA, DARIO):
        answer_to(citizen)
    reply_sending.send_due(api=api, now=NOW)

    assert is_blank(reply)
    assert reply.status == Status.FAILED
    assert Reply.objects.filter(status=Status.SENT).count() == 3


def test_no_transaction_is_open_while_meta_thinks(committed_db, api, graph):
    main, seen = connections["default"], []
    graph.while_thinking = lambda message: seen.append((main.in_atomic_block, threading.current_thread()))
    answer_to(ANNA)
    reply_sending.send_due(api=api, now=NOW)

    ((in_transaction, thread),) = seen
    assert not in_transaction
    assert thread is not threading.main_thread()


@pytest.mark.parametrize(
    ("news", "ends"),
    [
        (["sent"], "sent"),
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["read"], "delivered"),
        (["failed"], "failed"),
        (["sent", "failed"], "failed"),
        (["delivered", "failed"], "delivered"),
        (["failed", "delivered"], "delivered"),
        (["played"], "sent"),
    ],
)
@pytest.mark.parametrize("first", ["answer", "receipts"])
def test_receipts_in_any_order(news: list[str], ends: str, first: str, api, graph):
    reply = answer_to(ANNA)

    def receipts(message=None):
        for status in news:
            reply_sending.apply_statuses(told(reply, status, errors=[{"code": 131026}]))

    if first == "receipts":
        Reply.objects.filter(pk=reply.pk).update(status=Status.SENDING, claimed_at=NOW)
        receipts()
        assert is_blank(reply) or news == ["played"]  # though the process may have died
        reply_sending._settle(reply, None, NOW)
    else:
        reply_sending.send_due(api=api, now=NOW)
        receipts()

    assert is_blank(reply)
    assert reply.status == ends


def test_an_answer_that_was_in_flight_when_the_process_died_is_not_sent_again(api, graph):
    reply = answer_to(ANNA)
    Reply.objects.filter(pk=reply.pk).update(status=Status.SENDING, claimed_at=NOW)

    reply_sending.recover(NOW + timedelta(minutes=1))
    assert not is_blank(reply)
    reply_sending.recover(NOW + timedelta(minutes=3))
    assert is_blank(reply)
    assert reply.status == Status.UNCERTAIN
    assert reply_sending.send_due(api=api, now=NOW + timedelta(minutes=3)) == 0


def test_a_batch_is_over_before_any_of_it_counts_as_lost():
    calls_one_after_another = math.ceil(reply_sending.BATCH_SIZE / reply_sending.CALLS_AT_ONCE)
    assert calls_one_after_another * LONGEST_CALL <= LOST_AFTER


def test_finished_answers_may_go_but_confirmations_stay(api, graph):
    answer_to(ANNA)
    answer_to(ANNA, "Aiuto")
    reply_sending.send_due(api=api, now=NOW)
    waiting = answer_to(BRUNO, "Aiuto")

    assert not replies.finished(NOW).exists()
    (old,) = replies.finished(NOW + timedelta(seconds=1))
    assert (old.text.key, old.pk == waiting.pk) == ("help", False)


def test_a_change_of_consent_is_confirmed_before_other_answers_leave(api, graph):
    for citizen in crowd(reply_sending.BATCH_SIZE):
        say(text(citizen, "Buongiorno"))
    say(text(ANNA, "Iscrizione"))

    reply_sending.send_due(api=api, now=NOW)

    assert len(graph.messages) == reply_sending.BATCH_SIZE
    assert ANNA.phone in [message.get("to") for message in graph.messages]


def test_many_receipts_of_answers_cost_few_statements(api, graph, django_assert_max_num_queries):
    crowd = [ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO]
    answers = [answer_to(citizen) for citizen in crowd]
    assert reply_sending.send_due(api=api, now=NOW) == len(crowd)
    others = ("", "cascina:reply:", "cascina:reply:x", "cascina:delivery:1:1", "other")
    with django_assert_max_num_queries(0):
        reply_sending.apply_statuses(events_of(*[receipt_for(of, "failed") for of in others]))
    news = [receipt_for(f"cascina:reply:{row.pk}", word) for row in answers for word in ("read", "sent")]
    with django_assert_max_num_queries(2):
        reply_sending.apply_statuses(events_of(*news, *news))

    assert set(Reply.objects.values_list("status", flat=True)) == {Status.DELIVERED}


def test_where_few_may_leave_a_confirmation_does_and_the_others_stay_as_they_are(api, graph):
    for citizen in (ANNA, BRUNO):
        say(text(citizen, "Aiuto", at=NOW))
    say(text(CARLA, "Iscrizione", at=NOW))
    waiting = Reply.objects.filter(consent=None).order_by("pk")
    before = list(waiting.values())

    asked = []
    assert reply_sending.send_due(api=api, now=NOW, reserve=lambda many: asked.append(many) or [0.0]) == 1
    assert asked == [3]
    assert Reply.objects.exclude(consent=None).get().status == Status.SENT
    assert list(waiting.values()) == before

    assert reply_sending.send_due(api=api, now=NOW, reserve=lambda many: []) == 0
    assert reply_sending.send_due(api=api, now=NOW) == 2


@pytest.mark.parametrize(
    ("ahead", "waits"), [(0.9, [0.9]), (3600, [reply_sending.LONGEST_WAIT_FOR_SLOT]), (-5, [])]
)
def test_an_answer_waits_for_its_moment(api, graph, monkeypatch, ahead: float, waits: list[float]):
    """A moment that is far away was told by another clock."""
    waited = []
    monkeypatch.setattr(time, "sleep", waited.append)
    answer_to(ANNA)
    with time_machine.travel(NOW, tick=False):
        reply_sending.send_due(api=api, now=NOW, reserve=lambda many: [time.time() + ahead])

    assert waited == pytest.approx(waits)


def everything_stored() -> str:
    """Every row of our tables, as text."""
    dump = []
    for model in apps.get_models():
        if model._meta.app_label in ("subscribers", "broadcasts", "webhook"):
            dump += [repr(row) for row in model.objects.values_list()]
    return "\n".join(dump)


@pytest.mark.parametrize("citizen", [ANNA, CARLA, DARIO], ids=lambda citizen: citizen.name)
def test_after_leaving_the_citizen_is_nowhere_in_clear(citizen: Citizen, api, graph):
    say(text(citizen, "Iscrizione", at=NOW))
    reply_sending.send_due(api=api, now=NOW)
    assert (citizen.phone or citizen.bsuid) in everything_stored()

    goodbye = text(citizen, "Cancellazione", at=NOW + timedelta(minutes=1))
    message_id = goodbye["value"]["messages"][0]["id"]
    say(goodbye)
    reply_sending.send_due(api=api, now=NOW + timedelta(minutes=1))

    stored = everything_stored()
    names = (citizen.phone.removeprefix("+39"), citizen.bsuid.removeprefix("IT."), message_id, citizen.name)
    assert [name for name in names if name and name in stored] == []


def test_nobody_is_named_in_a_log_or_in_what_shows_a_row(api, graph, caplog):
    caplog.set_level(logging.DEBUG)
    reply = answer_to(ANNA)
    answer_to(CARLA)
    graph.refuses(ANNA, 131026)
    graph.drops_the_line(CARLA)
    reply_sending.send_due(api=api, now=NOW)
    shown = caplog.text + "".join(
        f"{row} {row!r}"
        for model in apps.get_app_config("subscribers").get_models()
        if model is not ServiceText
        for row in model.objects.all()
    )

    assert f"reply {reply.pk}: RecipientUnreachable" in caplog.text
    names = ("3200000101", "13490000000000", "Anna", "Iscrizione attiva", "wamid.")
    assert [name for name in names if name in shown] == []
